/** async-mutex's Semaphore with one permit: what the strategy `mutex` locks with. */
import { Semaphore } from "async-mutex";
import type { Lock, Primitives } from "@sync-strategies/primitives";

const primitives: Primitives = {
  id: "async-mutex Semaphore",
  makeLock(): Lock<[number, () => void]> {
    const semaphore = new Semaphore(1);
    return { acquire: () => semaphore.acquire(), release: ([, release]) => release() };
  },
};

export default primitives;
