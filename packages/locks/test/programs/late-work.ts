/** Wakes the task that waits when Node has nothing else to do. */
import { FairLock } from "@sync-strategies/locks";

const lock = new FairLock();
const hold = lock.tryAcquire();
void lock.acquire().then((held) => {
  held.release();
  console.log("done");
});
process.once("beforeExit", () => {
  setImmediate(() => hold?.release());
});
