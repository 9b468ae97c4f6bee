import type { Storable } from "@sync-strategies/state-store";
import { broken, type BrokenStore } from "../broken-store.ts";
import { SoundStore } from "../sound-store.ts";

class SynchronousThrow<Key, Value extends Storable> extends SoundStore<Key, Value> {
  protected override perform<Result>(
    operation: () => Result | Promise<Result>,
    signal: AbortSignal | undefined,
  ): Promise<Result> {
    this.admit(signal);
    return super.perform(operation, signal);
  }
}

/** Finds the store idle, and goes ahead before the caller has its promise. */
class UpdaterCalledAtOnce<Key, Value extends Storable> extends SoundStore<Key, Value> {
  protected override async performInTurn<Result>(
    operation: () => Result | Promise<Result>,
    signal: AbortSignal | undefined,
  ): Promise<Result> {
    this.admit(signal);
    if (this.busy) await this.takeTurn(signal);
    this.busy = true;
    try {
      return await operation();
    } finally {
      this.passTurn();
    }
  }
}

/** Checks its argument where a promise is not yet in sight. */
class UpdaterCheckThrows<Key, Value extends Storable> extends SoundStore<Key, Value> {
  override update(...call: Parameters<SoundStore<Key, Value>["update"]>): Promise<Value> {
    if (typeof call[1] !== "function") throw new TypeError("The updater is no function.");
    return super.update(...call);
  }
}

export const brokenAsynchrony: readonly BrokenStore[] = [
  broken(SynchronousThrow, {
    id: "synchronous-throw",
    summary: "Throws where it should return a promise that rejects.",
    caughtBy: [
      "a read never throws: it returns a promise, whatever goes wrong",
      "a write never throws: it returns a promise, whatever goes wrong",
      "an update never throws: it returns a promise, whatever goes wrong",
      "operations that reject, called over and over, leave timers, signals and I/O their turn",
      "a read with an aborted signal is cancelled, with the signal's very reason",
      "a write with an aborted signal is cancelled, with the signal's very reason",
      "an update with an aborted signal is cancelled, with the signal's very reason",
      "a read with an aborted signal does not wait for an updater to be cancelled",
      "a write with an aborted signal does not wait for an updater to be cancelled",
      "an update with an aborted signal does not wait for an updater to be cancelled",
      "an updater is never called if the signal was aborted before",
      "a read leaves no listener on its signal when it is cancelled at its call",
      "a write leaves no listener on its signal when it is cancelled at its call",
      "an update leaves no listener on its signal when it is cancelled at its call",
      "a read leaves no listener on its signal when the closed store refuses it",
      "a write leaves no listener on its signal when the closed store refuses it",
      "an update leaves no listener on its signal when the closed store refuses it",
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
  broken(UpdaterCheckThrows, {
    id: "updater-check-throws",
    summary: "Throws when it is given something else than an updater.",
    caughtBy: [
      "an update whose updater throws, or is no function at all, rejects and never throws",
    ],
  }),
  broken(UpdaterCalledAtOnce, {
    id: "updater-called-at-once",
    summary: "Calls the updater within update when the store is idle.",
    caughtBy: ["an updater is never called before update has returned"],
  }),
];
