import { futexPerKey } from "@sync-strategies/shared-memory-stores";
import type { Example, Log } from "../example.ts";
import { inEveryThread, THREADS, type Input } from "../threads.ts";
import { CUSTOMER, LIMIT } from "./limiter.ts";
import type { Counting } from "./requests.ts";

/** A server of three threads gets 30 requests of a customer, of which ten may pass. */
async function serve(inputFor: (thread: number) => Input<Counting>): Promise<number> {
  const program = new URL("./requests.ts", import.meta.url);
  const passed = await inEveryThread<Counting, number>(program, inputFor);
  return passed.reduce((sum, count) => sum + count, 0);
}

/** With a number in memory that the threads share. */
async function countInMemory(version: "wrong" | "atomic add", log: Log): Promise<void> {
  const counter = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);
  const arrivals = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);
  const passed = await serve(() => ({ data: { version, counter, arrivals } }));
  tell(passed, new Int32Array(counter)[0], log);
}

async function countBehindLock(log: Log): Promise<void> {
  await using state = await futexPerKey.createState({ members: THREADS, keys: 1, folder: "" });
  const passed = await serve((thread) => {
    const { address, transfer } = state.addressFor(thread);
    return { data: { version: "lock per key", address }, transfer };
  });
  await using counts = await futexPerKey.openStore<number, number>(
    state.addressFor(THREADS).address,
  );
  tell(passed, await counts.read(CUSTOMER), log);
}

function tell(passed: number, counter: number | undefined, log: Log): void {
  log(`${passed} requests passed, ${LIMIT} may; the counter says ${counter}`);
}

export const story: Example = {
  title: "A rate limit that threads share",
  versions: {
    wrong: (log) => countInMemory("wrong", log),
    "right, with an atomic add": (log) => countInMemory("atomic add", log),
    "right, with a lock per key": countBehindLock,
  },
};
