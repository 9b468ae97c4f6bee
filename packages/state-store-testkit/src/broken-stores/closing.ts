import { StoreClosedError, type Storable } from "@sync-strategies/state-store";
import { broken, type BrokenStore } from "../broken-store.ts";
import { SoundStore, type Waiter } from "../sound-store.ts";

class NeverRefuses<Key, Value extends Storable> extends SoundStore<Key, Value> {
  protected override admit(signal: AbortSignal | undefined): void {
    signal?.throwIfAborted();
  }
}

/** Counts as closed only once it has drained. */
class RefusesTooLate<Key, Value extends Storable> extends SoundStore<Key, Value> {
  #draining: Promise<void> | undefined;

  override close(): Promise<void> {
    return (this.#draining ??= this.#drainThenClose());
  }

  async #drainThenClose(): Promise<void> {
    await this.drain();
    this.closed = Promise.resolve();
  }
}

class RefusesWithoutCode<Key, Value extends Storable> extends SoundStore<Key, Value> {
  protected override admit(signal: AbortSignal | undefined): void {
    if (this.closed !== undefined) throw new Error("The store is closed.");
    super.admit(signal);
  }
}

class AbortBeforeRefusal<Key, Value extends Storable> extends SoundStore<Key, Value> {
  protected override admit(signal: AbortSignal | undefined): void {
    signal?.throwIfAborted();
    super.admit(signal);
  }
}

/** Asks whether it is closed when an operation's turn comes, not when it is called. */
class RefusesAtTheTurn<Key, Value extends Storable> extends SoundStore<Key, Value> {
  protected override performInTurn<Result>(
    operation: () => Result | Promise<Result>,
    signal: AbortSignal | undefined,
  ): Promise<Result> {
    return super.performInTurn(() => {
      if (this.closed !== undefined) throw new StoreClosedError();
      return operation();
    }, signal);
  }
}

class AcceptedDropped<Key, Value extends Storable> extends SoundStore<Key, Value> {
  override close(): Promise<void> {
    for (const waiter of this.waiting) this.cancel(waiter, new StoreClosedError());
    return super.close();
  }
}

/** Lets what waits go unanswered: the queue is thrown away. */
class QueueForgotten<Key, Value extends Storable> extends SoundStore<Key, Value> {
  protected override async drain(): Promise<void> {
    this.waiting.clear();
  }
}

class ClosesTooEarly<Key, Value extends Storable> extends SoundStore<Key, Value> {
  protected override async drain(): Promise<void> {
    // The missing wait.
  }
}

/** Waits for those in the queue, not for the one that has its turn. */
class ClosesBeforeTheLastUpdater<Key, Value extends Storable> extends SoundStore<Key, Value> {
  protected override async drain(): Promise<void> {
    while (this.waiting.size > 0) await new Promise((resolve) => setTimeout(resolve, 0));
  }
}

/** Takes the failure of an accepted operation for its own. */
class CloseRejects<Key, Value extends Storable> extends SoundStore<Key, Value> {
  protected override async drain(): Promise<void> {
    await Promise.all(this.open);
  }
}

class SecondCloseRejects<Key, Value extends Storable> extends SoundStore<Key, Value> {
  override close(): Promise<void> {
    return this.closed === undefined ? super.close() : Promise.reject(new StoreClosedError());
  }
}

class SecondCloseTooEarly<Key, Value extends Storable> extends SoundStore<Key, Value> {
  override close(): Promise<void> {
    return this.closed === undefined ? super.close() : Promise.resolve();
  }
}

class DisposalWithoutWait<Key, Value extends Storable> extends SoundStore<Key, Value> {
  override async [Symbol.asyncDispose](): Promise<void> {
    void this.close();
  }
}

/** Waits for the moment when the last operation leaves, which on an idle store never comes. */
class IdleCloseHangs<Key, Value extends Storable> extends SoundStore<Key, Value> {
  #onIdle: () => void = () => {};

  protected override drain(): Promise<void> {
    return new Promise((resolve) => {
      this.#onIdle = resolve;
    });
  }

  protected override passTurn(): void {
    super.passTurn();
    // A turn of the event loop later, so that the last operation has settled.
    if (!this.busy) setTimeout(this.#onIdle, 0);
  }
}

/** Counts down when an operation has had its turn, and so never for a cancelled one. */
class CancelledStillCounted<Key, Value extends Storable> extends SoundStore<Key, Value> {
  readonly #cancelled = new Set<Promise<never>>();

  protected override cancel(waiter: Waiter, reason: unknown): void {
    super.cancel(waiter, reason);
    this.#cancelled.add(new Promise(() => {}));
  }

  protected override async drain(): Promise<void> {
    await super.drain();
    await Promise.all(this.#cancelled);
  }
}

/** Takes its listeners off when it closes: what waits can no longer be cancelled. */
class DeafWhileClosing<Key, Value extends Storable> extends SoundStore<Key, Value> {
  protected override cancel(waiter: Waiter, reason: unknown): void {
    if (this.closed === undefined) super.cancel(waiter, reason);
  }
}

/** Counts an operation from the moment when it begins, a step after its call. */
class ClosesBeforeTheFirstBegins<Key, Value extends Storable> extends SoundStore<Key, Value> {
  readonly #begun = new Set<object>();

