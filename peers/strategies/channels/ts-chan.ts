/**
 * ts-chan: Go's channels and its select, with both directions and AbortSignal.
 *
 * Faults: a nil channel is missing; a select waits for promises that its cases race for. It
 * yields to the event loop again and again, so that channels cannot starve timers, and pays for
 * that with most of its speed.
 */
import type { Storable, Strategy } from "@sync-strategies/state-store";
import { Chan, recv, Select } from "ts-chan";
import { OwnerStore, type Request } from "../../base/owner-store.ts";
import { ownerTask, replyChannel } from "../../base/traits.ts";

interface Asked<Key, Value extends Storable> {
  readonly request: Request<Key, Value>;
  readonly reply: Chan<unknown>;
}

class TsChanStore<Key, Value extends Storable> extends OwnerStore<Key, Value> {
  readonly #channels = {
    read: new Chan<Asked<Key, Value>>(),
    write: new Chan<Asked<Key, Value>>(),
    update: new Chan<Asked<Key, Value>>(),
  };

  constructor() {
    super();
    void this.#own();
  }

  async #own(): Promise<void> {
    const { read, write, update } = this.#channels;
    const select = new Select([recv(read), recv(write), recv(update)]);
    for (;;) {
      const chosen = await select.wait();
      const { done, value: asked } = select.recv(select.cases[chosen]);
      if (done === true || asked === undefined) return;
      const reply = this.carryOut(asked.request);
      void asked.reply.send(reply instanceof Promise ? await reply : reply);
    }
  }

  protected override async ask<Reply>(request: Request<Key, Value>): Promise<Reply> {
    const reply = new Chan<Reply>();
    void this.#channels[request.kind].send({ request, reply: reply as Chan<unknown> });
    const { value } = await reply.recv();
    this.answered();
    return value as Reply;
  }

  protected override end(): void {
    this.#channels.read.close();
  }
}

const strategy: Strategy = {
  id: "ts-chan",
  title: "ts-chan",
  summary: "One task owns the state and waits in ts-chan's Select for requests of each kind.",
  reply: replyChannel,
  traits: ownerTask,
  createStore: <Key, Value extends Storable>() => new TsChanStore<Key, Value>(),
};

export default strategy;
