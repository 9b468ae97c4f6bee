/**
 * A correct store for processes, made to be broken: the state is a file. An operation first creates
 * another file, the lock, which only one operation can do, and removes it afterwards.
 *
 * A process that is killed in between leaves the lock where it is, so the others wait.
 */
import { closeSync, openSync, readFileSync, renameSync, unlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { deserialize, serialize } from "node:v8";
import { turnIfDue } from "@sync-strategies/event-loop";
import {
  StoreClosedError,
  type OperationOptions,
  type Place,
  type SharedState,
  type StateStore,
  type Storable,
  type Updater,
} from "@sync-strategies/state-store";

/** What may be wrong. Each is named after what it does. */
export type FileFault = "file-kept-open" | "unlocked";

interface FileAddress {
  readonly folder: string;
  readonly faults: readonly FileFault[];
}

/** How long to wait before the next try to create the lock. */
const RETRY_MS = 1;

export function createFile({ folder }: Place, faults: readonly FileFault[]): SharedState {
  writeFileSync(join(folder, "state"), serialize(new Map()));
  const address: FileAddress = { folder, faults };
  return { addressFor: () => ({ address }), [Symbol.asyncDispose]: () => Promise.resolve() };
}

export class FileStore<Key, Value extends Storable> implements StateStore<Key, Value> {
  readonly #state: string;
  readonly #lock: string;
  readonly #faults: readonly FileFault[];
  readonly #open = new Set<Promise<unknown>>();
  #closed: Promise<void> | undefined;

  constructor(address: unknown) {
    const { folder, faults } = address as FileAddress;
    this.#state = join(folder, "state");
    this.#lock = join(folder, "lock");
    this.#faults = faults;
    if (faults.includes("file-kept-open")) openSync(this.#state, "r");
  }

  read(key: Key, options?: OperationOptions): Promise<Value | undefined> {
    return this.#perform((state) => state.get(key), options);
  }

  write(key: Key, value: Value, options?: OperationOptions): Promise<void> {
    return this.#perform((state) => this.#save(state.set(key, value)), options);
  }

  update(key: Key, updater: Updater<Value>, options?: OperationOptions): Promise<Value> {
    return this.#perform(async (state) => {
      const next = await updater(state.get(key));
      this.#save(state.set(key, next));
      return next;
    }, options);
  }

  close(): Promise<void> {
    return (this.#closed ??= Promise.allSettled(this.#open).then(() => {}));
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #perform<Result>(
    operation: (state: Map<Key, Value>) => Result | Promise<Result>,
    { signal }: OperationOptions = {},
  ): Promise<Result> {
    const performed = this.#performLocked(operation, signal);
    this.#open.add(performed);
    const forget = (): void => void this.#open.delete(performed);
    performed.then(forget, forget);
    return performed;
  }

  async #performLocked<Result>(
    operation: (state: Map<Key, Value>) => Result | Promise<Result>,
    signal: AbortSignal | undefined,
  ): Promise<Result> {
    try {
      if (this.#closed !== undefined) throw new StoreClosedError();
      signal?.throwIfAborted();
      // An updater is not called before `update` has returned.
      await Promise.resolve();
      const isLocked = !this.#faults.includes("unlocked");
      if (isLocked) await this.#acquire(signal);
      try {
        return await operation(deserialize(readFileSync(this.#state)) as Map<Key, Value>);
      } finally {
        if (isLocked) unlinkSync(this.#lock);
      }
    } finally {
      const pause = turnIfDue();
      if (pause !== undefined) await pause;
    }
  }

  async #acquire(signal: AbortSignal | undefined): Promise<void> {
    for (;;) {
      signal?.throwIfAborted();
      try {
        closeSync(openSync(this.#lock, "wx"));
        return;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
      }
      // Wakes at once when the operation is cancelled, whose reason the next turn throws.
      await setTimeout(RETRY_MS, undefined, signal && { signal }).catch(() => {});
    }
  }

  /** In one step: operations that take no lock would otherwise read half a file. */
  #save(state: Map<Key, Value>): void {
    const next = `${this.#state}.${process.pid}`;
    writeFileSync(next, serialize(state));
    renameSync(next, this.#state);
  }
}
