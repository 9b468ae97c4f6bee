/** Waits at its top level for a lock that a task never releases, and has a code of its own. */
import { FairLock } from "@sync-strategies/locks";

const lock = new FairLock();
lock.tryAcquire();
process.exitCode = Number(process.argv[2]);
await lock.acquire();
