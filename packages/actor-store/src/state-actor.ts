/**
 * The actor that owns the state: no other code holds a reference to the Map.
 *
 * Operations take effect in the order in which their messages arrived. While an updater runs,
 * the actor receives no message, so no operation comes between an update's read and its write.
 */
import type { Storable } from "@sync-strategies/state-store";
import { Actor } from "./actor.ts";
import type { StateMessage, UpdateMessage } from "./messages.ts";

export class StateActor<Key, Value extends Storable> extends Actor<StateMessage<Key, Value>> {
  readonly #state = new Map<Key, Value>();

  protected override receive(message: StateMessage<Key, Value>): Promise<void> | undefined {
    message.cancellation?.end();
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

  async #update({ key, updater, resolve, reject }: UpdateMessage<Key, Value>): Promise<void> {
    try {
      // The actor receives nothing during this await.
      const next = await updater(this.#state.get(key));
      this.#state.set(key, next);
      resolve(next);
    } catch (error) {
      reject(error);
    }
  }
}
