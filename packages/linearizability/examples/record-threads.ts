import { once } from "node:events";
import { Worker } from "node:worker_threads";
import {
  check,
  mergeHistories,
  register,
  SharedEventCounter,
  type MemberHistory,
  type Operation,
} from "@sync-strategies/linearizability";

const shared = { counter: new SharedEventCounter().memory, memory: new SharedArrayBuffer(8) };
const program = new URL("./recording-thread.ts", import.meta.url);

const members = [1, 2].map(async (client): Promise<MemberHistory<Operation[]>> => {
  const thread = new Worker(program, { workerData: { client, ...shared } });
  const [history] = await once(thread, "message");
  return history;
});

const { history, clock, totalOps } = mergeHistories(await Promise.all(members));
const verdict = check(history, register(0), { totalOps });
console.log(`${verdict.verdict}, in the order of a ${clock.name}`);
if (verdict.verdict === "not-linearizable") console.log(`rule: ${verdict.rule}`);
