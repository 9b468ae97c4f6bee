/** Threads that end, by themselves or by force, and what they leave to the others. */
import { always, makesWritersWait } from "../../contract-test.ts";
import { expectOneOf, expectSame, expectTrue } from "../../expectations.ts";
import {
  survivesKill,
  type OpenState,
  type SharedContext,
  type SharedContractTest,
} from "../shared-contract-test.ts";
import type { Thread } from "../thread.ts";
import { Race } from "../thread-clients.ts";
import { holdInOne } from "./holding.ts";

/** Two ways of ending that give the thread no time to tidy up. */
const endings: readonly { readonly phrase: string; readonly end: (thread: Thread) => void }[] = [
  {
    phrase: "ends",
    end: (thread) => thread.exit(),
  },
  { phrase: "is terminated", end: (thread) => void thread.terminate() },
];

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
        end(other.thread);
        await context.settlement("thread 2 to end", other.thread.ended);
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
        end(other.thread);
        await context.settlement("thread 2 to end", other.thread.ended);
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
      void other.thread.terminate();
      await context.settlement("thread 2 to end", other.thread.ended);
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
      void one.thread.terminate();
      await context.settlement("thread 1 to end", one.thread.ended);
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
      const race = new Race();
      one.beBusy("update that awaits", 0, 4, race.memory).catch(() => {});
      one.beBusy("update", 1, 4, race.memory).catch(() => {});
      await context.settlement("an update of thread 2", other.update(0).result);
      void one.thread.terminate();
      await context.settlement("thread 1 to end", one.thread.ended);
      for (const key of [0, 1]) {
        await context.settlement(`an update of key ${key}`, other.update(key).result);
        await context.settlement(`a write of key ${key}`, other.write(key, 7).result);
        const read = await context.settlement(`a read of key ${key}`, other.read(key).result);
        expectSame(read, 7, `key ${key}`);
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
      void one.thread.terminate();
      await context.settlement("thread 1 to end", one.thread.ended);
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
      void one.thread.terminate();
      await context.settlement("thread 1 to end", one.thread.ended);
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
      await context.settlement(
        "updates",
        Promise.all([one.update(0).result, other.update(0).result]),
      );
      await context.settlement("the closing of thread 2's handle", other.close().result);
      await other.thread.letEnd();
      await context.settlement("thread 2 to end by itself", other.thread.ended);
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
      await other.thread.letEnd();
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
      await context.settlement(
        "updates",
        Promise.all([one.update(0).result, other.update(0).result]),
      );
      const closings = Promise.all([one.close().result, other.close().result]);
      await context.settlement("the closing of both handles", closings);
      const ended = started.map(
        (worker) => new Promise<void>((resolve) => worker.once("exit", () => resolve())),
      );
      await context.settlement("the disposal", dispose());
      await context.settlement("the threads that the state started to end", Promise.all(ended));
    },
  },
  {
    name: "a state can be disposed of although a thread was terminated while it held it",
    appliesTo: always,
    run: async (context) => {
      const { one, other, dispose } = await holdInOne(context);
      void one.thread.terminate();
      await context.settlement("thread 1 to end", one.thread.ended);
      await context.settlement("the closing of thread 2's handle", other.close().result);
      await context.settlement("the disposal", dispose());
    },
  },
];

/** The thread reads what was left in key 0, and changes it and another key. */
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

/** Time for a thread to end that nothing keeps alive: the other one has many turns meanwhile. */
async function nextTurns({ turns }: SharedContext): Promise<void> {
  for (let count = 0; count < 3; count += 1) await turns();
}
