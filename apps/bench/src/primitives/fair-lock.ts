/** The repository's own lock, which makes a promise only for those that wait. */
import { FairLock } from "@sync-strategies/locks";
import type { Lock, Primitives } from "@sync-strategies/primitives";

const primitives: Primitives = {
  id: "FairLock",
  makeLock(): Lock<void> {
    const lock = new FairLock();
    return { acquire: () => lock.acquire(), release: () => lock.release() };
  },
};

export default primitives;