  protected override performInTurn<Result>(
    operation: () => Result | Promise<Result>,
    signal: AbortSignal | undefined,
  ): Promise<Result> {
    return super.performInTurn(async () => {
      const begun = {};
      this.#begun.add(begun);
      try {
        return await operation();
      } finally {
        this.#begun.delete(begun);
      }
    }, signal);
  }

  protected override async drain(): Promise<void> {
    if (this.#begun.size > 0 || this.waiting.size > 0) await Promise.allSettled(this.open);
    this.state.clear();
  }
}

class StateClearedAtClose<Key, Value extends Storable> extends SoundStore<Key, Value> {
  protected override drain(): Promise<void> {
    this.state.clear();
    return super.drain();
  }
}

/** Clears the state when the operation is over that has the turn, and not the last that waits. */
class StateClearedTooEarly<Key, Value extends Storable> extends SoundStore<Key, Value> {
  protected override async drain(): Promise<void> {
    const [first] = this.open;
    await Promise.allSettled([first]);
    this.state.clear();
    await super.drain();
  }
}

export const brokenClosing: readonly BrokenStore[] = [
  broken(NeverRefuses, {
    id: "never-refuses",
    summary: "Serves operations that are called after close.",
    caughtBy: [
      "a read called after close is refused as StoreClosedError",
      "a write called after close is refused as StoreClosedError",
      "an update called after close is refused as StoreClosedError",
      "a read is refused while close waits for an updater",
      "a write is refused while close waits for an updater",
      "an update is refused while close waits for an updater",
      "a read refused by a closed store says so even if its signal is aborted",
      "a write refused by a closed store says so even if its signal is aborted",
      "an update refused by a closed store says so even if its signal is aborted",
      "the updater of a refused update is never called",
      "disposing a store closes it",
      "an updater may close its own store, as long as it does not await it",
    ],
  }),
  broken(RefusesTooLate, {
    id: "refuses-too-late",
    summary: "Refuses operations only once it has drained.",
    caughtBy: [
      "a read called after close is refused as StoreClosedError",
      "a write called after close is refused as StoreClosedError",
      "an update called after close is refused as StoreClosedError",
      "a read is refused while close waits for an updater",
      "a write is refused while close waits for an updater",
      "an update is refused while close waits for an updater",
      "the updater of a refused update is never called",
      "disposing a store closes it",
    ],
  }),
  broken(RefusesWithoutCode, {
    id: "refuses-without-code",
    summary: "Refuses with an error that has no code.",
    caughtBy: [
      "a read called after close is refused as StoreClosedError",
      "a write called after close is refused as StoreClosedError",
      "an update called after close is refused as StoreClosedError",
      "a read is refused while close waits for an updater",
      "a write is refused while close waits for an updater",
      "an update is refused while close waits for an updater",
      "a read refused by a closed store says so even if its signal is aborted",
      "a write refused by a closed store says so even if its signal is aborted",
      "an update refused by a closed store says so even if its signal is aborted",
      "disposing a store closes it",
      "an updater may close its own store, as long as it does not await it",
    ],
  }),
  broken(AbortBeforeRefusal, {
    id: "abort-before-refusal",
    summary: "Rejects with the signal's reason where it should refuse.",
    caughtBy: [
      "a read refused by a closed store says so even if its signal is aborted",
      "a write refused by a closed store says so even if its signal is aborted",
      "an update refused by a closed store says so even if its signal is aborted",
    ],
  }),
  broken(RefusesAtTheTurn, {
    id: "refuses-at-the-turn",
    summary: "Refuses operations that were called before close and get their turn after it.",
    caughtBy: [
      "no time limit ends the wait of close for an updater that awaits",
      "a read called just before close completes",
      "a write called just before close completes",
      "an update called just before close completes",
      "close waits for an update that was called just before, on a store that was idle",
      "a read that waits when close is called completes",
      "a write that waits when close is called completes",
      "an update that waits when close is called completes",
      "close drains everything that waits, however much it is",
      "a write that waits may still be cancelled while the store closes",
      "an update that waits may still be cancelled while the store closes",
      "an updater that fails while the store closes keeps nothing from finishing",
    ],
  }),
  broken(AcceptedDropped, {
    id: "accepted-dropped",
    summary: "Refuses operations that it had accepted when it closes.",
    caughtBy: [
      "no time limit ends the wait of close for an updater that awaits",
      "a read that waits when close is called completes",
      "a write that waits when close is called completes",
      "an update that waits when close is called completes",
      "close drains everything that waits, however much it is",
      "a write that waits may still be cancelled while the store closes",
      "an update that waits may still be cancelled while the store closes",
      "an updater that fails while the store closes keeps nothing from finishing",
    ],
  }),
  broken(QueueForgotten, {
    id: "queue-forgotten",
    summary: "Throws the queue away when it closes.",
    caughtBy: [
      "no time limit ends the wait of close for an updater that awaits",
      "close waits for an update that was called just before, on a store that was idle",
      "a read that waits when close is called completes",
      "a write that waits when close is called completes",
      "an update that waits when close is called completes",
      "close resolves only after every accepted operation has settled",
      "close drains everything that waits, however much it is",
      "close may be called again, and resolves when the first call does",
      "disposing a store closes it",
      "a write that waits may still be cancelled while the store closes",
      "an update that waits may still be cancelled while the store closes",
      "an updater that fails while the store closes keeps nothing from finishing",
      "a closed store holds no key and no value",
    ],
  }),
  broken(ClosesTooEarly, {
    id: "closes-too-early",
    summary: "Resolves close before accepted operations have finished.",
    caughtBy: [
      "no time limit ends the wait of close for an updater that awaits",
      "close waits for an update that was called just before, on a store that was idle",
      "close resolves only after every accepted operation has settled",
      "close may be called again, and resolves when the first call does",
      "disposing a store closes it",
      "a closed store holds no key and no value",
    ],
  }),
  broken(ClosesBeforeTheLastUpdater, {
    id: "closes-before-the-last-updater",
    summary: "Resolves close while the last updater still awaits.",
    caughtBy: [
      "close waits for an update that was called just before, on a store that was idle",
      "close may be called again, and resolves when the first call does",
      "disposing a store closes it",
      "a closed store holds no key and no value",
    ],
  }),
  broken(CloseRejects, {
    id: "close-rejects",
    summary: "Rejects close when an accepted operation fails.",
    caughtBy: [
      "close resolves only after every accepted operation has settled",
      "a write that waits may still be cancelled while the store closes",
      "an update that waits may still be cancelled while the store closes",
      "close resolves when all that waited are cancelled",
      "an updater that fails while the store closes keeps nothing from finishing",
      "a closed store holds no key and no value",
    ],
  }),
  broken(SecondCloseRejects, {
    id: "second-close-rejects",
    summary: "Refuses to be closed twice.",
    caughtBy: [
      "close may be called again, and resolves when the first call does",
      "disposing a store closes it",
      "a closed store holds no key and no value",
    ],
  }),
  broken(SecondCloseTooEarly, {
    id: "second-close-too-early",
    summary: "Resolves a second close at once.",
    caughtBy: ["close may be called again, and resolves when the first call does"],
  }),
  broken(DisposalWithoutWait, {
    id: "disposal-without-wait",
    summary: "Does not wait for close when it is disposed of.",
    caughtBy: ["disposing a store closes it"],
  }),
  broken(IdleCloseHangs, {
    id: "idle-close-hangs",
    summary: "Never finishes closing if it is idle.",
    caughtBy: [
      "a read leaves no listener on its signal when the closed store refuses it",
      "a write leaves no listener on its signal when the closed store refuses it",
      "an update leaves no listener on its signal when the closed store refuses it",
      "a read called after close is refused as StoreClosedError",
      "a write called after close is refused as StoreClosedError",
      "an update called after close is refused as StoreClosedError",
      "a read refused by a closed store says so even if its signal is aborted",
      "a write refused by a closed store says so even if its signal is aborted",
      "an update refused by a closed store says so even if its signal is aborted",
      "the updater of a refused update is never called",
      "close of a store that was never used resolves",
      "closing one store does not close another",
      "a key without a value takes no memory once its operations have settled",
      "a closed store holds no key and no value",
    ],
  }),
  broken(CancelledStillCounted, {
    id: "cancelled-still-counted",
    summary: "Never finishes closing if an operation was cancelled.",
    caughtBy: [
      "a write that waits may still be cancelled while the store closes",
      "an update that waits may still be cancelled while the store closes",
      "close resolves when all that waited are cancelled",
      "a key without a value takes no memory once its operations have settled",
    ],
  }),
  broken(DeafWhileClosing, {
    id: "deaf-while-closing",
    summary: "Does not cancel while it closes.",
    caughtBy: [
      "a write that waits may still be cancelled while the store closes",
      "an update that waits may still be cancelled while the store closes",
    ],
  }),
  broken(ClosesBeforeTheFirstBegins, {
    id: "closes-before-the-first-begins",
    summary: "Resolves close although an update was called just before.",
    caughtBy: [
      "a read called just before close completes",
      "an update called just before close completes",
      "close waits for an update that was called just before, on a store that was idle",
    ],
  }),
  broken(StateClearedAtClose, {
    id: "state-cleared-at-close",
    summary: "Clears its state when close is called, under the operations that it had accepted.",
    caughtBy: [
      "a read called just before close completes",
      "an update called just before close completes",
      "a read that waits when close is called completes",
      "an update that waits when close is called completes",
    ],
  }),
  broken(StateClearedTooEarly, {
    id: "state-cleared-too-early",
    summary: "Clears its state while it closes, under the operations that wait.",
    caughtBy: [
      "a read that waits when close is called completes",
      "an update that waits when close is called completes",
      "close drains everything that waits, however much it is",
    ],
  }),
];
