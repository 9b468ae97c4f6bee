/**
 * nact: actors with a mailbox, supervision and `query`, its way to ask and wait for the reply.
 *
 * Faults: the mailbox is unbounded; each query makes a timer, an id and an entry in a map, and
 * fails after 24.8 days at the latest, the longest time that a timer knows; each message waits for
 * a turn of the event loop.
 */
import type { Storable, Strategy } from "@sync-strategies/state-store";
import { dispatch, query, spawnStateless, start, stop, type Ref } from "nact";
import { OwnerStore, type Request } from "../../base/owner-store.ts";
import { ownerTask } from "../../base/traits.ts";

/** A query needs a limit; this is the longest that a timer knows, in milliseconds. */
const LONGEST_MS = 2 ** 31 - 1;

interface Asked<Key, Value extends Storable> {
  readonly request: Request<Key, Value>;
  readonly replyTo: Ref<unknown>;
}

class NactStore<Key, Value extends Storable> extends OwnerStore<Key, Value> {
  readonly #system = start();
  readonly #actor: Ref<Asked<Key, Value>> = spawnStateless(
    this.#system,
    (asked: Asked<Key, Value>) => {
      const reply = this.carryOut(asked.request);
      if (reply instanceof Promise) return reply.then((late) => this.#reply(asked, late));
      return this.#reply(asked, reply);
    },
  );

  #reply({ replyTo }: Asked<Key, Value>, reply: unknown): void {
    dispatch(replyTo, reply);
    this.answered();
  }

  protected override ask<Reply>(request: Request<Key, Value>): Promise<Reply> {
    return query(
      this.#actor,
      (replyTo: Ref<unknown>) => ({ request, replyTo }),
      LONGEST_MS,
    ) as Promise<Reply>;
  }

  protected override end(): void {
    stop(this.#system);
  }
}

const strategy: Strategy = {
  id: "nact",
  title: "nact",
  summary: "A nact actor owns the state; clients query it and await its reply.",
  reply: "nact's query: a temporary actor and a timer for each request",
  traits: { ...ownerTask, lacks: ["unlimited-time"] },
  createStore: <Key, Value extends Storable>() => new NactStore<Key, Value>(),
};

export default strategy;
