/** What one member's updater that awaits means for the operations of the other one. */
import {
  letsOtherKeysPass,
  letsReadersPass,
  letsWritersPass,
  makesOtherKeysWait,
  makesReadersWait,
  makesWritersWait,
  updatesAtomically,
} from "../../contract-test.ts";
import { expectOneOf, expectSame, expectTrue } from "../../expectations.ts";
import type { RemoteOperation } from "../remote-operation.ts";
import type { OpenState, SharedContext, SharedContractTest } from "../shared-contract-test.ts";
import type { RemoteHandle } from "../remote-member.ts";

const changes = ["write", "update"] as const;
const operations = ["read", ...changes] as const;

export const holding: readonly SharedContractTest[] = [
  ...changes.map((name): SharedContractTest => ({
    name: `${phraseOf(name)} waits while the other thread's updater of its key awaits`,
    appliesTo: makesWritersWait,
    run: async (context) => {
      const { one, other, held } = await holdInOne(context);
      const waiting = other.call(name, 0, 5);
      await expectWaits(context, other, waiting, name);
      one.decide(held, { does: "add", amount: 100 });
      const made = await context.settlement("the update of thread 1", held.result);
      expectSame(made, 101, "what the update of thread 1 made of 1");
      await context.settlement(`${phraseOf(name)} of thread 2`, waiting.result);
      const read = await context.settlement("the read", one.read(0).result);
      expectSame(read, 5, `the value after ${phraseOf(name)} that waited`);
    },
  })),
  {
    name: "no write of another thread takes effect between an updater's call and its result",
    appliesTo: updatesAtomically,
    run: async (context) => {
      const { one, other, held } = await holdInOne(context);
      const writes = [5, 6, 7].map((value) => other.write(0, value));
      await untilServed(context, other);
      one.decide(held, { does: "add", amount: 100 });
      const made = await context.settlement("the update of thread 1", held.result);
      const results = writes.map(({ result }) => result);
      await context.settlement("the writes of thread 2", Promise.all(results));
      const read = await context.settlement("the read", other.read(0).result);
      // The update comes first, last, or between two writes.
      if (made === 101) expectOneOf(read, [5, 6, 7], "the value after an update and three writes");
      else expectOneOf(made, [105, 106, 107], "what an update made of a value of thread 2");
    },
  },
  ...changes.map((name): SharedContractTest => ({
    name: `${phraseOf(name)} passes the other thread's updater of its key that awaits`,
    appliesTo: letsWritersPass,
    run: async (context) => {
      const { one, other, held } = await holdInOne(context);
      await context.settlement(`${phraseOf(name)} of thread 2`, other.call(name, 0, 5).result);
      const early = await context.settlement("the read", one.read(0).result);
      if (updatesAtomically(context.traits)) {
        expectSame(early, 5, "what thread 1 reads while its updater awaits");
      }
      one.decide(held, { does: "add", amount: 100 });
      const made = await context.settlement("the update of thread 1", held.result);
      if (!updatesAtomically(context.traits)) return;
      expectSame(made, 105, "what the update made that was overtaken by 5");
    },
  })),
  {
    name: "a read passes the other thread's updater that awaits, and returns the value before it",
    appliesTo: letsReadersPass,
    run: async (context) => {
      const { one, other, held } = await holdInOne(context);
      const early = await context.settlement("a read of thread 2", other.read(0).result);
      expectSame(early, 1, "what thread 2 reads while an updater of thread 1 awaits");
      one.decide(held, { does: "add", amount: 1 });
      await context.settlement("the update of thread 1", held.result);
      const late = await context.settlement("a read after it", other.read(0).result);
      expectSame(late, 2, "what thread 2 reads after it");
    },
  },
  {
    name: "a read waits while the other thread's updater of its key awaits",
    appliesTo: makesReadersWait,
    run: async (context) => {
      const { one, other, held } = await holdInOne(context);
      const waiting = other.read(0);
      await expectWaits(context, other, waiting, "read");
      one.decide(held, { does: "add", amount: 1 });
      const read = await context.settlement("a read of thread 2", waiting.result);
      expectSame(read, 2, "what thread 2 reads behind an updater of thread 1");
    },
  },
  ...operations.map((name): SharedContractTest => ({
    name: `${phraseOf(name)} passes the other thread's updater of another key that awaits`,
    appliesTo: letsOtherKeysPass,
    run: async (context) => {
      const { one, other, held } = await holdInOne(context);
      const passing = other.call(name, 1, 5);
      await context.settlement(`${phraseOf(name)} of another key`, passing.result);
      one.decide(held, { does: "add", amount: 1 });
      await context.settlement("the update of thread 1", held.result);
    },
  })),
  ...operations.map((name): SharedContractTest => ({
    name: `${phraseOf(name)} waits while the other thread's updater of another key awaits`,
    appliesTo: (traits) =>
      makesOtherKeysWait(traits) && (name !== "read" || makesReadersWait(traits)),
    run: async (context) => {
      const { one, other, held } = await holdInOne(context);
      const waiting = other.call(name, 1, 5);
      await expectWaits(context, other, waiting, name);
      one.decide(held, { does: "add", amount: 1 });
      await context.settlement(`${phraseOf(name)} of another key`, waiting.result);
    },
  })),
];

interface HeldState extends OpenState {
  readonly held: RemoteOperation;
}

/** A state whose key 0 is 1, while an updater of thread 1 awaits. */
export async function holdInOne({ openState, settlement }: SharedContext): Promise<HeldState> {
  const state = await openState();
  await settlement("the first write", state.one.write(0, 1).result);
  const held = state.one.hold(0);
  await settlement("an updater of thread 1 to be called", held.called);
  return { ...state, held };
}

export function phraseOf(name: (typeof operations)[number]): string {
  return name === "update" ? "an update" : `a ${name}`;
}

/** More than one: what an owner is asked and what else it learns may come by different ways. */
const TRIPS = 4;

/**
 * Time for whatever serves the state to carry out what it can, and to learn what it may, however busy
 * the machine is: updates that are called and cancelled take the same way there.
 */
async function thereAndBack(
  { settlement, turns }: SharedContext,
  handle: RemoteHandle,
): Promise<void> {
  for (let trip = 0; trip < TRIPS; trip += 1) {
    await turns();
    const sent = handle.update(0, { does: "throw", message: "it was not cancelled" });
    handle.abort(sent, "the reason");
    await settlement("a cancelled update", Promise.allSettled([sent.result]));
  }
}

/**
 * Time for the state to carry out what this member has asked of it, and to learn which members have
 * ended: an owner does so when it gets to it, and without one the members do it themselves.
 */
export function untilServed(context: SharedContext, handle: RemoteHandle): Promise<void> {
  return context.traits.access === "owner-task" ? thereAndBack(context, handle) : context.turns();
}

async function expectWaits(
  context: SharedContext,
  handle: RemoteHandle,
  waiting: RemoteOperation,
  name: (typeof operations)[number],
): Promise<void> {
  await thereAndBack(context, handle);
  expectTrue(
    !waiting.hasSettled,
    `${phraseOf(name)} of thread 2 did not wait for an updater of thread 1, although the traits ` +
      "say that it does.",
  );
}
