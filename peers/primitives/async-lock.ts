/** async-lock under one key. It runs functions, and has no acquire. */
import AsyncLock from "async-lock";
import type { Primitives } from "@sync-strategies/primitives";

const primitives: Primitives = {
  id: "async-lock",
  makeExclusive() {
    const lock = new AsyncLock({ maxPending: Infinity });
    return (critical) => lock.acquire("key", critical);
  },
};

export default primitives;
