/**
 * What the handles of all shared peers have alike, and what no library brings along: keys and
 * values are checked, an operation that waits keeps its thread alive, and `close` waits for all
 * operations that were accepted, in whatever order the lock serves them.
 */
import { nextTurn, rejectInTurn } from "@sync-strategies/event-loop";
import {
  StoreClosedError,
  type OperationOptions,
  type SharedState,
  type StateStore,
  type Updater,
} from "@sync-strategies/state-store";
import type { SharedNumbers } from "./shared-numbers.ts";

/** Longer than any wait: the timer is there only to be there. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

export class SharedPeer implements StateStore<number, number> {
  readonly #store: StateStore<number, number>;
  readonly #numbers: SharedNumbers;
  readonly #timer = setInterval(() => {}, LONGEST_TIMER_MS);
  #openCount = 0;
  #onNoneOpen: (() => void) | undefined;
  #closed: Promise<void> | undefined;

  /** @param store keeps the numbers behind the library's lock. */
  constructor(store: StateStore<number, number>, numbers: SharedNumbers) {
    this.#store = store;
    this.#numbers = numbers;
    this.#timer.unref();
  }

  read(key: number, options?: OperationOptions): Promise<number | undefined> {
    return (
      this.#refusal(this.#numbers.keyFault(key)) ?? this.#track(this.#store.read(key, options))
    );
  }

  write(key: number, value: number, options?: OperationOptions): Promise<void> {
    const fault = this.#numbers.keyFault(key) ?? this.#numbers.valueFault(value);
    return this.#refusal(fault) ?? this.#track(this.#store.write(key, value, options));
  }

  update(key: number, updater: Updater<number>, options?: OperationOptions): Promise<number> {
    const checked = async (current: number | undefined): Promise<number> => {
      const next = await updater(current);
      const fault = this.#numbers.valueFault(next);
      if (fault !== undefined) throw fault;
      return next;
    };
    return (
      this.#refusal(this.#numbers.keyFault(key)) ??
      this.#track(this.#store.update(key, checked, options))
    );
  }

  close(): Promise<void> {
    return (this.#closed ??= this.#drain());
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #refusal(fault: Error | undefined): Promise<never> | undefined {
    if (this.#closed !== undefined) return rejectInTurn(new StoreClosedError());
    return fault === undefined ? undefined : rejectInTurn(fault);
  }

  async #track<Result>(operation: Promise<Result>): Promise<Result> {
    this.#openCount += 1;
    this.#timer.ref();
    try {
      return await operation;
    } finally {
      this.#openCount -= 1;
      if (this.#openCount === 0) {
        this.#timer.unref();
        this.#onNoneOpen?.();
      }
    }
  }

  async #drain(): Promise<void> {
    if (this.#openCount > 0) await new Promise<void>((resolve) => (this.#onNoneOpen = resolve));
    clearInterval(this.#timer);
    await nextTurn();
  }
}

/** A state that is nothing but memory: each member has the same address, and nothing has to end. */
export function sharedMemoryState(address: unknown): SharedState {
  return {
    addressFor: () => ({ address }),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}
