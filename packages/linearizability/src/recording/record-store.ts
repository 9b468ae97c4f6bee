/**
 * Records everything that clients do to a store, with any keys and values, so that it can be
 * checked. Each client gets its own handle, which passes every call on to the store.
 */
import type { OperationOptions, StateStore, Storable, Updater } from "@sync-strategies/state-store";
import type { EventClock } from "./event-clock.ts";
import { describeValue } from "../explain/describe-operation.ts";
import { fingerprint, isSame } from "../history/fingerprint.ts";
import { HistoryRecorder } from "./history-recorder.ts";
import type { MemberHistory } from "./member-history.ts";
import type { Operation } from "../history/operation.ts";
import { operationsOf } from "../history/columns.ts";
import { UNWRITTEN } from "../history/values.ts";

export interface RecordingOptions {
  /** How many operations there is room for; the others are counted but not recorded. */
  readonly capacity?: number;
  readonly clock?: EventClock;
}

/**
 * Of an operation that fails: if the store refused it, if it was cancelled, or if its updater
 * failed, it certainly had no effect. After any other failure it may have taken effect, or may
 * still do so.
 */
export class StoreRecording<Key, Value extends Storable> {
  readonly #store: StateStore<Key, Value>;
  readonly #recorder: HistoryRecorder;
  readonly #keys = new Interned<Key>((key) => key);
  readonly #values = new Interned<Value>(fingerprint);

  constructor(store: StateStore<Key, Value>, options: RecordingOptions = {}) {
    this.#store = store;
    this.#recorder = new HistoryRecorder(options.capacity, options.clock);
  }

  /** How many operations were called, recorded or not. */
  get totalOps(): number {
    return this.#recorder.total;
  }

