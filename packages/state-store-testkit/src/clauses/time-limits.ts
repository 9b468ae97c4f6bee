/**
 * An updater may take as long as it likes, and whatever waits for it waits that long. The tests
 * do not: they make time pass at once.
 */
import {
  makesReadersWait,
  makesWritersWait,
  unlessLacking,
  type ContractTest,
} from "../contract-test.ts";
import { expectOneOf, expectSame, expectTrue } from "../expectations.ts";
import { holdKey } from "../held-key.ts";
import { operations } from "../operations.ts";

const hasUnlimitedTime = unlessLacking("unlimited-time");

export const timeLimits: readonly ContractTest[] = [
  {
    name: "no time limit gives a key away while its updater awaits",
    appliesTo: (traits) => makesWritersWait(traits) && hasUnlimitedTime(traits),
    run: async (context) => {
      context.clock.hurry();
      const store = await context.createStore();
      const held = await holdKey(context, store, "a");
      const settled: string[] = [];
      const waiting = operations
        .filter(({ name }) => name !== "read" || makesReadersWait(context.traits))
        .map(async (operation) => {
          await operation.call(store, "a", 2);
          settled.push(operation.phrase);
        });
      const all = Promise.all(waiting);
      all.catch(() => {});
      await context.turns();
      await context.clock.passDays();
      expectTrue(
        settled.length === 0,
        `${settled.join(", ")} of "a" settled while an updater of "a" awaited: that took days, and ` +
          `the store gave its key away.`,
      );
      held.finish(1);
      await context.settlement('the update of "a" that took days', held.update);
      await context.settlement('the operations of "a" that waited for it', all);
    },
  },
  {
    name: "no time limit ends an operation that waits, or an updater that awaits",
    appliesTo: hasUnlimitedTime,
    run: async (context) => {
      context.clock.hurry();
      const store = await context.createStore();
      const held = await holdKey(context, store, "a");
      const waiting = operations.map((operation) => operation.call(store, "a", 2));
      // From now on, since one that a time limit ends rejects before the others are awaited.
      const all = Promise.all(waiting);
      all.catch(() => {});
      await context.turns();
      await context.clock.passDays();
      held.finish(1);
      // An update that was overtaken starts over, and its updater is done by then.
      const value = await context.settlement('the update of "a" that took days', held.update);
      expectSame(value, 1, 'what the update of "a" that took days resolved to');
      await context.settlement('the operations of "a" that waited for it', all);
    },
  },
  {
    name: "no time limit ends the wait of close for an updater that awaits",
    appliesTo: hasUnlimitedTime,
    run: async (context) => {
      context.clock.hurry();
      const store = await context.createStore();
      await context.settlement("the write", store.write("a", 7));
      const held = await holdKey(context, store, "a");
      const read = store.read("a");
      let closed = false;
      const close = async (): Promise<void> => {
        await store.close();
        closed = true;
      };
      const closing = context.settlement("the closing", close());
      await context.clock.passDays();
      expectTrue(!closed, 'close resolved while an updater of "a" awaited, after some days.');
      held.finish(1);
      await context.settlement('the update of "a" that took days', held.update);
      const seen = await context.settlement('a read of "a" called before close', read);
      expectOneOf(seen, [7, 1], 'a read of "a" called before close');
      await closing;
    },
  },
];
