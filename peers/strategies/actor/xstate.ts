/**
 * xstate's lightest actor, a callback. It has no way to ask for a reply, so each event carries a
 * function that resolves its sender's promise.
 *
 * Faults: events are handled on their sender's stack, not taken from a mailbox, so that nothing
 * holds them back while the actor awaits: it must put them aside itself. An error in a handler
 * ends the actor.
 */
import type { Storable, Strategy } from "@sync-strategies/state-store";
import { createActor, fromCallback } from "xstate";
import { OwnerStore, type Request } from "../../base/owner-store.ts";
import { ownerTask, promisePerRequest } from "../../base/traits.ts";

export interface Asked<Key, Value extends Storable> {
  readonly type: "request";
  readonly request: Request<Key, Value>;
  readonly resolve: (reply: unknown) => void;
}

export abstract class XstateStore<Key, Value extends Storable> extends OwnerStore<Key, Value> {
  readonly #aside: Asked<Key, Value>[] = [];
  #isAwaiting = false;

  protected abstract readonly actor: {
    send(event: Asked<Key, Value>): void;
    stop(): void;
  };

  /** What the actor does with an event. */
  protected handle(asked: Asked<Key, Value>): void {
    if (this.#isAwaiting) {
      this.#aside.push(asked);
      return;
    }
    const reply = this.carryOut(asked.request);
    if (reply instanceof Promise) void this.#awaitAndReply(asked, reply);
    else this.#reply(asked, reply);
  }

  #reply({ resolve }: Asked<Key, Value>, reply: unknown): void {
    resolve(reply);
    this.answered();
  }

  async #awaitAndReply(asked: Asked<Key, Value>, reply: Promise<unknown>): Promise<void> {
    this.#isAwaiting = true;
    this.#reply(asked, await reply);
    this.#isAwaiting = false;
    for (const next of this.#aside.splice(0)) this.handle(next);
  }

  protected override ask<Reply>(request: Request<Key, Value>): Promise<Reply> {
    return new Promise<unknown>((resolve) => {
      this.actor.send({ type: "request", request, resolve });
    }) as Promise<Reply>;
  }

  protected override end(): void {
    this.actor.stop();
  }
}

class XstateCallbackStore<Key, Value extends Storable> extends XstateStore<Key, Value> {
  protected override readonly actor = createActor(
    fromCallback<Asked<Key, Value>>(({ receive }) => {
      receive((asked) => this.handle(asked));
    }),
  ).start();
}

const strategy: Strategy = {
  id: "xstate",
  title: "xstate's callback actor",
  summary: "An xstate callback actor owns the state; clients send it events on their own stack.",
  reply: promisePerRequest,
  traits: ownerTask,
  createStore: <Key, Value extends Storable>() => new XstateCallbackStore<Key, Value>(),
};

export default strategy;
