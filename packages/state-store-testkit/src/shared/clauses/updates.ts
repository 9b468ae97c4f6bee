import { updatesAtomically } from "../../contract-test.ts";
import { ContractViolation, expectSame } from "../../expectations.ts";
import { MEMBERS } from "../member-pool.ts";
import type { Hold } from "../orders.ts";
import type { OpenState, SharedContext, SharedContractTest } from "../shared-contract-test.ts";

/** How many increments of each member meet those of the other, by what comes between. */
const holds: readonly {
  readonly hold: Hold;
  readonly clients: number;
  readonly perClient: number;
}[] = [
  { hold: "nothing", clients: 4, perClient: 400 },
  { hold: "a microtask", clients: 4, perClient: 250 },
  { hold: "a turn of the event loop", clients: 4, perClient: 25 },
];

/**
 * Members meet only while both have a processor, and what only real parallelism breaks shows only
 * then. So rounds are repeated, at most this often, until the processors have worked on them for a
 * while: a slow store has few rounds, and a busy machine as many as an idle one. The verdict on a
 * right store depends on neither.
 */
const MAXIMUM_ROUNDS = 60;
const MINIMUM_ROUNDS = 3;
const ENOUGH_PROCESSOR_MS = 600;

/** Enough for a control to read what is stale. */
const MAXIMUM_READS = 5000;

export const updates: readonly SharedContractTest[] = [
  ...holds.map(({ hold, clients, perClient }): SharedContractTest => ({
    name:
      hold === "nothing"
        ? "no update of two threads is lost when updaters do not await"
        : `no update of two threads is lost when updaters await ${hold}`,
    appliesTo: updatesAtomically,
    run: async (context) => {
      const state = await context.openState();
      const before = await context.processorMs();
      for (let round = 0; round < MAXIMUM_ROUNDS; round += 1) {
        const spentMs = (await context.processorMs()) - before;
        if (round >= MINIMUM_ROUNDS && spentMs > ENOUGH_PROCESSOR_MS) return;
        const work = { key: round, hold, clients, perClient: context.repeated(perClient) };
        await expectNoneLost(context, state, work);
      }
    },
  })),
  {
    name: "a control loses updates of two threads, or reads what is stale",
    appliesTo: (traits) => !updatesAtomically(traits),
    run: async ({ openState, settlement }) => {
      const { one, other } = await openState();
      const held = one.hold(0);
      await settlement("an updater of thread 1 to be called", held.called);
      await settlement("an update of thread 2", other.update(0).result);
      one.decide(held, { does: "add", amount: 1 });
      await settlement("the update of thread 1", held.result);
      const read = await settlement("the read", other.read(0).result);
      if (read === 1) return;
      for (let value = 1; value <= MAXIMUM_READS; value += 1) {
        await settlement("the write", one.write(1, value).result);
        if ((await settlement("the read", other.read(1).result)) !== value) return;
      }
      throw new ContractViolation(
        "Two increments were both kept, and whatever thread 1 wrote, thread 2 read at once.",
      );
    },
  },
];

async function expectNoneLost(
  { settlement, shareNumbers }: SharedContext,
  { one, other }: OpenState,
  work: {
    readonly key: number;
    readonly hold: Hold;
    readonly clients: number;
    readonly perClient: number;
  },
): Promise<void> {
  const meeting = shareNumbers(MEMBERS);
  const both = [one, other].map((handle, member) =>
    handle.increments({ ...work, member, meeting }),
  );
  const made = (await settlement("the increments of both threads", Promise.all(both))).flat();
  const total = made.length;
  const read = await settlement("the read", one.read(work.key).result);
  expectSame(read, total, `the value after ${total} increments of two threads`);
  expectSame(new Set(made).size, total, `different results of ${total} increments`);
}
