import type { Storable } from "@sync-strategies/state-store";
import { broken, type BrokenStore } from "../broken-store.ts";
import { SoundStore } from "../sound-store.ts";

/** Cleans up after an operation that rejects, not after one that completes. */
class ListenerKeptOnCompletion<Key, Value extends Storable> extends SoundStore<Key, Value> {
  protected override async performInTurn<Result>(
    operation: () => Result | Promise<Result>,
    signal: AbortSignal | undefined,
  ): Promise<Result> {
    const listener = createListener();
    if (signal !== undefined) this.listen(signal, listener);
    try {
      return await super.performInTurn(operation, signal);
    } catch (error) {
      if (signal !== undefined) this.ignore(signal, listener);
      throw error;
    }
  }
}

/** Relies on the removal by the operation that gives it its turn, which a cancelled operation never gets. */
class ListenerKeptWhenCancelled<Key, Value extends Storable> extends SoundStore<Key, Value> {
  protected override listen(signal: AbortSignal, listener: () => void): void {
    signal.addEventListener("abort", listener);
  }
}

/** Cleans up after an operation that completes, not after one that rejects. */
class ListenerKeptOnRejection<Key, Value extends Storable> extends SoundStore<Key, Value> {
  protected override async performInTurn<Result>(
    operation: () => Result | Promise<Result>,
    signal: AbortSignal | undefined,
  ): Promise<Result> {
    const listener = createListener();
    if (signal !== undefined) this.listen(signal, listener);
    const result = await super.performInTurn(operation, signal);
    // The missing finally.
    if (signal !== undefined) this.ignore(signal, listener);
    return result;
  }
}

/** A new one each time, since a signal takes the same function only once. */
function createListener(): () => void {
  return () => {};
}

export const brokenAbortListeners: readonly BrokenStore[] = [
  broken(ListenerKeptOnCompletion, {
    id: "listener-kept-on-completion",
    summary: "Leaves its listener on the signal of an operation that completes.",
    caughtBy: [
      "a read leaves no listener on its signal when it completes",
      "a write leaves no listener on its signal when it completes",
      "an update leaves no listener on its signal when it completes",
      "a read leaves no listener on its signal when it completes after it waited",
      "a write leaves no listener on its signal when it completes after it waited",
      "an update leaves no listener on its signal when it completes after it waited",
    ],
  }),
  broken(ListenerKeptWhenCancelled, {
    id: "listener-kept-when-cancelled",
    summary: "Leaves its listener on the signal that cancelled an operation.",
    caughtBy: [
      "a read leaves no listener on its signal when it is cancelled while an updater awaits",
      "a write leaves no listener on its signal when it is cancelled while an updater awaits",
      "an update leaves no listener on its signal when it is cancelled while an updater awaits",
    ],
  }),
  broken(ListenerKeptOnRejection, {
    id: "listener-kept-on-rejection",
    summary: "Leaves its listener on the signal of an operation that rejects.",
    caughtBy: [
      "a read leaves no listener on its signal when it is cancelled at its call",
      "a write leaves no listener on its signal when it is cancelled at its call",
      "an update leaves no listener on its signal when it is cancelled at its call",
      "a read leaves no listener on its signal when the closed store refuses it",
      "a write leaves no listener on its signal when the closed store refuses it",
      "an update leaves no listener on its signal when the closed store refuses it",
      "an update leaves no listener on its signal when its updater fails",
    ],
  }),
];
