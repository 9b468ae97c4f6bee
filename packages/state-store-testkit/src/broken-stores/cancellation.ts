import type { AbortWaiter } from "@sync-strategies/event-loop";
import type { OperationOptions, Storable } from "@sync-strategies/state-store";
import { broken, type BrokenStore } from "../broken-store.ts";
import { optimisticTraits, SoundOptimisticStore } from "../sound-optimistic-store.ts";
import { SoundStore, type Waiter } from "../sound-store.ts";

class SignalIgnored<Key, Value extends Storable> extends SoundStore<Key, Value> {
  protected override performInTurn<Result>(
    operation: () => Result | Promise<Result>,
  ): Promise<Result> {
    return super.performInTurn(operation, undefined);
  }
}

/** Listens for the abort, which a signal that is aborted already does not announce again. */
class AbortedSignalIgnored<Key, Value extends Storable> extends SoundStore<Key, Value> {
  protected override admit(): void {
    super.admit(undefined);
  }
}

/** Takes an options object for one that has a signal. */
class UndefinedSignal<Key, Value extends Storable> extends SoundStore<Key, Value> {
  override write(...call: Parameters<SoundStore<Key, Value>["write"]>): Promise<void> {
    return mistaken(call[2], () => super.write(...call));
  }
  override read(...call: Parameters<SoundStore<Key, Value>["read"]>): Promise<Value | undefined> {
    return mistaken(call[1], () => super.read(...call));
  }
  override update(...call: Parameters<SoundStore<Key, Value>["update"]>): Promise<Value> {
    return mistaken(call[2], () => super.update(...call));
  }
}

async function mistaken<Result>(
  options: OperationOptions | undefined,
  call: () => Promise<Result>,
): Promise<Result> {
  if (options !== undefined && options.signal === undefined) throw new TypeError("No signal.");
  return call();
}

class WrongReason<Key, Value extends Storable> extends SoundStore<Key, Value> {
  protected override admit(signal: AbortSignal | undefined): void {
    super.admit(undefined);
    if (signal?.aborted) throw new Error("The operation was aborted.");
  }

  protected override cancel(waiter: Waiter): void {
    super.cancel(waiter, new Error("The operation was aborted."));
  }
}

/** Gives its own reason where the signal's is not truthy. */
class UntrueReasonReplaced<Key, Value extends Storable> extends SoundStore<Key, Value> {
  protected override admit(signal: AbortSignal | undefined): void {
    super.admit(undefined);
    if (signal?.aborted) throw signal.reason || new Error("The operation was aborted.");
  }

  protected override cancel(waiter: Waiter, reason: unknown): void {
    super.cancel(waiter, reason || new Error("The operation was aborted."));
  }
}

/** Rejects the promise, and leaves the operation in the queue. */
class CancelledOperationHappens<Key, Value extends Storable> extends SoundStore<Key, Value> {
  protected override performInTurn<Result>(
    operation: () => Result | Promise<Result>,
    signal: AbortSignal | undefined,
  ): Promise<Result> {
    if (signal === undefined || signal.aborted) return super.performInTurn(operation, signal);
    let started = false;
    const performed = super.performInTurn(() => {
      started = true;
      return operation();
    }, undefined);
    return unlessAborted(performed, signal, () => !started);
  }
}

class CancelledTooLate<Key, Value extends Storable> extends SoundStore<Key, Value> {
  protected override async performInTurn<Result>(
    operation: () => Result | Promise<Result>,
    signal: AbortSignal | undefined,
  ): Promise<Result> {
    this.admit(undefined);
    // Does not look at the signal until its turn comes.
    await this.takeTurn(undefined);
    try {
      signal?.throwIfAborted();
      return await operation();
    } finally {
      this.passTurn();
    }
  }
}

/** Lets the signal race the operation, whether that has started or not. */
class StartedOperationCancelled<Key, Value extends Storable> extends SoundStore<Key, Value> {
  protected override performInTurn<Result>(
    operation: () => Result | Promise<Result>,
    signal: AbortSignal | undefined,
  ): Promise<Result> {
    const performed = super.performInTurn(operation, signal);
    return signal === undefined ? performed : unlessAborted(performed, signal, () => true);
  }
}

