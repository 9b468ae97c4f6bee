/**
 * A correct store, made to be broken: each step that a store can get wrong is a separate
 * method, and a broken store overrides one.
 *
 * Invariant: `waiting` is empty unless `busy`, so `passTurn` hands the turn to the oldest that
 * waits, and only when none does, the store is idle.
 */
import {
  addAbortWaiter,
  removeAbortWaiter,
  turnIfDue,
  type AbortWaiter,
} from "@sync-strategies/event-loop";
import {
  StoreClosedError,
  type OperationOptions,
  type StateStore,
  type Storable,
  type Updater,
} from "@sync-strategies/state-store";

/** An operation in the queue. */
export interface Waiter {
  /** Tells it that its turn has come. */
  readonly begin: () => void;
  /** Rejects it. */
  readonly reject: (reason: unknown) => void;
}

export class SoundStore<Key, Value extends Storable> implements StateStore<Key, Value> {
  protected readonly state: Map<Key, Value> = new Map();
  protected readonly waiting = new Set<Waiter>();
  protected readonly open = new Set<Promise<unknown>>();
  protected busy = false;
  protected closed: Promise<void> | undefined;

  read(key: Key, options?: OperationOptions): Promise<Value | undefined> {
    return this.perform(() => this.load(key), options?.signal);
  }

  write(key: Key, value: Value, options?: OperationOptions): Promise<void> {
    return this.perform(() => this.save(key, value), options?.signal);
  }

  update(key: Key, updater: Updater<Value>, options?: OperationOptions): Promise<Value> {
    return this.perform(() => this.replace(key, updater), options?.signal);
  }

  close(): Promise<void> {
    return (this.closed ??= this.drain());
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  protected load(key: Key): Value | undefined {
    return this.state.get(key);
  }

  protected save(key: Key, value: Value): void {
    this.state.set(key, value);
  }

  protected async replace(key: Key, updater: Updater<Value>): Promise<Value> {
    const next = await updater(this.load(key));
    this.save(key, next);
    return next;
  }

  /** Keeps the operation among the open ones until it settles. */
  protected perform<Result>(
    operation: () => Result | Promise<Result>,
    signal: AbortSignal | undefined,
  ): Promise<Result> {
    const performed = this.pauseAfter(this.performInTurn(operation, signal));
    this.open.add(performed);
    const forget = (): void => {
      this.open.delete(performed);
    };
    performed.then(forget, forget);
    return performed;
  }

  /** Carries out an operation that takes no turn, for stores with such operations. */
  protected async performAtOnce<Result>(
    operation: () => Result,
    signal: AbortSignal | undefined,
  ): Promise<Result> {
    const perform = async (): Promise<Result> => {
      this.admit(signal);
      return operation();
    };
    return this.pauseAfter(perform());
  }

  /** Delays the answer while the event loop waits for its turn, so that busy clients let it have one. */
  protected async pauseAfter<Result>(performed: Promise<Result>): Promise<Result> {
    try {
      return await performed;
    } finally {
      const pause = turnIfDue();
      if (pause !== undefined) await pause;
    }
  }

  protected async performInTurn<Result>(
    operation: () => Result | Promise<Result>,
    signal: AbortSignal | undefined,
  ): Promise<Result> {
    this.admit(signal);
    await this.takeTurn(signal);
    try {
      return await operation();
    } finally {
      this.passTurn();
    }
  }

  /** Throws if the operation must not be accepted. */
  protected admit(signal: AbortSignal | undefined): void {
    if (this.closed !== undefined) throw new StoreClosedError();
    signal?.throwIfAborted();
  }

  protected takeTurn(signal: AbortSignal | undefined): Promise<void> {
    if (!this.busy) {
      this.busy = true;
      return Promise.resolve();
    }
    return new Promise((resolve, reject) => {
      const waiter: Waiter = {
        begin: () => {
          if (signal !== undefined) this.ignore(signal, abortWaiter);
          resolve();
        },
        reject,
      };
      const abortWaiter = { onAbort: (reason: unknown) => this.cancel(waiter, reason) };
      if (signal !== undefined) this.listen(signal, abortWaiter);
      this.enqueue(waiter);
    });
  }

  protected passTurn(): void {
    const next = this.nextInTurn();
    if (next === undefined) {
      this.busy = false;
      return;
    }
    this.waiting.delete(next);
    next.begin();
  }

  protected enqueue(waiter: Waiter): void {
    this.waiting.add(waiter);
  }

  /** The oldest of those that wait. */
  protected nextInTurn(): Waiter | undefined {
    const [oldest] = this.waiting;
    return oldest;
  }

  protected cancel(waiter: Waiter, reason: unknown): void {
    this.waiting.delete(waiter);
    waiter.reject(reason);
  }

  protected listen(signal: AbortSignal, waiter: AbortWaiter): void {
    addAbortWaiter(signal, waiter);
  }

  protected ignore(signal: AbortSignal, waiter: AbortWaiter): void {
    removeAbortWaiter(signal, waiter);
  }

  /** Resolves when all that was accepted has settled. */
  protected async drain(): Promise<void> {
    await Promise.allSettled(this.open);
    this.state.clear();
  }
}
