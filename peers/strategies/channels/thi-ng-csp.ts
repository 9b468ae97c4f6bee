/**
 * @thi.ng/csp: channels that hold at least one value, and a select that only receives.
 *
 * Faults: no channel without a buffer; the first ready channel wins, always in the same order, so
 * that reads can overtake a write without end;
 * selects that overlap on a channel lose wake-ups, and one that finds its value gone reports the
 * channel as closed, so that a channel here has one select and no more; the end of a channel is
 * `undefined`, which cannot be distinguished from a value. It refuses a sender beyond 1024 that wait.
 */
import type { Storable, Strategy } from "@sync-strategies/state-store";
import { channel, select, type Channel } from "@thi.ng/csp";
import { OwnerStore, type Request } from "../../base/owner-store.ts";
import { ownerTask, replyChannel } from "../../base/traits.ts";

/** How many senders the library lets wait on a channel. */
const MAXIMUM_OPEN = 1024;

interface Asked<Key, Value extends Storable> {
  readonly request: Request<Key, Value>;
  readonly reply: Channel<unknown>;
}

class ThiNgCspStore<Key, Value extends Storable> extends OwnerStore<Key, Value> {
  readonly #channels = {
    read: channel<Asked<Key, Value>>(),
    write: channel<Asked<Key, Value>>(),
    update: channel<Asked<Key, Value>>(),
  };

  constructor() {
    super(MAXIMUM_OPEN);
    void this.#own();
  }

  async #own(): Promise<void> {
    const { read, write, update } = this.#channels;
    for (;;) {
      const [asked] = await select(read, write, update);
      if (asked === undefined) return;
      const reply = this.carryOut(asked.request);
      void asked.reply.write(reply instanceof Promise ? await reply : reply);
      this.answered();
    }
  }

  protected override ask<Reply>(request: Request<Key, Value>): Promise<Reply> {
    const reply = channel<unknown>();
    void this.#channels[request.kind].write({ request, reply });
    return reply.read() as Promise<Reply>;
  }

  protected override end(): void {
    this.#channels.read.close();
  }
}

const strategy: Strategy = {
  id: "thi-ng-csp",
  title: "@thi.ng/csp",
  summary: "One task owns the state and selects over channels of requests that hold one value.",
  reply: replyChannel,
  traits: { ...ownerTask, maximumOpen: MAXIMUM_OPEN, lacks: ["bounded-overtaking"] },
  createStore: <Key, Value extends Storable>() => new ThiNgCspStore<Key, Value>(),
};

export default strategy;