/** Settles as the operation does, or rejects if the signal aborts while `mayCancel` allows it. */
function unlessAborted<Result>(
  performed: Promise<Result>,
  signal: AbortSignal,
  mayCancel: () => boolean,
): Promise<Result> {
  return new Promise((resolve, reject) => {
    const cancel = (): void => {
      if (mayCancel()) reject(signal.reason);
    };
    signal.addEventListener("abort", cancel, { once: true });
    const follow = async (): Promise<void> => {
      try {
        resolve(await performed);
      } catch (error) {
        reject(error);
      }
      signal.removeEventListener("abort", cancel);
    };
    void follow();
  });
}

/** Looks at the signal once more when it has the turn, and throws without passing that on. */
class TurnLostInHandover<Key, Value extends Storable> extends SoundStore<Key, Value> {
  protected override async takeTurn(signal: AbortSignal | undefined): Promise<void> {
    await super.takeTurn(signal);
    signal?.throwIfAborted();
  }
}

/** Rejects those that wait, and forgets to take them out of the queue. */
class TurnGivenToCancelled<Key, Value extends Storable> extends SoundStore<Key, Value> {
  protected override cancel(waiter: Waiter, reason: unknown): void {
    waiter.reject(reason);
  }
}

class WrongWaiterRemoved<Key, Value extends Storable> extends SoundStore<Key, Value> {
  protected override cancel(waiter: Waiter, reason: unknown): void {
    const [oldest = waiter] = this.waiting;
    this.waiting.delete(oldest);
    waiter.reject(reason);
  }
}

/** Can only cancel all that wait, as some locks. */
class EveryWaiterCancelled<Key, Value extends Storable> extends SoundStore<Key, Value> {
  protected override cancel(_waiter: Waiter, reason: unknown): void {
    for (const each of this.waiting) super.cancel(each, reason);
  }
}

/** Keeps one listener per signal, which cancels the operation that came last. */
class OneListenerPerSignal<Key, Value extends Storable> extends SoundStore<Key, Value> {
  readonly #waiters = new WeakMap<AbortSignal, AbortWaiter>();

  protected override listen(signal: AbortSignal, waiter: AbortWaiter): void {
    const previous = this.#waiters.get(signal);
    if (previous !== undefined) this.ignore(signal, previous);
    this.#waiters.set(signal, waiter);
    super.listen(signal, waiter);
  }
}

/** Looks at the signal again whenever it starts over. */
class CancelledBetweenAttempts<Key, Value extends Storable> extends SoundOptimisticStore<
  Key,
  Value
> {
  override update(
    ...[key, updater, options]: Parameters<SoundStore<Key, Value>["update"]>
  ): Promise<Value> {
    let attempts = 0;
    const attempt = (current: Value | undefined): Value | Promise<Value> => {
      attempts += 1;
      if (attempts > 1) options?.signal?.throwIfAborted();
      return updater(current);
    };
    return super.update(key, attempt, options);
  }
}

