/**
 * js-csp: core.async for JavaScript. Its processes are generators, its select is `alts`.
 *
 * Faults: the end of a channel is `null`, so a value must travel in a box; a default that is
 * falsy hangs; a process goes on in the next turn of the event loop, even where a peer is ready;
 * a second close and a send on a closed channel go unnoticed. It refuses a sender beyond 1024
 * that wait. No signal.
 */
import type { Storable, Strategy } from "@sync-strategies/state-store";
import { alts, chan, go, putAsync, take, takeAsync, type Channel } from "js-csp";
import { OwnerStore, type Request } from "../../base/owner-store.ts";
import { ownerTask, replyChannel } from "../../base/traits.ts";

/** How many senders the library lets wait on a channel. */
const MAXIMUM_OPEN = 1024;

interface Asked<Key, Value extends Storable> {
  readonly request: Request<Key, Value>;
  readonly reply: Channel<Box<unknown>>;
}

interface Box<Value> {
  readonly value: Value;
}

class JsCspStore<Key, Value extends Storable> extends OwnerStore<Key, Value> {
  readonly #channels = {
    read: chan<Asked<Key, Value>>(),
    write: chan<Asked<Key, Value>>(),
    update: chan<Asked<Key, Value>>(),
  };

  constructor() {
    super(MAXIMUM_OPEN);
    go(() => this.#own());
  }

  *#own(): Generator<unknown, void, unknown> {
    const { read, write, update } = this.#channels;
    for (;;) {
      // What a process is given back depends on what it yielded, which no type can say.
      const { value: asked } = (yield alts([read, write, update])) as Box<Asked<Key, Value> | null>;
      if (asked === null) return;
      const reply = this.carryOut(asked.request);
      const value = reply instanceof Promise ? yield take(channelOf(reply)) : reply;
      putAsync(asked.reply, reply instanceof Promise ? (value as Box<unknown>) : { value });
    }
  }

  protected override ask<Reply>(request: Request<Key, Value>): Promise<Reply> {
    return new Promise((resolve) => {
      const reply = chan<Box<unknown>>();
      putAsync(this.#channels[request.kind], { request, reply });
      takeAsync(reply, (box) => {
        this.answered();
        resolve(box?.value as Reply);
      });
    });
  }

  protected override end(): void {
    this.#channels.read.close();
  }
}

/** A process can wait for channels only. */
function channelOf<Value>(promise: Promise<Value>): Channel<Box<Value>> {
  const channel = chan<Box<Value>>();
  void promise.then((value) => putAsync(channel, { value }));
  return channel;
}

const strategy: Strategy = {
  id: "js-csp",
  title: "js-csp",
  summary: "One process owns the state and waits in alts for requests of each kind.",
  reply: replyChannel,
  traits: { ...ownerTask, maximumOpen: MAXIMUM_OPEN },
  createStore: <Key, Value extends Storable>() => new JsCspStore<Key, Value>(),
};

export default strategy;
