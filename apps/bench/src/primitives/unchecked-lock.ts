/** The lock that the stores are made of: it makes a promise only for those that wait. */
import { UncheckedLock } from "@sync-strategies/locks";
import type { Lock, Primitives } from "@sync-strategies/primitives";

const primitives: Primitives = {
  id: "UncheckedLock",
  makeLock(): Lock<void> {
    const lock = new UncheckedLock();
    return { acquire: () => lock.acquire(), release: () => lock.release() };
  },
};

export default primitives;
