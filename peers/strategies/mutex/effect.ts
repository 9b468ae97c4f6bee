/**
 * effect's Semaphore with one permit. Each operation is an effect that runs in a separate
 * fiber, and a promise is what a caller outside of effect gets from it.
 *
 * Faults: none found in the semaphore. A fiber can be interrupted while it waits, but that is
 * asked of effect's own runtime; signals are served here as with the other locks.
 */
import type { Storable, Strategy } from "@sync-strategies/state-store";
import * as Effect from "effect/Effect";
import * as Semaphore from "effect/Semaphore";
import { ExclusiveStore } from "../../base/exclusive-store.ts";
import { lockHolder, noReply } from "../../base/traits.ts";

class EffectStore<Key, Value extends Storable> extends ExclusiveStore<Key, Value> {
  readonly #semaphore = Semaphore.makeUnsafe(1);

  protected override run<Result>(critical: () => Result | Promise<Result>): Promise<Result> {
    const result = Effect.runPromise(this.#semaphore.withPermit(Effect.sync(critical)));
    // A promise of a promise is a promise of its value.
    return result as Promise<Result>;
  }

  protected override runAwaiting<Result>(critical: () => Promise<Result>): Promise<Result> {
    return Effect.runPromise(this.#semaphore.withPermit(Effect.promise(critical)));
  }
}

const strategy: Strategy = {
  id: "effect",
  title: "effect's Semaphore",
  summary: "effect's Semaphore with one permit around each operation, each in a separate fiber.",
  reply: noReply,
  traits: lockHolder,
  createStore: <Key, Value extends Storable>() => new EffectStore<Key, Value>(),
};

export default strategy;
