import { addAbortWaiter, removeAbortWaiter, type AbortWaiter } from "@sync-strategies/event-loop";
import type { Storable, Updater } from "@sync-strategies/state-store";
import { Ask } from "./requests.ts";

/**
 * What a member remembers of a request while the owner has it. The object is used again with the
 * same id: in its life it serves thousands of operations, so that each allocates little more than
 * its promise.
 */
export class OpenRequest<Key, Value extends Storable> implements AbortWaiter {
  readonly id: number;
  readonly #cancel: (request: OpenRequest<Key, Value>, reason: unknown) => void;
  #signal: AbortSignal | undefined;

  ask: Ask = Ask.read;
  /** Whether the promise has settled. A request that was cancelled still awaits its reply. */
  isSettled = true;
  key!: Key;
  /** Of an update. */
  updater: Updater<Value> | undefined;
  /** Of an update that has been computed: its result. */
  next: Value | undefined;
  resolve!: (value: Value | undefined) => void;
  reject!: (reason: unknown) => void;

  constructor(id: number, cancel: (request: OpenRequest<Key, Value>, reason: unknown) => void) {
    this.id = id;
    this.#cancel = cancel;
  }

  begin(
    ask: Ask,
    key: Key,
    resolve: (value: Value | undefined) => void,
    reject: (reason: unknown) => void,
    signal: AbortSignal | undefined,
  ): void {
    this.ask = ask;
    this.isSettled = false;
    this.key = key;
    this.resolve = resolve;
    this.reject = reject;
    this.#signal = signal;
    if (signal !== undefined) addAbortWaiter(signal, this);
  }

  onAbort(reason: unknown): void {
    this.#cancel(this, reason);
  }

  stopListening(): void {
    if (this.#signal === undefined) return;
    removeAbortWaiter(this.#signal, this);
    this.#signal = undefined;
  }

  /** Lets go of all that belongs to the operation that is over. */
  clear(): void {
    this.key = this.updater = this.next = undefined as never;
    this.resolve = this.reject = nothing;
  }
}

function nothing(): void {}
