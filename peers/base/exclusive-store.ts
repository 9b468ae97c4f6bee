/**
 * A Map, or what serves as one, behind a lock that runs what it is given: for libraries whose lock is no pair of acquire
 * and release, but a function. The lock must be fair, as that of `LockStore`.
 */
import {
  answerInTurn,
  inCallersContext,
  rejectInTurn,
  turnIfDue,
} from "@sync-strategies/event-loop";
import {
  StoreClosedError,
  type OperationOptions,
  type Storable,
  type Updater,
} from "@sync-strategies/state-store";
import { outcomeOf, PeerStore, valueOf, type LockedState } from "./peer-store.ts";

export abstract class ExclusiveStore<Key, Value extends Storable> extends PeerStore<Key, Value> {
  readonly #state: LockedState<Key, Value>;

  constructor(state: LockedState<Key, Value> = new Map()) {
    super();
    this.#state = state;
  }

  /** Resolves to what `critical` returned, which ran while nothing else did. */
  protected abstract run<Result>(critical: () => Result | Promise<Result>): Promise<Result>;

  /** The same, and nothing else runs until the promise that `critical` returned has settled. */
  protected abstract runAwaiting<Result>(critical: () => Promise<Result>): Promise<Result>;

  read(key: Key, options?: OperationOptions): Promise<Value | undefined> {
    return this.#perform(() => answerInTurn(this.#state.get(key)), options?.signal);
  }

  write(key: Key, value: Value, options?: OperationOptions): Promise<void> {
    const critical = (): Promise<void> | undefined => {
      this.#state.set(key, value);
      return turnIfDue();
    };
    return this.#perform(critical, options?.signal);
  }

  update(key: Key, updater: Updater<Value>, options?: OperationOptions): Promise<Value> {
    // The library calls `critical` in its own context, or in that of another caller.
    const bound = inCallersContext(updater);
    const critical = () => outcomeOf(this.#state, key, bound);
    const { signal } = options ?? {};
    if (signal === undefined) {
      if (this.isClosed) return rejectInTurn(new StoreClosedError());
      return this.runAwaiting(critical).then(valueOf);
    }
    return this.startWaiting(signal, async (waiting) => {
      const outcome = await this.runAwaiting(async () =>
        waiting.begin() ? await critical() : undefined,
      );
      // No caller waits for the result of a cancelled operation.
      if (outcome === undefined) throw signal.reason;
      return valueOf(outcome);
    });
  }

  #perform<Result>(
    critical: () => Result | Promise<Result>,
    signal: AbortSignal | undefined,
  ): Promise<Result> {
    if (signal === undefined) {
      return this.isClosed ? rejectInTurn(new StoreClosedError()) : this.run(critical);
    }
    return this.startWaiting(signal, (waiting) =>
      this.run(() => {
        if (!waiting.begin()) throw signal.reason;
        return critical();
      }),
    );
  }

  protected override drain(): Promise<void> {
    return this.run(() => this.#state.clear());
  }
}
