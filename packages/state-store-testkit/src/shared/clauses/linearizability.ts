import {
  check,
  mergeHistories,
  recordStore,
  renderText,
  type MemberHistory,
  type Operation,
} from "@sync-strategies/linearizability";
import { updatesAtomically } from "../../contract-test.ts";
import { ContractViolation } from "../../expectations.ts";
import { everyAction, type Action, type RandomWorkload } from "../../random-clients.ts";
import {
  isNoControl,
  type SharedContext,
  type SharedContractTest,
} from "../shared-contract-test.ts";
import { clockAt } from "../clock-address.ts";
import { MEMBERS } from "../member-pool.ts";

/** How many random workloads each test runs: the same ones for every store. */
const WORKLOAD_COUNT = 3;

/** In each of the two members. */
const SHAPE = { clientCount: 6, keyCount: 2, operationsPerClient: 40 };

export const linearizability: readonly SharedContractTest[] = [
  {
    name: "what random clients of two threads read and write is linearizable",
    appliesTo: isNoControl,
    run: (context) => expectLinearizable(context, ["read", "write"]),
  },
  {
    name: "updates of random clients of two threads are linearizable, among reads and writes",
    appliesTo: updatesAtomically,
    run: (context) =>
      expectLinearizable(context, ["read", "write", "update", "update", "update that awaits"]),
  },
  {
    name: "everything that random clients of two threads do is linearizable, failing and cancelled operations among it",
    appliesTo: updatesAtomically,
    run: (context) => expectLinearizable(context, everyAction),
  },
];

async function expectLinearizable(
  context: SharedContext,
  actions: readonly Action[],
): Promise<void> {
  const end = context.seed + context.repeated(WORKLOAD_COUNT);
  for (let seed = context.seed; seed < end; seed += 1) {
    const members = await runBoth(context, { ...SHAPE, actions, seed });
    const { history, totalOps } = mergeHistories(members);
    const verdict = check(history, undefined, { totalOps });
    if (verdict.verdict === "linearizable") continue;
    const drawing =
      verdict.verdict === "not-linearizable" ? ["", ...renderText(verdict.witness)] : [];
    const message = [`Not linearizable (seed ${seed}). ${verdict.explanation}`, ...drawing];
    throw new ContractViolation(message.join("\n"));
  }
}

/** What the clients of each member saw, and what the coordinator reads at the end. */
async function runBoth(
  { openState, settlement, newClock, shareNumbers }: SharedContext,
  workload: RandomWorkload,
): Promise<MemberHistory<Operation[]>[]> {
  const { one, other, look } = await openState();
  const clock = newClock();
  const meeting = shareNumbers(MEMBERS);
  const seen = [one, other].map((handle, member) =>
    handle.randomClients<MemberHistory<Operation[]>>({
      workload,
      member,
      members: MEMBERS,
      clock,
      meeting,
    }),
  );
  const ofMembers = await settlement("the random clients of both threads", Promise.all(seen));
  const own = await settlement("the coordinator's handle", look());
  const recording = recordStore(own, { clock: clockAt(clock) });
  const reader = recording.client(MEMBERS * workload.clientCount);
  for (let key = 0; key < workload.keyCount; key += 1) {
    await settlement("the last read", reader.read(key));
  }
  return [...ofMembers, recording.memberHistory()];
}
