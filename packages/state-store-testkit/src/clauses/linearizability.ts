import { check, renderText } from "@sync-strategies/linearizability";
import {
  always,
  updatesAtomically,
  type ContractContext,
  type ContractTest,
} from "../contract-test.ts";
import { ContractViolation } from "../expectations.ts";
import { everyAction, runRandomClients, type RandomWorkload } from "../random-clients.ts";

/** How many random workloads each test runs: the same ones for every store. */
const WORKLOAD_COUNT = 5;

const FEW_KEYS = { clientCount: 8, keyCount: 2, operationsPerClient: 25 };
const MANY_KEYS = { clientCount: 40, keyCount: 20, operationsPerClient: 15 };

export const linearizability: readonly ContractTest[] = [
  {
    name: "what random clients read and write is linearizable",
    appliesTo: always,
    run: (context) => expectLinearizable(context, { ...FEW_KEYS, actions: ["read", "write"] }),
  },
  {
    name: "reads, writes and cancelled ones of random clients are linearizable",
    appliesTo: always,
    run: (context) =>
      expectLinearizable(context, {
        ...FEW_KEYS,
        actions: ["read", "write", "cancelled read", "cancelled write"],
      }),
  },
  {
    name: "updates of random clients are linearizable, among reads and writes",
    appliesTo: updatesAtomically,
    run: (context) =>
      expectLinearizable(context, { ...FEW_KEYS, actions: ["read", "write", "update", "update"] }),
  },
  {
    name: "updates that await are linearizable, among reads and writes",
    appliesTo: updatesAtomically,
    run: (context) =>
      expectLinearizable(context, {
        ...FEW_KEYS,
        actions: ["read", "write", "update that awaits", "update that awaits"],
      }),
  },
  {
    name: "everything that random clients do is linearizable, failing and cancelled operations among it",
    appliesTo: updatesAtomically,
    run: (context) => expectLinearizable(context, { ...FEW_KEYS, actions: everyAction }),
  },
  {
    name: "everything that many random clients do on many keys is linearizable",
    appliesTo: updatesAtomically,
    run: (context) => expectLinearizable(context, { ...MANY_KEYS, actions: everyAction }),
  },
];

async function expectLinearizable(
  context: ContractContext,
  workload: Omit<RandomWorkload, "seed">,
): Promise<void> {
  const end = context.seed + context.repeated(WORKLOAD_COUNT);
  for (let seed = context.seed; seed < end; seed += 1) {
    const store = await context.createStore<number>();
    const history = await runRandomClients(context, store, { ...workload, seed });
    const verdict = check(history);
    if (verdict.verdict === "linearizable") continue;
    const { explanation } = verdict;
    const drawing =
      verdict.verdict === "not-linearizable" ? ["", ...renderText(verdict.witness)] : [];
    const message = [`Not linearizable (seed ${seed}). ${explanation}`, ...drawing];
    throw new ContractViolation(message.join("\n"));
  }
}
