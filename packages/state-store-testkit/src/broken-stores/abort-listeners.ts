import type { AbortWaiter } from "@sync-strategies/event-loop";
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

/** Takes each of its listeners off, and has one for each operation that waits. */
class ListenerPerWaiter<Key, Value extends Storable> extends SoundStore<Key, Value> {
  protected readonly once: boolean = true;
  readonly #listeners = new WeakMap<AbortWaiter, () => void>();

  protected override listen(signal: AbortSignal, waiter: AbortWaiter): void {
    const listener = (): void => waiter.onAbort(signal.reason);
    this.#listeners.set(waiter, listener);
    signal.addEventListener("abort", listener, { once: this.once });
  }

  protected override ignore(signal: AbortSignal, waiter: AbortWaiter): void {
    const listener = this.#listeners.get(waiter);
    if (listener !== undefined) signal.removeEventListener("abort", listener);
  }
}

/** Relies on the removal by the operation that gets its turn, which a cancelled one never does. */
class ListenerKeptWhenCancelled<Key, Value extends Storable> extends ListenerPerWaiter<Key, Value> {
  protected override readonly once = false;
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

/** A new one each time, since a signal has each waiter only once. */
function createListener(): AbortWaiter {
  return { onAbort: () => {} };
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
  broken(ListenerPerWaiter, {
    id: "listener-per-waiter",
    summary: "Has a listener on a signal for each operation that waits with it.",
    caughtBy: [
      "writes that wait with one signal share one listener on it",
      "updates that wait with one signal share one listener on it",
    ],
  }),
  broken(ListenerKeptWhenCancelled, {
    id: "listener-kept-when-cancelled",
    summary: "Leaves its listener on the signal that cancelled an operation.",
    caughtBy: [
      "a read leaves no listener on its signal when it is cancelled while an updater awaits",
      "a write leaves no listener on its signal when it is cancelled while an updater awaits",
      "an update leaves no listener on its signal when it is cancelled while an updater awaits",
      "writes that wait with one signal share one listener on it",
      "updates that wait with one signal share one listener on it",
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
