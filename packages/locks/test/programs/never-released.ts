/** Forgets to release a lock for which another task waits. */
import { FairLock } from "@sync-strategies/locks";

const lock = new FairLock();

async function forgetful(): Promise<void> {
  await lock.acquire();
}

async function patient(): Promise<void> {
  await lock.acquire();
}

await forgetful();
void patient();
