import { always } from "../../contract-test.ts";
import { expectSame } from "../../expectations.ts";
import type { SharedContractTest } from "../shared-contract-test.ts";
import { holdInOne, phraseOf } from "./holding.ts";

const error = "on purpose";

export const failingUpdaters: readonly SharedContractTest[] = [
  {
    name: "an updater that throws at once in one thread leaves the key as it was, and free",
    appliesTo: always,
    run: async ({ openState, settlement, rejection }) => {
      const { one, other } = await openState();
      await settlement("the write", other.write(0, 1).result);
      const failing = one.update(0, { does: "throw", message: error });
      const reason = await rejection("the update whose updater throws", failing.result);
      expectSame(reason, error, "what it rejects with");
      expectSame(await settlement("the read", other.read(0).result), 1, "the value after it");
      expectSame(await settlement("an update", other.update(0).result), 2, "an update after it");
    },
  },
  ...(["read", "write", "update"] as const).map((name): SharedContractTest => ({
    name: `${phraseOf(name)} behind the other thread's updater that fails gets its turn`,
    appliesTo: always,
    run: async (context) => {
      const { one, other, held } = await holdInOne(context);
      const behind = other.call(name, 0, 5);
      await context.turns();
      one.decide(held, { does: "throw", message: error });
      const reason = await context.rejection("the update whose updater throws", held.result);
      expectSame(reason, error, "what it rejects with");
      await context.settlement(`${phraseOf(name)} of thread 2`, behind.result);
      const read = await context.settlement("the read", one.read(0).result);
      expectSame(read, name === "read" ? 1 : 5, "the value at the end");
    },
  })),
];
