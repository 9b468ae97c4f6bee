/** Members that end, by themselves or by force, and what they leave to the others. */
import { always, makesWritersWait } from "../../contract-test.ts";
import { expectOneOf, expectSame, expectTrue } from "../../expectations.ts";
import {
  survivesKill,
  type OpenState,
  type SharedContext,
  type SharedContractTest,
} from "../shared-contract-test.ts";
import type { RemoteMember } from "../remote-member.ts";
import { holdInOne, untilServed } from "./holding.ts";

/** Two ways of ending that give the member no time to tidy up. */
const endings: readonly {
  readonly phrase: string;
  readonly end: (member: RemoteMember) => void;
}[] = [
  {
    phrase: "ends",
    end: (member) => member.exit(),
  },
  { phrase: "is terminated", end: (member) => void member.terminate() },
];

/** Of one change. A thread that looks again and again while it waits has no last one. */
const MOST_ACCESSES = 30;

const letsNothingHold = (traits: SharedContext["traits"]): boolean =>
  traits.survivesKill === false && makesWritersWait(traits);

export const ending: readonly SharedContractTest[] = [
  ...endings.flatMap(({ phrase, end }): SharedContractTest[] => [
    {
      name: `a thread that ${phrase} with nothing open harms no other thread`,
      appliesTo: always,
      run: async (context) => {
        const { one, other } = await context.openState();
        await context.settlement("the write", other.write(0, 1).result);
        end(other.member);
        await context.settlement("thread 2 to end", other.member.ended);
        await expectGoesOn(context, one, 1);
      },
    },
    {
      name: `a thread that ${phrase} while it waits harms no other thread`,
      appliesTo: always,
      run: async (context) => {
        const { one, other, held } = await holdInOne(context);
        // They cannot take effect without their thread: their updaters run there.
        for (let count = 0; count < 3; count += 1) other.hold(0);
        await context.turns();
        end(other.member);
        await context.settlement("thread 2 to end", other.member.ended);
        // An owner that does not know of its end may give it the state, which it then holds.
        await untilServed(context, one);
        one.decide(held, { does: "add", amount: 1 });
        const made = await context.settlement("the update of thread 1", held.result);
        expectSame(made, 2, "what the update of thread 1 made");
        await expectGoesOn(context, one, 2);
      },
    },
  ]),
  {
    name: "a thread that is terminated while its write waits harms no other thread",
    appliesTo: makesWritersWait,
    run: async (context) => {
      const { one, other, held } = await holdInOne(context);
      other.write(0, 50);
      await context.turns();
      void other.member.terminate();
      await context.settlement("thread 2 to end", other.member.ended);
      await untilServed(context, one);
      one.decide(held, { does: "add", amount: 1 });
      await context.settlement("the update of thread 1", held.result);
      // The write may have reached the state, which then owes it its turn.
      const read = await context.settlement("the read", one.read(0).result);
      expectOneOf(read, [2, 50], "the value behind a write whose thread was terminated");
      await context.settlement("an update", one.update(0).result);
    },
  },
  {
    name: "when a thread is terminated while it holds the state, the others go on",
    appliesTo: survivesKill,
    run: async (context) => {
      const { one, other, look, held } = await holdInOne(context);
      const waiting = other.update(0, { does: "add", amount: 10 });
      const own = await context.settlement("the coordinator's handle", look());
      await context.turns();
      void one.member.terminate();
      await context.settlement("thread 1 to end", one.member.ended);
      held.result.catch(() => {});
      const made = await context.settlement("an update of thread 2 that waited", waiting.result);
      expectSame(made, 11, "what it made: a half-done update leaves no trace");
      await expectGoesOn(context, other, 11);
      expectSame(await context.settlement("the read", own.read(0)), 23, "what is left");
    },
  },
  {
    name: "when a thread is terminated in the midst of its operations, the others go on",
    appliesTo: survivesKill,
    run: async (context) => {
      const { one, other } = await context.openState();
      const race = context.newRace();
      one.beBusy("update that awaits", 0, 4, race.address).catch(() => {});
      one.beBusy("update", 1, 4, race.address).catch(() => {});
      await context.settlement("an update of thread 2", other.update(0).result);
      void one.member.terminate();
      await context.settlement("thread 1 to end", one.member.ended);
      for (const key of [0, 1]) {
        await context.settlement(`an update of key ${key}`, other.update(key).result);
        await context.settlement(`a write of key ${key}`, other.write(key, 7).result);
        const read = await context.settlement(`a read of key ${key}`, other.read(key).result);
        expectSame(read, 7, `key ${key}`);
      }
    },
  },
  {
    name: "when a thread is terminated at any of its accesses to shared memory, the others go on",
    appliesTo: survivesKill,
    run: async (context) => {
      for (const name of ["write", "update"] as const) {
        for (let accesses = 0; accesses < MOST_ACCESSES; accesses += 1) {
          if (await isDoneBeforeItEnds(context, name, accesses)) break;
        }
      }
    },
  },
  {
    name: "when a thread is terminated while it holds the state, the others wait and can be cancelled",
    appliesTo: letsNothingHold,
    run: async (context) => {
      const { one, other } = await holdInOne(context);
      const waiting = [other.update(0), other.write(0, 5), other.update(0)];
      await context.turns();
      void one.member.terminate();
      await context.settlement("thread 1 to end", one.member.ended);
      await context.turns();
      waiting.push(other.update(0));
      await context.turns();
      for (const each of waiting) {
        expectTrue(
          !each.hasSettled,
          "An operation went on although the traits say that others wait for a killed member.",
        );
        other.abort(each, "the reason");
        const reason = await context.rejection("an operation that waits", each.result);
        expectSame(reason, "the reason", "what it rejects with");
      }
      await context.settlement("the closing of thread 2's handle", other.close().result);
    },
  },
  {
    name: "when a thread is terminated while it holds one key, the others go on with other keys",
    appliesTo: (traits) => letsNothingHold(traits) && traits.exclusion === "key",
    run: async (context) => {
      const { one, other } = await holdInOne(context);
      const waiting = other.update(0);
      void one.member.terminate();
      await context.settlement("thread 1 to end", one.member.ended);
      for (let value = 1; value <= 3; value += 1) {
        const made = await context.settlement("an update of another key", other.update(1).result);
        expectSame(made, value, "what an update of another key made");
      }
      await context.settlement("a write of another key", other.write(2, 5).result);
      other.abort(waiting, "the reason");
      await context.settlement("the cancelled update", Promise.allSettled([waiting.result]));
    },
  },
  {
    name: "a thread ends by itself when its handle is closed",
    appliesTo: always,
    run: async (context) => {
      const { one, other } = await context.openState();
      await context.settlement("an update of thread 1", one.update(0).result);
      await context.settlement("an update of thread 2", other.update(0).result);
      await context.settlement("the closing of thread 2's handle", other.close().result);
      await other.member.letEnd();
      await context.settlement("thread 2 to end by itself", other.member.ended);
      await expectGoesOn(context, one, 2);
    },
  },
  {
    name: "a thread does not end while one of its operations waits",
    appliesTo: makesWritersWait,
    run: async (context) => {
      const { one, other, held } = await holdInOne(context);
      const waiting = other.update(0);
      await context.turns();
      await other.member.letEnd();
      await nextTurns(context);
      one.decide(held, { does: "add", amount: 1 });
      await context.settlement("the update of thread 1", held.result);
      const made = await context.settlement("an update of thread 2 that waited", waiting.result);
      expectSame(made, 3, "what it made");
    },
  },
  {
    name: "when the state is disposed of, no thread is left of those that it started",
    appliesTo: always,
    run: async (context) => {
      const { one, other, started, dispose } = await context.openState();
      await context.settlement("an update of thread 1", one.update(0).result);
      await context.settlement("an update of thread 2", other.update(0).result);
      const closings = Promise.all([one.close().result, other.close().result]);
      await context.settlement("the closing of both handles", closings);
      await context.settlement("the disposal", dispose());
      const ended = Promise.all(started.map((each) => each.ended));
      await context.settlement("the threads that the state started to end", ended);
    },
  },
  {
    name: "when the state is disposed of, none of its files is open in a thread, and no socket is left",
    appliesTo: always,
    run: async (context) => {
      const { one, other, look, dispose, leftovers } = await context.openState();
      await context.settlement("an update of thread 1", one.update(0).result);
      await context.settlement("an update of thread 2", other.update(0).result);
      await lookOnce(context, look);
      const closings = Promise.all([one.close().result, other.close().result]);
      await context.settlement("the closing of both handles", closings);
      await context.settlement("the disposal", dispose());
      const left = await context.settlement("what is left", leftovers());
      expectSame(left.join(", "), "", "what is left");
    },
  },
  {
    name: "a state can be disposed of although a thread was terminated while it held it",
    appliesTo: always,
    run: async (context) => {
      const { one, other, dispose } = await holdInOne(context);
      void one.member.terminate();
      await context.settlement("thread 1 to end", one.member.ended);
      await context.settlement("the closing of thread 2's handle", other.close().result);
      await context.settlement("the disposal", dispose());
    },
  },
];

