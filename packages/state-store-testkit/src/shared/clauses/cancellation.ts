import { always, makesWritersWait } from "../../contract-test.ts";
import { expectSame } from "../../expectations.ts";
import type { SharedContractTest } from "../shared-contract-test.ts";
import { holdInOne, phraseOf } from "./holding.ts";

const changes = ["write", "update"] as const;

export const cancellation: readonly SharedContractTest[] = [
  ...changes.map((name): SharedContractTest => ({
    name: `${phraseOf(name)} that waits for the other thread is cancelled at once, with its reason`,
    appliesTo: makesWritersWait,
    run: async (context) => {
      const { one, other, held } = await holdInOne(context);
      const waiting = other.call(name, 0, 5);
      await context.turns();
      other.abort(waiting, "the reason");
      // The updater of thread 1 still awaits.
      const reason = await context.rejection(`${phraseOf(name)} that waits`, waiting.result);
      expectSame(reason, "the reason", "what it rejects with");
      one.decide(held, { does: "add", amount: 1 });
      await context.settlement("the update of thread 1", held.result);
    },
  })),
  ...changes.map((name): SharedContractTest => ({
    name: `${phraseOf(name)} that was cancelled while it waited leaves the next one its turn`,
    appliesTo: makesWritersWait,
    run: async (context) => {
      const { one, other, held } = await holdInOne(context);
      const cancelled = other.call(name, 0, 5);
      await context.turns();
      const next = other.update(0, { does: "add", amount: 10 });
      await context.turns();
      other.abort(cancelled, "the reason");
      await context.rejection(`${phraseOf(name)} that waits`, cancelled.result);
      one.decide(held, { does: "add", amount: 100 });
      await context.settlement("the update of thread 1", held.result);
      const made = await context.settlement("the update behind it", next.result);
      expectSame(made, 111, "what the update behind a cancelled one made of 101");
      const last = await context.settlement("an update of thread 1", one.update(0).result);
      expectSame(last, 112, "what a later update of thread 1 made");
    },
  })),
  {
    name: "a thread whose waiting operations were all cancelled leaves nothing in the others' way",
    appliesTo: always,
    run: async (context) => {
      const { one, other, held } = await holdInOne(context);
      const cancelled = Array.from({ length: 10 }, () => other.hold(0));
      await context.turns();
      for (const each of cancelled) other.abort(each, "the reason");
      // Where they did not wait, they have started, and complete.
      for (const each of cancelled) other.decide(each, { does: "throw", message: "failed" });
      const results = cancelled.map(({ result }) => result);
      await context.settlement("the cancelled updates", Promise.allSettled(results));
      one.decide(held, { does: "add", amount: 1 });
      await context.settlement("the update of thread 1", held.result);
      for (const [key, made] of [
        [0, 3],
        [1, 1],
      ] as const) {
        const value = await context.settlement("a later update", one.update(key).result);
        expectSame(value, made, `what a later update of key ${key} made`);
      }
    },
  },
];
