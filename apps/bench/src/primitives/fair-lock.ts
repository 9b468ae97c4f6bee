/** The repository's lock for programs: each acquisition makes a hold that releases once. */
import { FairLock, type LockHold } from "@sync-strategies/locks";
import type { Lock, Primitives } from "@sync-strategies/primitives";

const primitives: Primitives = {
  id: "FairLock",
  makeLock(): Lock<LockHold> {
    const lock = new FairLock();
    return { acquire: () => lock.acquire(), release: (hold) => hold.release() };
  },
};

export default primitives;
