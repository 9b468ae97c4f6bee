import {
  always,
  makesWritersWait,
  type ContractContext,
  type ContractTest,
} from "../contract-test.ts";
import { expectSame, expectTrue } from "../expectations.ts";
import { holdKey } from "../held-key.ts";
import { changingOperations, forEach, operations, type Method } from "../operations.ts";
import { watchSignal, type WatchedSignal } from "../watched-signal.ts";

/** A way for an operation to end. Resolves when it has. */
interface Ending {
  readonly description: string;
  readonly reach: (
    context: ContractContext,
    operation: Method,
    watched: WatchedSignal,
  ) => Promise<void>;
}

const endings: readonly Ending[] = [
  {
    description: "when it completes",
    reach: async ({ createStore, settlement }, operation, { signal }) => {
      const store = await createStore();
      await settlement(operation.phrase, operation.call(store, "a", 1, { signal }));
    },
  },
  {
    description: "when it completes after it waited",
    reach: async (context, operation, { signal }) => {
      const store = await context.createStore();
      const held = await holdKey(context, store, "a");
      const waiting = operation.call(store, "a", 1, { signal });
      await context.turns();
      held.finish(1);
      await context.settlement(operation.phrase, waiting);
    },
  },
  {
    description: "when it is cancelled at its call",
    reach: async ({ createStore, settlement }, operation, { signal, abort }) => {
      const store = await createStore();
      abort();
      const cancelled = operation.call(store, "a", 1, { signal });
      await settlement(operation.phrase, Promise.allSettled([cancelled]));
    },
  },
  {
    description: "when it is cancelled while an updater awaits",
    reach: async (context, operation, { signal, abort }) => {
      const store = await context.createStore();
      const held = await holdKey(context, store, "a");
      const waiting = operation.call(store, "a", 1, { signal });
      await context.turns();
      abort();
      held.finish(1);
      await context.settlement(operation.phrase, Promise.allSettled([waiting]));
    },
  },
  {
    description: "when the closed store refuses it",
    reach: async ({ createStore, settlement }, operation, { signal }) => {
      const store = await createStore();
      await settlement("the closing", store.close());
      const refused = operation.call(store, "a", 1, { signal });
      await settlement(operation.phrase, Promise.allSettled([refused]));
    },
  },
];

export const abortListeners: readonly ContractTest[] = [
  ...endings.flatMap(({ description, reach }) =>
    operations.map((operation) => ({
      name: `${operation.phrase} leaves no listener on its signal ${description}`,
      appliesTo: always,
      run: async (context: ContractContext) => {
        const watched = watchSignal();
        await reach(context, operation, watched);
        await expectNoListener(context, watched);
      },
    })),
  ),
  {
    name: "an update leaves no listener on its signal when its updater fails",
    appliesTo: always,
    run: async (context) => {
      const { createStore, settlement } = context;
      const store = await createStore();
      const watched = watchSignal();
      const { signal } = watched;
      const throwing = store.update(
        "a",
        () => {
          throw new Error("on purpose");
        },
        { signal },
      );
      await settlement("the update whose updater throws", Promise.allSettled([throwing]));
      const held = await holdKey(context, store, "a", { signal });
      held.fail("on purpose");
      await settlement("the update whose updater rejects", Promise.allSettled([held.update]));
      await expectNoListener(context, watched);
    },
  },
  {
    name: "an update leaves no listener on its signal when that aborts after it started",
    appliesTo: always,
    run: async (context) => {
      const store = await context.createStore();
      const watched = watchSignal();
      const held = await holdKey(context, store, "a", { signal: watched.signal });
      watched.abort();
      held.finish(1);
      await context.settlement("the update", held.update);
      await expectNoListener(context, watched);
    },
  },
  ...forEach(changingOperations, (operation) => ({
    name: `${operation.name}s that wait with one signal share one listener on it`,
    appliesTo: makesWritersWait,
    run: async (context) => {
      const store = await context.createStore();
      const held = await holdKey(context, store, "a");
      const watched = watchSignal();
      const { signal } = watched;
      const waiting = Array.from({ length: WAITER_COUNT }, () =>
        operation.call(store, "a", 2, { signal }),
      );
      await context.turns();
      const count = watched.listenerCount();
      expectTrue(
        count <= 1,
        `${WAITER_COUNT} ${operation.name}s of "a" that wait with one signal have ${count} listeners ` +
          "on it: Node warns from the eleventh on, and each makes the next one slower. One listener " +
          "can serve all of them.",
      );
      watched.abort();
      held.finish(1);
      await context.settlement("the cancelled operations", Promise.allSettled(waiting));
      await expectNoListener(context, watched);
    },
  })),
];

/** As many as every store lets wait. */
const WAITER_COUNT = 1000;

async function expectNoListener(
  { turns }: ContractContext,
  { listenerCount }: WatchedSignal,
): Promise<void> {
  // The operation's last step may still be under way when its promise settles.
  await turns();
  expectSame(listenerCount(), 0, "abort listeners that were left behind");
}
