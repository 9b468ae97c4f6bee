/**
 * The actor that owns the state: no other code holds a reference to the Map.
 *
 * Operations take effect in the order in which their messages arrived. While an updater awaits,
 * the actor receives no message, so no operation comes between an update's read and its write.
 */
import type { Storable } from "@sync-strategies/state-store";
import { Actor } from "./actor.ts";
import type { StateMessage, UpdateMessage } from "./messages.ts";

export class StateActor<Key, Value extends Storable> extends Actor<StateMessage<Key, Value>> {
  readonly #state = new Map<Key, Value>();

  protected override receive(message: StateMessage<Key, Value>): Promise<void> | undefined {
    message.onStart?.();
    switch (message.kind) {
      case "read":
        message.resolve(this.#state.get(message.key));
        break;
      case "write":
        this.#state.set(message.key, message.value);
        message.resolve();
        break;
      case "update":
        return this.#update(message);
      case "stop":
        this.#state.clear();
        message.resolve();
        break;
    }
    return undefined;
  }

  /** Pauses the actor only for an updater that returns a promise. */
  #update(message: UpdateMessage<Key, Value>): Promise<void> | undefined {
    try {
      const next = message.updater(this.#state.get(message.key));
      if (isPromiseLike(next)) return this.#awaitUpdater(message, next);
      this.#replace(message, next);
    } catch (error) {
      message.reject(error);
    }
    return undefined;
  }

  async #awaitUpdater(message: UpdateMessage<Key, Value>, next: PromiseLike<Value>): Promise<void> {
    try {
      this.#replace(message, await next);
    } catch (error) {
      message.reject(error);
    }
  }

  #replace(message: UpdateMessage<Key, Value>, next: Value): void {
    this.#state.set(message.key, next);
    message.resolve(next);
  }
}

function isPromiseLike<Value>(result: Value | PromiseLike<Value>): result is PromiseLike<Value> {
  return (
    (typeof result === "object" || typeof result === "function") &&
    result !== null &&
    "then" in result &&
    typeof result.then === "function"
  );
}
