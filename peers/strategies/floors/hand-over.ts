/**
 * One promise for each request, resolved from an array that a microtask drains: the least that a
 * request, its hand-over to another task and the reply can cost. It is the limit of channels and
 * actors alike.
 *
 * Invariant: `#requests` and `#resolvers` go together, index by index. A microtask that drains
 * them is under way whenever they hold anything.
 */
import type { Storable, Strategy } from "@sync-strategies/state-store";
import { OwnerStore, type Request } from "../../base/owner-store.ts";
import { ownerTask, promisePerRequest } from "../../base/traits.ts";

class HandOverStore<Key, Value extends Storable> extends OwnerStore<Key, Value> {
  #requests: Request<Key, Value>[] = [];
  #resolvers: ((reply: unknown) => void)[] = [];

  protected override ask<Reply>(request: Request<Key, Value>): Promise<Reply> {
    return new Promise<unknown>((resolve) => {
      this.#resolvers.push(resolve);
      if (this.#requests.push(request) === 1) queueMicrotask(this.#drain);
    }) as Promise<Reply>;
  }

  readonly #drain = (): void => {
    // What an updater asks for while this runs is served at the end of the same array.
    for (let index = 0; index < this.#requests.length; index += 1) {
      const reply = this.carryOut(this.#requests[index]!);
      if (reply instanceof Promise) {
        void this.#awaitAndGoOn(index, reply);
        return;
      }
      this.#resolvers[index]!(reply);
      this.answered();
    }
    this.#requests = [];
    this.#resolvers = [];
  };

  async #awaitAndGoOn(index: number, reply: Promise<unknown>): Promise<void> {
    this.#resolvers[index]!(await reply);
    this.answered();
    this.#requests.splice(0, index + 1);
    this.#resolvers.splice(0, index + 1);
    this.#drain();
  }

  protected override end(): void {}
}

const strategy: Strategy = {
  id: "hand-over",
  title: "The limit of any hand-over",
  summary: "An array of requests that a microtask drains: the floor of channels and actors.",
  reply: promisePerRequest,
  traits: ownerTask,
  createStore: <Key, Value extends Storable>() => new HandOverStore<Key, Value>(),
};

export default strategy;
