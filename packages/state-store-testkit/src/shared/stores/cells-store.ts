/**
 * A correct store in shared memory, made to be broken: a cell per key, which every member changes
 * by compare-and-set, and no lock. What a store can get wrong is a fault by name.
 *
 * A cell holds the bits of a number, and those of no number that is ever stored while its key was
 * not written. To compare bits is enough: an update whose key has the value that its updater was
 * given takes effect at the moment of the exchange, whatever the key held in between.
 */
import { nextTurn, turnIfDue } from "@sync-strategies/event-loop";
import {
  StoreClosedError,
  type OperationOptions,
  type Place,
  type SharedState,
  type StateStore,
  type Updater,
} from "@sync-strategies/state-store";

/** What may be wrong. Each is named after what it does. */
export type CellFault =
  | "changed-in-two-steps"
  | "checked-then-stored"
  | "copied-memory"
  | "keys-collide"
  | "keys-unchecked"
  | "local-lock"
  | "memory-of-another-state"
  | "never-pauses"
  | "values-coerced";

interface CellsAddress {
  readonly memory: SharedArrayBuffer;
  readonly faults: readonly CellFault[];
}

/** A NaN that no calculation makes. */
const UNWRITTEN = 0x7ff8_dead_0000_0000n;

/** Another one: who finds it waits until the change is over. */
const CHANGING = 0x7ff8_dead_0000_0001n;

export function createCells({ keys }: Place, faults: readonly CellFault[]): SharedState {
  const memory = faults.includes("memory-of-another-state") ? [...memories][0] : undefined;
  const cells = memory ?? new SharedArrayBuffer(keys * BigInt64Array.BYTES_PER_ELEMENT);
  if (memory === undefined) new BigInt64Array(cells).fill(UNWRITTEN);
  memories.add(cells);
  const address: CellsAddress = { memory: cells, faults };
  return {
    addressFor: () => ({ address }),
    [Symbol.asyncDispose]: async () => void memories.delete(cells),
  };
}

/** Of the states that are not disposed of. */
const memories = new Set<SharedArrayBuffer>();

export class CellsStore implements StateStore<number, number> {
  readonly #cells: BigInt64Array;
  readonly #faults: readonly CellFault[];
  readonly #open = new Set<Promise<unknown>>();
  #tail: Promise<unknown> = Promise.resolve();
  #closed: Promise<void> | undefined;

  constructor(address: unknown) {
    const { memory, faults } = address as CellsAddress;
    this.#cells = new BigInt64Array(faults.includes("copied-memory") ? memory.slice(0) : memory);
    this.#faults = faults;
  }

  read(key: number, options?: OperationOptions): Promise<number | undefined> {
    return this.#perform(async () => valueOf(await this.#look(this.#checked(key))), options);
  }

  write(key: number, value: number, options?: OperationOptions): Promise<void> {
    return this.#perform(async () => {
      const index = this.#checked(key);
      const bits = this.#bitsOf(value);
      while (!this.#exchange(index, await this.#look(index), bits));
    }, options);
  }

  update(key: number, updater: Updater<number>, options?: OperationOptions): Promise<number> {
    return this.#perform(() => {
      if (!this.#faults.includes("local-lock")) return this.#replace(key, updater);
      const replaced = this.#tail.then(() => this.#replace(key, updater));
      this.#tail = replaced.catch(() => {});
      return replaced;
    }, options);
  }

  close(): Promise<void> {
    return (this.#closed ??= Promise.allSettled(this.#open).then(() => {}));
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #perform<Result>(
    operation: () => Result | Promise<Result>,
    { signal }: OperationOptions = {},
  ): Promise<Result> {
    const performed = this.#performNow(operation, signal);
    this.#open.add(performed);
    const forget = (): void => void this.#open.delete(performed);
    performed.then(forget, forget);
    return performed;
  }

  async #performNow<Result>(
    operation: () => Result | Promise<Result>,
    signal: AbortSignal | undefined,
  ): Promise<Result> {
    try {
      if (this.#closed !== undefined) throw new StoreClosedError();
      signal?.throwIfAborted();
      // An updater is not called before `update` has returned.
      await Promise.resolve();
      return await operation();
    } finally {
      const pause = this.#faults.includes("never-pauses") ? undefined : turnIfDue();
      if (pause !== undefined) await pause;
    }
  }

  async #replace(key: number, updater: Updater<number>): Promise<number> {
    const index = this.#checked(key);
    for (;;) {
      const before = await this.#look(index);
      const given = updater(valueOf(before));
      const next = isThenable(given) ? await given : given;
      if (this.#exchange(index, before, this.#bitsOf(next))) return next;
    }
  }

  async #look(index: number): Promise<bigint> {
    for (;;) {
      const bits = Atomics.load(this.#cells, index);
      if (bits !== CHANGING) return bits;
      await nextTurn();
    }
  }

  /** Whether the cell still held what it had before, and holds the new bits now. */
  #exchange(index: number, before: bigint, next: bigint): boolean {
    if (this.#faults.includes("local-lock")) {
      Atomics.store(this.#cells, index, next);
      return true;
    }
    if (this.#faults.includes("checked-then-stored")) {
      if (Atomics.load(this.#cells, index) !== before) return false;
      // Wrong: here another processor may store, though nothing awaits. No event loop shows it.
      Atomics.store(this.#cells, index, stirred(next));
      return true;
    }
    if (this.#faults.includes("changed-in-two-steps")) {
      if (Atomics.compareExchange(this.#cells, index, before, CHANGING) !== before) return false;
      // Wrong: a thread that is terminated here leaves the cell as it is.
      Atomics.store(this.#cells, index, next);
      return true;
    }
    return Atomics.compareExchange(this.#cells, index, before, next) === before;
  }

  #checked(key: number): number {
    const isKey = Number.isInteger(key) && key >= 0 && key < this.#cells.length;
    if (isKey && this.#faults.includes("keys-collide")) return key & ~1;
    if (isKey || this.#faults.includes("keys-unchecked")) return key;
    throw new RangeError(`A key is a whole number below ${this.#cells.length}.`);
  }

  #bitsOf(value: unknown): bigint {
    if (typeof value !== "number" && !this.#faults.includes("values-coerced")) {
      throw new TypeError("A value is a number.");
    }
    const number = new Float64Array([Number(value)]);
    if (Number.isNaN(number[0])) return CANONICAL_NAN;
    return new BigInt64Array(number.buffer)[0]!;
  }
}

const CANONICAL_NAN = 0x7ff8_0000_0000_0000n;

function valueOf(bits: bigint): number | undefined {
  if (bits === UNWRITTEN) return undefined;
  return new Float64Array(new BigInt64Array([bits]).buffer)[0];
}

function isThenable<Value>(given: Value | Promise<Value>): given is Promise<Value> {
  return typeof (given as Partial<Promise<Value>> | null)?.then === "function";
}

/**
 * The same bits, after as much work as a large record takes: so long that a thread that loses its
 * processor does so here, and no machine is too busy to show the fault.
 */
function stirred(bits: bigint): bigint {
  let stirring = 0;
  for (let step = 0; step < 20_000; step += 1) stirring = (stirring * 31 + step) | 0;
  return stirring === 0.5 ? 0n : bits;
}
