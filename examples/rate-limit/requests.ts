/** What a thread does in this story: it decides on its requests, one after the other. */
import { futexPerKey } from "@sync-strategies/shared-memory-stores";
import { Rendezvous } from "../rendezvous.ts";
import { THREADS } from "../threads.ts";
import type { Admit } from "./limiter.ts";
import { limiterOn as withLock } from "./right-with-a-lock-per-key.ts";
import { limiterOn as withAdd } from "./right-with-an-atomic-add.ts";
import { limiterOn } from "./wrong.ts";

/** What the threads count in. */
export type Counting =
  | {
      readonly version: "wrong" | "atomic add";
      readonly counter: SharedArrayBuffer;
      readonly arrivals: SharedArrayBuffer;
    }
  | { readonly version: "lock per key"; readonly address: unknown };

const REQUESTS = 10;

/** Resolves to the number of requests that may pass. */
export default async function decideOnRequests(counting: Counting): Promise<number> {
  if (counting.version === "lock per key") {
    await using passed = await futexPerKey.openStore<number, number>(counting.address);
    return await countAdmitted(withLock(passed));
  }
  const counter = new Int32Array(counting.counter);
  if (counting.version === "atomic add") return countAdmitted(withAdd(counter));
  return countAdmitted(limiterOn(counter, new Rendezvous(counting.arrivals, THREADS)));
}

async function countAdmitted(admit: Admit): Promise<number> {
  let admitted = 0;
  for (let request = 0; request < REQUESTS; request += 1) {
    if (await admit()) admitted += 1;
  }
  return admitted;
}
