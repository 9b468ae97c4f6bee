import { nextTurn } from "@sync-strategies/event-loop";
import { always, makesWritersWait } from "../../contract-test.ts";
import { expectSame, expectTrue } from "../../expectations.ts";
import type { SharedContractTest } from "../shared-contract-test.ts";
import { holdInOne, phraseOf } from "./holding.ts";

const operations = ["read", "write", "update"] as const;

export const closing: readonly SharedContractTest[] = [
  {
    name: "a handle that is closed refuses, and the other thread's goes on with the state",
    appliesTo: always,
    run: async ({ openState, settlement, rejection }) => {
      const { one, other } = await openState();
      await settlement("the write", one.write(0, 1).result);
      await settlement("the closing of thread 1's handle", one.close().result);
      for (const name of operations) {
        const reason = await rejection(phraseOf(name), one.call(name, 0, 5).result);
        expectSame(reason, "STORE_CLOSED", `the code that a closed handle rejects with`);
      }
      expectSame(await settlement("the read", other.read(0).result), 1, "what thread 2 reads");
      expectSame(await settlement("the update", other.update(0).result), 2, "what it makes of 1");
      await settlement("the write", other.write(1, 3).result);
      expectSame(await settlement("the read", other.read(1).result), 3, "what it wrote");
    },
  },
  {
    name: "closing a handle does not wait for the other thread",
    appliesTo: always,
    run: async (context) => {
      const { one, other, held } = await holdInOne(context);
      await context.settlement("the closing of thread 2's handle", other.close().result);
      one.decide(held, { does: "add", amount: 1 });
      expectSame(await context.settlement("the update", held.result), 2, "the update of thread 1");
    },
  },
  {
    name: "closing a handle waits for its operations that wait for the other thread",
    appliesTo: makesWritersWait,
    run: async (context) => {
      const { one, other, held } = await holdInOne(context);
      const waiting = other.update(0);
      const closed = other.close();
      await context.turns();
      expectTrue(!closed.hasSettled, "The handle closed while one of its operations waited.");
      one.decide(held, { does: "add", amount: 1 });
      const made = await context.settlement("the update that was accepted", waiting.result);
      expectSame(made, 3, "what the update that was accepted made of 2");
      await context.settlement("the closing of thread 2's handle", closed.result);
      expectSame(await context.settlement("the read", one.read(0).result), 3, "the value");
    },
  },
  {
    name: "a handle may be closed while the other thread works without a pause",
    appliesTo: always,
    run: async ({ openState, newRace, settlement }) => {
      const { one, other } = await openState();
      const race = newRace();
      const busy = settlement("the busy thread", one.beBusy("update", 0, 2, race.address));
      await settlement("updates of thread 2", other.update(0).result);
      await settlement("the closing of thread 2's handle", other.close().result);
      const callsAtClosing = race.calls;
      const outlasted = (async () => {
        while (race.calls < callsAtClosing + A_FEW_CALLS) await nextTurn();
      })();
      await settlement("more operations of thread 1", outlasted);
      race.stop();
      await busy;
    },
  },
];

const A_FEW_CALLS = 100;
