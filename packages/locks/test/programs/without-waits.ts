/** Two tasks take turns, and both end. */
import { FairLock } from "@sync-strategies/locks";

const lock = new FairLock();
await Promise.all([1, 2].map(() => lock.runExclusive(() => Promise.resolve())));
console.log("done");
