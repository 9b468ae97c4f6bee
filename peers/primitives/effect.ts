/** effect's Semaphore with one permit. It runs effects, each in a separate fiber. */
import * as Effect from "effect/Effect";
import * as Semaphore from "effect/Semaphore";
import type { Primitives } from "@sync-strategies/primitives";

const primitives: Primitives = {
  id: "effect Semaphore",
  makeExclusive() {
    const semaphore = Semaphore.makeUnsafe(1);
    return (critical) => Effect.runPromise(semaphore.withPermit(Effect.sync(critical)));
  },
};

export default primitives;
