/**
 * The channels of goscript's runtime, which Go programs translated to TypeScript run on. Used as
 * its compiler uses them: a list of cases for each select, a reply channel for each request.
 *
 * Faults: plain receives overtake selects that waited earlier, as the two wait in separate queues; a
 * select makes an AbortController, a closure and a promise a case; queues are arrays that are
 * shifted. No signal, no time limit.
 */
import type { Storable, Strategy } from "@sync-strategies/state-store";
import { makeChannel, selectStatement, type Channel } from "goscript/gs/builtin";
import { OwnerStore, type Request } from "../../base/owner-store.ts";
import { ownerTask, replyChannel } from "../../base/traits.ts";

interface Asked<Key, Value extends Storable> {
  readonly request: Request<Key, Value>;
  readonly reply: Channel<unknown>;
}

class GoscriptStore<Key, Value extends Storable> extends OwnerStore<Key, Value> {
  readonly #channels = {
    read: makeChannel<Asked<Key, Value> | null>(0, null),
    write: makeChannel<Asked<Key, Value> | null>(0, null),
    update: makeChannel<Asked<Key, Value> | null>(0, null),
  };

  constructor() {
    super();
    void this.#own();
  }

  async #own(): Promise<void> {
    const onSelected = async ({ value: asked }: { value: Asked<Key, Value> | null }) => {
      // A handler that returns something ends the function around its select.
      if (asked === null) return true;
      const reply = this.carryOut(asked.request);
      void asked.reply.send(reply instanceof Promise ? await reply : reply);
      this.answered();
      return undefined;
    };
    const { read, write, update } = this.#channels;
    const cases = [read, write, update].map((channel, id) => ({
      id,
      isSend: false,
      channel,
      onSelected,
    }));
    for (;;) {
      const [hasReturned] = await selectStatement(cases);
      if (hasReturned) return;
    }
  }

  protected override ask<Reply>(request: Request<Key, Value>): Promise<Reply> {
    const reply = makeChannel<unknown>(0, undefined);
    void this.#channels[request.kind].send({ request, reply });
    return reply.receive() as Promise<Reply>;
  }

  protected override end(): void {
    this.#channels.read.close();
  }
}

const strategy: Strategy = {
  id: "goscript",
  title: "goscript's runtime",
  summary: "One task owns the state and runs goscript's select over channels of requests.",
  reply: replyChannel,
  traits: ownerTask,
  createStore: <Key, Value extends Storable>() => new GoscriptStore<Key, Value>(),
};

export default strategy;
