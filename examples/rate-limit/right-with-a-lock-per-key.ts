import type { StateStore } from "@sync-strategies/state-store";
import { CUSTOMER, limitOf, type Admit } from "./limiter.ts";

/** A lock in shared memory: from the look to the write, one thread at a time per customer. */
export function limiterOn(passed: StateStore<number, number>): Admit {
  return async () => {
    let admitted = false;
    await passed.update(CUSTOMER, async (seen = 0) => {
      // The other threads run during this await, too, as far as their wait for the lock.
      admitted = seen < (await limitOf(CUSTOMER));
      return admitted ? seen + 1 : seen;
    });
    return admitted;
  };
}
