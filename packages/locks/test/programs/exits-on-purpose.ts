/** Ends by itself while a task waits. */
import { FairLock } from "@sync-strategies/locks";

const lock = new FairLock();
lock.tryAcquire();
void lock.acquire();
process.exit(0);