  /** The store as this client sees it. */
  client(client: number): StateStore<Key, Value> {
    const [store, recorder] = [this.#store, this.#recorder];
    const [keys, values] = [this.#keys, this.#values];

    async function recorded<Result>(
      operation: number,
      options: OperationOptions | undefined,
      run: () => Promise<Result>,
      done: (result: Result) => void,
      isOwnFailure: (error: unknown) => boolean = () => false,
    ): Promise<Result> {
      try {
        const result = await run();
        done(result);
        return result;
      } catch (error) {
        const signal = options?.signal;
        const wasCancelled = signal?.aborted === true && error === signal.reason;
        if (wasCancelled || wasRefused(error) || isOwnFailure(error)) recorder.fail(operation);
        throw error;
      }
    }

    return {
      read(key, options) {
        const operation = recorder.callRead(client, keys.numberOf(key));
        return recorded(
          operation,
          options,
          () => store.read(key, options),
          (value) =>
            recorder.returnRead(
              operation,
              value === undefined ? UNWRITTEN : values.numberOf(value),
            ),
        );
      },

      write(key, value, options) {
        const operation = recorder.callWrite(client, keys.numberOf(key), values.numberOf(value));
        return recorded(
          operation,
          options,
          () => store.write(key, value, options),
          () => recorder.returnWrite(operation),
        );
      },

      update(key, updater, options) {
        const operation = recorder.callUpdate(client, keys.numberOf(key));
        const failures = new Set<unknown>();
        const watched = watch(updater, failures, (before, after) => {
          const given = before === undefined ? UNWRITTEN : values.numberOf(before);
          recorder.updating(operation, given, values.numberOf(after));
        });
        return recorded(
          operation,
          options,
          () => store.update(key, watched, options),
          () => recorder.returnUpdate(operation),
          (error) => failures.has(error),
        );
      },

      close: () => store.close(),
      [Symbol.asyncDispose]: () => store[Symbol.asyncDispose](),
    };
  }

  /** What was recorded so far, as `check` takes it: each key is a register. */
  operations(): Operation[] {
    const valueOf = (number: unknown): unknown =>
      number === null ? null : this.#values.things[number as number];
    const keys = nameKeys(this.#keys.things);
    return operationsOf(this.#recorder.history()).map((operation) => {
      const { key, input, output } = operation;
      return {
        ...operation,
        key: keys[Number(key)] ?? key,
        ...(input !== undefined && { input: valueOf(input) }),
        ...(output !== undefined && {
          output: Array.isArray(output) ? output.map(valueOf) : valueOf(output),
        }),
      };
    });
  }

  /**
   * What was recorded, to be posted and merged with what other members recorded. To be asked for
   * when all that this member's clients do has settled. Keys and values are compared by content.
   *
   * @throws {TypeError} if a key is no primitive, or a value would not be the same as its copy in
   *   another thread: a date, a function or a symbol is the same as itself alone.
   */
  memberHistory(): MemberHistory<Operation[]> {
    for (const key of this.#keys.things) assertPostable("key", key, !isPrimitive(key));
    for (const value of this.#values.things) assertPostable("value", value);
    return { ...this.#recorder.memberHistory(), history: this.operations() };
  }
}

/** Records all that clients do to this store through the handles that they are given. */
export function recordStore<Key, Value extends Storable>(
  store: StateStore<Key, Value>,
  options?: RecordingOptions,
): StoreRecording<Key, Value> {
  return new StoreRecording(store, options);
}

/** An updater that reports its argument and its result; as synchronous as the original. */
function watch<Value extends Storable>(
  updater: Updater<Value>,
  failures: Set<unknown>,
  report: (before: Value | undefined, after: Value) => void,
): Updater<Value> {
  const reported = (before: Value | undefined, after: Value): Value => {
    report(before, after);
    return after;
  };
  const failed = (error: unknown): never => {
    failures.add(error);
    throw error;
  };
  return (current) => {
    let next: Value | Promise<Value>;
    try {
      next = updater(current);
    } catch (error) {
      return failed(error);
    }
    return isPromise(next)
      ? next.then((value) => reported(current, value), failed)
      : reported(current, next);
  };
}

function isPromise<Value>(value: Value | Promise<Value>): value is Promise<Value> {
  return typeof (value as Partial<Promise<Value>> | null)?.then === "function";
}

function wasRefused(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "STORE_CLOSED";
}

/** Gives each distinct thing a number. */
class Interned<Thing> {
  readonly #identityOf: (thing: Thing) => unknown;
  readonly #numbers = new Map<unknown, number>();
  readonly things: Thing[] = [];

  /** @param identityOf two things are the same if `Map` takes their identities for one key. */
  constructor(identityOf: (thing: Thing) => unknown) {
    this.#identityOf = identityOf;
  }

  numberOf(thing: Thing): number {
    const identity = this.#identityOf(thing);
    const known = this.#numbers.get(identity);
    if (known !== undefined) return known;
    this.#numbers.set(identity, this.things.length);
    return this.things.push(thing) - 1;
  }
}

/** A distinct name for each key. That of a primitive follows from it alone. */
function nameKeys(keys: readonly unknown[]): string[] {
  const names = new Set<string>();
  for (const key of keys) {
    const name = nameOf(key);
    let unused = name;
    for (let count = 2; names.has(unused); count++) unused = `${name} (${count})`;
    names.add(unused);
  }
  return [...names];
}

/** A text is its own name, but for one that could be taken for something else. */
function nameOf(key: unknown): string {
  if (typeof key === "string") return isAmbiguous(key) ? JSON.stringify(key) : key;
  if (typeof key === "bigint") return `${key}n`;
  return isPrimitive(key) ? String(key) : describeValue(key);
}

/** Whether a text is also the name of another primitive, or of another text. */
function isAmbiguous(text: string): boolean {
  const isNumber = text === String(Number(text));
  return isNumber || /^(-?\d+n|true|false|null|undefined|".*)$/su.test(text);
}

function isPrimitive(thing: unknown): boolean {
  return thing === null || !["object", "function", "symbol"].includes(typeof thing);
}

/** @throws {TypeError} */
function assertPostable(what: "key" | "value", thing: unknown, isRefused = false): void {
  let copy: unknown;
  try {
    copy = structuredClone(thing);
  } catch {
    isRefused = true;
  }
  if (!isRefused && isSame(thing, copy)) return;
  throw new TypeError(
    `The ${what} ${describeValue(thing)} (${typeof thing}) would not be the same in another thread, ` +
      "so what other members recorded of it cannot be compared.",
  );
}
