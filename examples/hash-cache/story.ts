import { portOwner } from "@sync-strategies/owner-thread-stores";
import { futexPerKey } from "@sync-strategies/shared-memory-stores";
import type { Example, Log } from "../example.ts";
import { inEveryThread, THREADS, type Input } from "../threads.ts";
import { FILES } from "./files.ts";
import { HashTable } from "./table.ts";
import type { Answers, Cache } from "./questions.ts";

/** Three threads ask for the hashes of four files, and have a cache in common. */
async function ask(log: Log, inputFor: (thread: number) => Input<Cache>): Promise<void> {
  const program = new URL("./questions.ts", import.meta.url);
  const answers = await inEveryThread<Cache, Answers>(program, inputFor);
  const computed = answers.reduce((sum, each) => sum + each.computed, 0);
  const right = answers.reduce((sum, each) => sum + each.right, 0);
  log(`${FILES.length} files: ${computed} hashes computed`);
  log(`${right} of ${THREADS * FILES.length} answers are right`);
  const [wrong] = answers.flatMap((each) => each.wrong).toSorted();
  if (wrong !== undefined) log(`one of the others: ${wrong}`);
}

async function askTable(version: "wrong" | "claimed", log: Log): Promise<void> {
  const table = HashTable.newMemory();
  const arrivals = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);
  await ask(log, () => ({ data: { version, table, arrivals } }));
}

async function askLockedTable(log: Log): Promise<void> {
  const place = { members: THREADS, keys: FILES.length, folder: "" };
  await using state = await futexPerKey.createState(place);
  const table = HashTable.newMemory();
  await ask(log, (thread) => {
    const { address, transfer } = state.addressFor(thread);
    return { data: { version: "lock per key", table, address }, transfer };
  });
}

async function askOwner(log: Log): Promise<void> {
  const place = { members: THREADS, keys: FILES.length, folder: "" };
  await using state = await portOwner.createState(place);
  await ask(log, (thread) => {
    const { address, transfer } = state.addressFor(thread);
    return { data: { version: "owner thread", address }, transfer };
  });
}

export const story: Example = {
  title: "A cache that threads fill",
  versions: {
    wrong: (log) => askTable("wrong", log),
    "wrong, although claimed": (log) => askTable("claimed", log),
    "right, with an owner thread": askOwner,
    "right, with a lock per key": askLockedTable,
  },
};
