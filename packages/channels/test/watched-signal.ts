import { nextTurn } from "@sync-strategies/event-loop";

/** An abort signal that counts its listeners. */
export class WatchedController extends AbortController {
  listeners = 0;

  constructor() {
    super();
    const { signal } = this;
    const add = signal.addEventListener.bind(signal);
    const remove = signal.removeEventListener.bind(signal);
    const listening = new Set<unknown>();
    const settle = (): void => void (this.listeners = listening.size);
    signal.addEventListener = (type: string, listener: never, options?: never): void => {
      listening.add(listener);
      settle();
      add(type, listener, options);
    };
    signal.removeEventListener = (type: string, listener: never, options?: never): void => {
      listening.delete(listener);
      settle();
      remove(type, listener, options);
    };
    add("abort", () => {
      // All listeners here are `once`: the abort has removed them.
      listening.clear();
      settle();
    });
  }
}

/** Whether a promise has settled, and how. */
export async function stateOf(promise: Promise<unknown>): Promise<"pending" | "done" | "failed"> {
  let state: "pending" | "done" | "failed" = "pending";
  promise.then(
    () => (state = "done"),
    () => (state = "failed"),
  );
  await nextTurn();
  return state;
}
