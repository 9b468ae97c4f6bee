/**
 * The contract that every strategy in this repository implements, and all that a caller may
 * rely on. The testkit turns each sentence below into a test.
 *
 * Definitions used throughout:
 * - An operation is one call of `read`, `write` or `update`. It is *accepted* when the call
 *   found the store open; it *waits its turn* until the strategy begins to carry it out; from
 *   that moment it has *started*.
 * - Clients are the concurrent tasks that call the store. There is no limit to their number,
 *   and any of them may have any number of operations open at once.
 */

/**
 * What a key can hold: anything but `undefined`, which means "never written".
 *
 * Values are passed by reference, without a copy. Treat them as immutable: a change that one
 * client makes inside a value is visible to every other client, and no strategy can order it.
 * A promise (or any other thenable) is not a value: awaiting an operation would unwrap it.
 */
export type Storable = NonNullable<unknown> | null;

/**
 * Computes a key's next value from its current one, which is `undefined` if the key was never
 * written. It may await: the store holds the state for it meanwhile.
 *
 * It runs in its caller's asynchronous context, whichever task of the store calls it: an
 * `AsyncLocalStorage` holds in the updater what it held where `update` was called.
 *
 * It must not await an operation of the same store. The store would wait for the updater and
 * the updater for the store: a deadlock that no strategy can resolve.
 */
export type Updater<Value extends Storable> = (
  current: Value | undefined,
) => Value | Promise<Value>;

export interface OperationOptions {
  /**
   * Cancels the operation while it waits its turn: the operation then rejects with
   * `signal.reason` and never takes effect. A signal that is already aborted when the operation
   * is called cancels it at once. An operation that has started is not affected and completes
   * as if there were no signal.
   *
   * However the operation ends, it leaves no listener on the signal. Operations that wait with the
   * same signal share one, so that any number of them may.
   */
  readonly signal?: AbortSignal | undefined;
}

/**
 * A map from keys to values that any number of concurrent tasks may share.
 *
 * **Linearizable**: each operation takes effect at a single moment between its call and the
 * settling of its promise (Herlihy and Wing, *Linearizability*, TOPLAS 1990). So a read called
 * after a write has resolved returns that write's value or a later one, whichever clients called
 * them.
 *
 * **Live**: an operation that is accepted and not cancelled settles once the updaters before it
 * have settled. An updater that throws, or an operation that is cancelled, never blocks another
 * operation. The strategy decides in which order waiting operations get their turn, and overtaking
 * is bounded: however many operations are called later, a waiting operation gets its turn.
 *
 * **Interruptible**: clients that call one operation after another without a pause leave timers,
 * signals and I/O their turn of the event loop.
 *
 * **Frugal**: a key that holds no value takes no memory while no operation of it is open.
 *
 * **Asynchronous**: a method never throws; every failure rejects the promise it returns.
 *
 * Keys are compared as `Map` compares them (SameValueZero).
 */
export interface StateStore<Key, Value extends Storable> extends AsyncDisposable {
  /**
   * Resolves to the value of `key`, or to `undefined` if it was never written.
   *
   * @throws {StoreClosedError} as a rejection, if `close` was called before.
   */
  read(key: Key, options?: OperationOptions): Promise<Value | undefined>;

  /**
   * Replaces the value of `key`. Once the promise resolves, the value is in force.
   *
   * @throws {StoreClosedError} as a rejection, if `close` was called before.
   */
  write(key: Key, value: Value, options?: OperationOptions): Promise<void>;

  /**
   * Replaces the value of `key` by what `updater` computes from it, and resolves to the new value.
   *
   * Reading, computing and replacing are one atomic step, even when the updater awaits: no
   * write and no other update of the same key takes effect in between. The updater runs once,
   * unless the strategy's traits say that it may run more often. It is never called before
   * `update` has returned.
   *
   * If the updater throws or rejects, the value stays unchanged and `update` rejects with the
   * same error.
   *
   * @throws {StoreClosedError} as a rejection, if `close` was called before.
   */
  update(key: Key, updater: Updater<Value>, options?: OperationOptions): Promise<Value>;

  /**
   * Rejects every later operation with {@link StoreClosedError}, lets the operations accepted
   * before finish (or be cancelled), then releases everything that the store holds and resolves.
   * Further calls change nothing and resolve when the first one does.
   *
   * A closed store rejects with this error even if the operation's signal has aborted.
   */
  close(): Promise<void>;

  /** Closes the store: the same as {@link close}. */
  [Symbol.asyncDispose](): Promise<void>;
}
