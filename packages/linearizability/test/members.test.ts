/** Real threads and real processes, each with a recorder of its own. */
import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import { expect, test } from "vitest";
import {
  check,
  mergeHistories,
  register,
  SharedEventCounter,
  UNWRITTEN,
  type HistoryColumns,
  type MemberHistory,
} from "@sync-strategies/linearizability";
import type { Order } from "./programs/process.ts";
import type { ThreadData } from "./programs/thread.ts";
import { typeScriptThread } from "./typescript-thread.ts";

type Member = MemberHistory<HistoryColumns>;

/** Processes run from their sources, as the tests do. */
const execArgv = ["--import", "tsx", "--conditions=@sync-strategies/source"];

async function runThreads(capacities: readonly number[], operations: number): Promise<Member[]> {
  const memory = new SharedArrayBuffer(8);
  new Int32Array(memory)[1] = UNWRITTEN;
  const counter = new SharedEventCounter().memory;
  const threads = capacities.map((capacity, client) => {
    const clients = capacities.length;
    const data: ThreadData = { client, clients, operations, capacity, counter, memory };
    const program = new URL("./programs/thread.ts", import.meta.url);
    return new Worker(...typeScriptThread(program, { workerData: data }));
  });
  return Promise.all(
    threads.map(async (thread) => ((await once(thread, "message")) as [Member])[0]),
  );
}

test("what two threads recorded by a shared counter is one history, exactly", async () => {
  const members = await runThreads([1000, 1000], 1000);
  const { history, totalOps, clock } = mergeHistories(members);
  expect(check(history, register(), { totalOps })).toMatchObject({
    verdict: "linearizable",
    checkedOps: 2000,
    totalOps: 2000,
  });
  expect(clock).toEqual({ kind: "counter", name: "shared counter", resolutionNs: 0 });
  // No number was given out twice or left out.
  expect(history.events).toBe(4000);
  expect(Math.max(...members.map((member) => member.history.events))).toBe(4000);
});

test("where the recorder of one thread was full, the history of both ends", async () => {
  const members = await runThreads([1000, 100], 1000);
  const merged = mergeHistories(members);
  expect(merged).toMatchObject({ totalOps: 2000, cutByMember: 1 });
  const { history } = merged;
  const ofFull = history.clients.subarray(0, history.length).filter((client) => client === 1);
  expect(ofFull).toHaveLength(100);
  expect(check(history).verdict).toBe("linearizable");
});

/** A process and the register that answers it. */
class Process {
  readonly #child: ChildProcess;
  readonly #register: { value: number };

  constructor(client: number, shared: { value: number }) {
    const program = fileURLToPath(new URL("./programs/process.ts", import.meta.url));
    this.#child = fork(program, [String(client)], { execArgv, serialization: "advanced" });
    this.#register = shared;
  }

  async read(): Promise<void> {
    await this.#tell({ order: "read" });
    await this.#tell({ order: "answer", value: this.#register.value });
  }

  async write(value: number): Promise<void> {
    await this.#tell({ order: "write", value });
    this.#register.value = value;
    await this.#tell({ order: "answer", value });
  }

  async report(): Promise<Member> {
    const [{ report }] = (await this.#tell({ order: "report" })) as [{ report: Member }];
    return report;
  }

  #tell(order: Order): Promise<unknown[]> {
    const reply = once(this.#child, "message");
    this.#child.send(order);
    return reply;
  }
}

test("what two processes recorded by the monotonic time is one history", async () => {
  const shared = { value: UNWRITTEN };
  const [ada, bob] = [new Process(1, shared), new Process(2, shared)];
  for (let value = 0; value < 100; value += 2) {
    await Promise.all([ada.write(value), bob.read()]);
    await Promise.all([ada.read(), bob.write(value + 1)]);
  }
  const { history, clock } = mergeHistories([await ada.report(), await bob.report()]);
  expect(check(history)).toMatchObject({ verdict: "linearizable", checkedOps: 200 });
  expect(clock).toEqual({ kind: "time", name: "monotonic time", resolutionNs: 200 });
});

test("a stale read is found by the monotonic time of two processes", async () => {
  const shared = { value: UNWRITTEN };
  const [ada, bob] = [new Process(1, shared), new Process(2, { value: 0 })];
  await ada.write(0);
  await bob.read();
  await ada.write(1);
  // Its register was not told.
  await bob.read();
  const { history } = mergeHistories([await ada.report(), await bob.report()]);
  expect(check(history)).toMatchObject({ verdict: "not-linearizable", checkedOps: 4 });
});