/** A separate function, so that nothing holds the coordinator's handle afterwards. */
async function lookOnce({ settlement }: SharedContext, look: OpenState["look"]): Promise<void> {
  const own = await settlement("the coordinator's handle", look());
  await settlement("the coordinator's read", own.read(0));
  await settlement("the closing of the coordinator's handle", own.close());
}

/** The member reads what was left in key 0, and changes it and another key. */
async function expectGoesOn(
  { settlement }: SharedContext,
  handle: OpenState["one"],
  left: number,
): Promise<void> {
  expectSame(await settlement("a read", handle.read(0).result), left, "the value that was left");
  expectSame(await settlement("an update", handle.update(0).result), left + 1, "an update of it");
  await settlement("a write", handle.write(1, 5).result);
  expectSame(await settlement("a read", handle.read(1).result), 5, "what was written");
  const added = handle.update(0, { does: "add", amount: 11 }).result;
  expectSame(await settlement("a last update", added), left + 12, "a last update");
}

/**
 * Terminates a thread after this number of accesses to shared memory in a change, after which the other
 * goes on. Returns whether the change was done before.
 */
async function isDoneBeforeItEnds(
  { openState, settlement }: SharedContext,
  name: "write" | "update",
  accesses: number,
): Promise<boolean> {
  const { one, other } = await openState();
  await settlement("a write of thread 1", one.write(0, 1).result);
  const change = one.stopInTheMidst(name, 0, 2, accesses);
  const isDone = await settlement(
    `the ${name}, or that its thread stops`,
    Promise.race([change.result.then(() => true), change.stopped.then(() => false)]),
  );
  void one.member.terminate();
  await settlement("thread 1 to end", one.member.ended);
  const read = await settlement("a read", other.read(0).result);
  expectOneOf(read, isDone ? [2] : [1, 2], `what a thread that ended during a ${name} left`);
  await settlement("an update", other.update(0).result);
  await settlement("a write", other.write(0, 7).result);
  expectSame(
    await settlement("a read of thread 2", other.read(0).result),
    7,
    "what thread 2 wrote",
  );
  return isDone;
}

/** Time for a member to end that nothing keeps alive: the other one has many turns meanwhile. */
async function nextTurns({ turns }: SharedContext): Promise<void> {
  for (let count = 0; count < 3; count += 1) await turns();
}