export const brokenCancellation: readonly BrokenStore[] = [
  broken(SignalIgnored, {
    id: "signal-ignored",
    summary: "Cancels nothing.",
    caughtBy: [
      "a read with an aborted signal is cancelled, with the signal's very reason",
      "a write with an aborted signal is cancelled, with the signal's very reason",
      "an update with an aborted signal is cancelled, with the signal's very reason",
      "a read with an aborted signal does not wait for an updater to be cancelled",
      "a write with an aborted signal does not wait for an updater to be cancelled",
      "an update with an aborted signal does not wait for an updater to be cancelled",
      "an updater is never called if the signal was aborted before",
      "a write that waits is cancelled at once, with the signal's very reason",
      "an update that waits is cancelled at once, with the signal's very reason",
      "a write cancelled while it waited never takes effect",
      "an update cancelled while it waited never takes effect",
      "an updater is never called if its update was cancelled while it waited",
      "a read that is cancelled while an updater awaits rejects at once, unless it has started",
      "cancelling some of those that wait disturbs none of the others",
      "one signal cancels every operation that waits with it, and no other",
      "a write that waits may still be cancelled while the store closes",
      "an update that waits may still be cancelled while the store closes",
      "a key without a value takes no memory once its operations have settled",
    ],
  }),
  broken(AbortedSignalIgnored, {
    id: "aborted-signal-ignored",
    summary: "Overlooks that a signal was aborted before the call.",
    caughtBy: [
      "a read with an aborted signal is cancelled, with the signal's very reason",
      "a write with an aborted signal is cancelled, with the signal's very reason",
      "an update with an aborted signal is cancelled, with the signal's very reason",
      "a read with an aborted signal does not wait for an updater to be cancelled",
      "a write with an aborted signal does not wait for an updater to be cancelled",
      "an update with an aborted signal does not wait for an updater to be cancelled",
      "an updater is never called if the signal was aborted before",
    ],
  }),
  broken(UndefinedSignal, {
    id: "undefined-signal",
    summary: "Requires a signal wherever there are options.",
    caughtBy: [
      "a read with a signal that does not abort is as one without",
      "a write with a signal that does not abort is as one without",
      "an update with a signal that does not abort is as one without",
    ],
  }),
  broken(WrongReason, {
    id: "wrong-reason",
    summary: "Rejects with its own error in place of the signal's reason.",
    caughtBy: [
      "a read with an aborted signal is cancelled, with the signal's very reason",
      "a write with an aborted signal is cancelled, with the signal's very reason",
      "an update with an aborted signal is cancelled, with the signal's very reason",
      "a read with an aborted signal does not wait for an updater to be cancelled",
      "a write with an aborted signal does not wait for an updater to be cancelled",
      "an update with an aborted signal does not wait for an updater to be cancelled",
      "a write that waits is cancelled at once, with the signal's very reason",
      "an update that waits is cancelled at once, with the signal's very reason",
      "a read that is cancelled while an updater awaits rejects at once, unless it has started",
      "a read aborted just as its turn comes is cancelled whole, or completes whole",
      "a write aborted just as its turn comes is cancelled whole, or completes whole",
      "an update aborted just as its turn comes is cancelled whole, or completes whole",
      "cancelling some of those that wait disturbs none of the others",
      "one signal cancels every operation that waits with it, and no other",
      "a write that waits may still be cancelled while the store closes",
      "an update that waits may still be cancelled while the store closes",
      "reads, writes and cancelled ones of random clients are linearizable",
      "everything that random clients do is linearizable, failing and cancelled operations among it",
      "everything that many random clients do on many keys is linearizable",
    ],
  }),
  broken(UntrueReasonReplaced, {
    id: "untrue-reason-replaced",
    summary: "Replaces a reason that is not truthy.",
    caughtBy: [
      "a read with an aborted signal is cancelled, with the signal's very reason",
      "a write with an aborted signal is cancelled, with the signal's very reason",
      "an update with an aborted signal is cancelled, with the signal's very reason",
      "a write that waits is cancelled at once, with the signal's very reason",
      "an update that waits is cancelled at once, with the signal's very reason",
      "cancelling some of those that wait disturbs none of the others",
    ],
  }),
  broken(CancelledOperationHappens, {
    id: "cancelled-operation-happens",
    summary: "Rejects a cancelled operation, and carries it out all the same.",
    caughtBy: [
      "a write cancelled while it waited never takes effect",
      "an update cancelled while it waited never takes effect",
      "an updater is never called if its update was cancelled while it waited",
      "a write aborted right after its call is cancelled whole, or completes whole",
      "an update aborted right after its call is cancelled whole, or completes whole",
      "a write aborted just as its turn comes is cancelled whole, or completes whole",
      "an update aborted just as its turn comes is cancelled whole, or completes whole",
      "cancelling some of those that wait disturbs none of the others",
      "one signal cancels every operation that waits with it, and no other",
      "writes that wait with one signal share one listener on it",
      "updates that wait with one signal share one listener on it",
      "a write that waits may still be cancelled while the store closes",
      "an update that waits may still be cancelled while the store closes",
      "a key without a value takes no memory once its operations have settled",
      "reads, writes and cancelled ones of random clients are linearizable",
      "everything that random clients do is linearizable, failing and cancelled operations among it",
      "everything that many random clients do on many keys is linearizable",
    ],
  }),
  broken(CancelledTooLate, {
    id: "cancelled-too-late",
    summary: "Rejects a cancelled operation only when its turn comes.",
    caughtBy: [
      "a read with an aborted signal does not wait for an updater to be cancelled",
      "a write with an aborted signal does not wait for an updater to be cancelled",
      "an update with an aborted signal does not wait for an updater to be cancelled",
      "a write that waits is cancelled at once, with the signal's very reason",
      "an update that waits is cancelled at once, with the signal's very reason",
      "a read that is cancelled while an updater awaits rejects at once, unless it has started",
      "one signal cancels every operation that waits with it, and no other",
      "a write that waits may still be cancelled while the store closes",
      "an update that waits may still be cancelled while the store closes",
    ],
  }),
  broken(StartedOperationCancelled, {
    id: "started-operation-cancelled",
    summary: "Rejects an operation that has started when its signal aborts.",
    caughtBy: [
      "a write aborted right after its call is cancelled whole, or completes whole",
      "an update aborted right after its call is cancelled whole, or completes whole",
      "a write aborted just as its turn comes is cancelled whole, or completes whole",
      "an update aborted just as its turn comes is cancelled whole, or completes whole",
      "an update that has started is not affected by its signal",
      "an updater that aborts its own signal is not affected",
      "an updater that fails after its signal aborted is told apart by its own error",
      "an update leaves no listener on its signal when that aborts after it started",
      "writes that wait with one signal share one listener on it",
      "updates that wait with one signal share one listener on it",
      "reads, writes and cancelled ones of random clients are linearizable",
      "everything that random clients do is linearizable, failing and cancelled operations among it",
      "everything that many random clients do on many keys is linearizable",
    ],
  }),
  broken(TurnLostInHandover, {
    id: "turn-lost-in-handover",
    summary: "Loses the turn of an operation that is cancelled just as it gets it.",
    caughtBy: [
      "a read aborted right after its call is cancelled whole, or completes whole",
      "a write aborted right after its call is cancelled whole, or completes whole",
      "an update aborted right after its call is cancelled whole, or completes whole",
      "a read aborted just as its turn comes is cancelled whole, or completes whole",
      "a write aborted just as its turn comes is cancelled whole, or completes whole",
      "an update aborted just as its turn comes is cancelled whole, or completes whole",
      "reads, writes and cancelled ones of random clients are linearizable",
      "everything that random clients do is linearizable, failing and cancelled operations among it",
    ],
  }),
  broken(TurnGivenToCancelled, {
    id: "turn-given-to-cancelled",
    summary: "Hands the turn to a cancelled operation, which never passes it on.",
    caughtBy: [
      "a write cancelled while it waited never takes effect",
      "an update cancelled while it waited never takes effect",
      "an updater is never called if its update was cancelled while it waited",
      "a read aborted just as its turn comes is cancelled whole, or completes whole",
      "a write aborted just as its turn comes is cancelled whole, or completes whole",
      "an update aborted just as its turn comes is cancelled whole, or completes whole",
      "cancelling some of those that wait disturbs none of the others",
      "one signal cancels every operation that waits with it, and no other",
      "a read is served after all that waited before it were cancelled",
      "a write is served after all that waited before it were cancelled",
      "an update is served after all that waited before it were cancelled",
      "a write that waits may still be cancelled while the store closes",
      "an update that waits may still be cancelled while the store closes",
      "a key without a value takes no memory once its operations have settled",
      "reads, writes and cancelled ones of random clients are linearizable",
      "everything that random clients do is linearizable, failing and cancelled operations among it",
      "everything that many random clients do on many keys is linearizable",
    ],
  }),
  broken(WrongWaiterRemoved, {
    id: "wrong-waiter-removed",
    summary: "Takes the oldest out of the queue, whichever was cancelled.",
    caughtBy: [
      "cancelling some of those that wait disturbs none of the others",
      "reads, writes and cancelled ones of random clients are linearizable",
      "everything that random clients do is linearizable, failing and cancelled operations among it",
      "everything that many random clients do on many keys is linearizable",
    ],
  }),
  broken(EveryWaiterCancelled, {
    id: "every-waiter-cancelled",
    summary: "Cancels all that wait when one is cancelled.",
    caughtBy: [
      "a read aborted just as its turn comes is cancelled whole, or completes whole",
      "a write aborted just as its turn comes is cancelled whole, or completes whole",
      "an update aborted just as its turn comes is cancelled whole, or completes whole",
      "cancelling some of those that wait disturbs none of the others",
      "one signal cancels every operation that waits with it, and no other",
      "a write that waits may still be cancelled while the store closes",
      "an update that waits may still be cancelled while the store closes",
      "reads, writes and cancelled ones of random clients are linearizable",
      "everything that random clients do is linearizable, failing and cancelled operations among it",
      "everything that many random clients do on many keys is linearizable",
    ],
  }),
  broken(OneListenerPerSignal, {
    id: "one-listener-per-signal",
    summary: "Cancels only one of the operations that share a signal.",
    caughtBy: [
      "one signal cancels every operation that waits with it, and no other",
      "a key without a value takes no memory once its operations have settled",
    ],
  }),
  broken(CancelledBetweenAttempts, {
    id: "cancelled-between-attempts",
    summary: "Cancels an update that has started when it starts over.",
    traits: optimisticTraits,
    caughtBy: ["an update that starts over is not affected by its signal between two attempts"],
  }),
];
