import {
  always,
  makesWritersWait,
  runsUpdaterOnce,
  startsOver,
  type ContractContext,
  type ContractTest,
} from "../contract-test.ts";
import { defer } from "../deferred.ts";
import { expectSame, show } from "../expectations.ts";
import { holdKey } from "../held-key.ts";
import { changingOperations, forEach, operations } from "../operations.ts";

/** A reason may be any value. Left out, the platform makes one, and that one counts. */
const reasons: readonly unknown[] = [
  undefined,
  null,
  false,
  0,
  "",
  "text",
  new Error("cancelled"),
  { code: "CUSTOM" },
];

/** More microtasks than an in-process store takes to hand a turn from one client to the next. */
const HANDOVER_MICROTASKS = 16;

export const cancellation: readonly ContractTest[] = [
  ...forEach(operations, (operation) => ({
    name: `${operation.phrase} with an aborted signal is cancelled, with the signal's very reason`,
    appliesTo: always,
    run: async ({ createStore, settlement, rejection, turns }) => {
      const store = await createStore();
      await settlement("the write", store.write("a", 1));
      for (const reason of reasons) {
        const signal = AbortSignal.abort(reason);
        const cancelled = operation.call(store, "a", 2, { signal });
        const seen = await rejection(`${operation.phrase} with an aborted signal`, cancelled);
        expectSame(seen, signal.reason, `${operation.phrase} aborted with ${show(reason)}`);
      }
      await turns();
      expectSame(await settlement("the read", store.read("a")), 1, "the value after all of them");
    },
  })),
  ...forEach(operations, (operation) => ({
    name: `${operation.phrase} with an aborted signal does not wait for an updater to be cancelled`,
    appliesTo: always,
    run: async (context) => {
      const store = await context.createStore();
      const held = await holdKey(context, store, "a");
      const cancelled = operation.call(store, "a", 2, { signal: AbortSignal.abort("the reason") });
      const reason = await context.rejection(
        `${operation.phrase} while an updater awaits`,
        cancelled,
      );
      expectSame(reason, "the reason", "what it rejects with");
      held.finish(1);
      expectSame(await context.settlement("the update", held.update), 1, "the update");
    },
  })),
  {
    name: "an updater is never called if the signal was aborted before",
    appliesTo: always,
    run: async ({ createStore, rejection, turns }) => {
      const store = await createStore();
      let calls = 0;
      const signal = AbortSignal.abort();
      const cancelled = store.update("a", () => (calls += 1), { signal });
      await rejection("an update with an aborted signal", cancelled);
      await turns();
      expectSame(calls, 0, "calls of the updater");
    },
  },
  ...forEach(changingOperations, (operation) => ({
    name: `${operation.phrase} that waits is cancelled at once, with the signal's very reason`,
    appliesTo: makesWritersWait,
    run: async (context) => {
      const { createStore, rejection, turns } = context;
      const store = await createStore();
      const held = await holdKey(context, store, "a");
      for (const reason of reasons) {
        const controller = new AbortController();
        const { signal } = controller;
        const cancelled = operation.call(store, "a", 2, { signal });
        await turns();
        controller.abort(reason);
        // The updater still awaits: the rejection must not wait for it.
        const seen = await rejection(`${operation.phrase} cancelled while it waits`, cancelled);
        expectSame(seen, signal.reason, `${operation.phrase} aborted with ${show(reason)}`);
      }
      held.finish(1);
    },
  })),
  ...forEach(changingOperations, (operation) => ({
    name: `${operation.phrase} cancelled while it waited never takes effect`,
    appliesTo: makesWritersWait,
    run: async (context) => {
      const { createStore, settlement, turns } = context;
      const store = await createStore();
      const held = await holdKey(context, store, "a");
      const controller = new AbortController();
      const cancelled = operation.call(store, "a", 2, { signal: controller.signal });
      await turns();
      controller.abort();
      held.finish(1);
      await settlement("the update that held the key", held.update);
      await settlement(`${operation.phrase} that was cancelled`, Promise.allSettled([cancelled]));
      await turns();
      expectSame(await settlement("the read", store.read("a")), 1, "the value at the end");
    },
  })),
  {
    name: "an updater is never called if its update was cancelled while it waited",
    appliesTo: makesWritersWait,
    run: async (context) => {
      const { createStore, settlement, turns } = context;
      const store = await createStore();
      const held = await holdKey(context, store, "a");
      const controller = new AbortController();
      let calls = 0;
      const updater = (): number => (calls += 1);
      const cancelled = store.update("a", updater, { signal: controller.signal });
      await turns();
      controller.abort();
      held.finish(1);
      await settlement("the update that was cancelled", Promise.allSettled([cancelled]));
      await settlement("a later write", store.write("a", 3));
      await turns();
      expectSame(calls, 0, "calls of the updater");
    },
  },
  {
    name: "a read that is cancelled while an updater awaits rejects at once, unless it has started",
    appliesTo: always,
    run: async (context) => {
      const { createStore, settlement, turns } = context;
      const store = await createStore();
      await settlement("the write", store.write("a", 1));
      const held = await holdKey(context, store, "a");
      const controller = new AbortController();
      const { signal } = controller;
      const readUnlessCancelled = async (): Promise<void> => {
        const [result] = await Promise.allSettled([store.read("a", { signal })]);
        if (result.status === "fulfilled") expectSame(result.value, 1, "the read");
        else expectSame(result.reason, signal.reason, "what the read rejects with");
      };
      const read = settlement("a read that was cancelled", readUnlessCancelled());
      await turns();
      controller.abort(new Error("cancelled"));
      // The updater still awaits, so the read must not.
      await read;
      held.finish(2);
    },
  },
  ...forEach(operations, (operation) => ({
    name: `${operation.phrase} aborted right after its call is cancelled whole, or completes whole`,
    appliesTo: always,
    run: async (context) => {
      const store = await context.createStore();
      for (let value = 1; value <= 5; value += 1) {
        const controller = new AbortController();
        const { signal } = controller;
        const called = operation.call(store, "a", value, { signal });
        controller.abort();
        const happened = await completed(context, called, signal);
        const read = await context.settlement("the read", store.read("a"));
        if (!operation.changesState) continue;
        expectSame(read === value, happened, `whether an aborted ${operation.name} took effect`);
      }
    },
  })),
  ...forEach(operations, (operation) => ({
    name: `${operation.phrase} aborted just as its turn comes is cancelled whole, or completes whole`,
    appliesTo: always,
    run: async (context) => {
      const { createStore, settlement, turns } = context;
      const store = await createStore();
      for (let delay = 0; delay <= HANDOVER_MICROTASKS; delay += 1) {
        const held = await holdKey(context, store, "a");
        const controller = new AbortController();
        const { signal } = controller;
        const called = operation.call(store, "a", 2, { signal });
        const behind = store.read("b");
        await turns();
        held.finish(1);
        for (let microtask = 0; microtask < delay; microtask += 1) await Promise.resolve();
        controller.abort();
        const happened = await completed(context, called, signal);
        await settlement("the update that held the key", held.update);
        await settlement("a read waiting behind it", behind);
        // A store that lets writers pass an updater has made 1 of it by now in either case.
        if (!operation.changesState || context.traits.exclusion === "nothing") continue;
        const read = await settlement("the read", store.read("a"));
        expectSame(read, happened ? 2 : 1, `the value after ${operation.phrase} aborted late`);
      }
    },
  })),
  {
    name: "cancelling some of those that wait disturbs none of the others",
    appliesTo: makesWritersWait,
    run: async (context) => {
      const { createStore, settlement, rejection, turns } = context;
      const store = await createStore();
      const held = await holdKey(context, store, "a");
      // The first, the last, a lone one and two neighbours. Each update adds a different bit.
      const cancelledOnes = new Set([0, 2, 5, 6, 9]);
      const waiting = Array.from({ length: 10 }, (_, index) => {
        const controller = new AbortController();
        const { signal } = controller;
        const update = store.update("a", (current = 0) => current + 2 ** index, { signal });
        return { index, controller, update };
      });
      await turns();
      for (const { index, controller } of waiting) {
        if (cancelledOnes.has(index)) controller.abort(index);
      }
      held.finish(0);
      let expected = 0;
      for (const { index, update } of waiting) {
        if (cancelledOnes.has(index)) {
          expectSame(await rejection("a cancelled update", update), index, "its reason");
        } else {
          await settlement("an update among cancelled ones", update);
          expected += 2 ** index;
        }
      }
      expectSame(await settlement("the read", store.read("a")), expected, "bits that were added");
    },
  },
  {
    name: "one signal cancels every operation that waits with it, and no other",
    appliesTo: makesWritersWait,
    run: async (context) => {
      const { createStore, settlement, rejection, turns } = context;
      const store = await createStore();
      const other = await createStore();
      const held = await holdKey(context, store, "a");
      const controller = new AbortController();
      const { signal } = controller;
      const cancelled = [
        store.write("a", 2, { signal }),
        store.update("a", () => 3, { signal }),
        store.write("a", 4, { signal }),
      ];
      const kept = store.update("a", (current = 0) => current + 10);
      // These complete with the same signal, and must leave the others' listeners alone.
      await settlement("a write to another store", other.write("a", 1, { signal }));
      await settlement("a read of another store", other.read("a", { signal }));
      await turns();
      controller.abort("together");
      for (const operation of cancelled) {
        const reason = await rejection("an operation cancelled with others", operation);
        expectSame(reason, "together", "its reason");
      }
      held.finish(1);
      expectSame(await settlement("the update without a signal", kept), 11, "what it made");
    },
  },
  ...forEach(operations, (operation) => ({
    name: `${operation.phrase} is served after all that waited before it were cancelled`,
    appliesTo: always,
    run: async (context) => {
      const { createStore, settlement, turns } = context;
      const store = await createStore();
      const held = await holdKey(context, store, "a");
      const controllers = Array.from({ length: 20 }, () => new AbortController());
      const cancelled = controllers.flatMap(({ signal }) =>
        operations.map((each) => each.call(store, "a", 2, { signal })),
      );
      await turns();
      for (const controller of controllers) controller.abort();
      const waiting = operation.call(store, "a", 100);
      held.finish(1);
      await settlement("the cancelled operations", Promise.allSettled(cancelled));
      await settlement(`${operation.phrase} behind cancelled operations`, waiting);
      await settlement(`${operation.phrase} called later`, operation.call(store, "a", 101));
      if (!operation.changesState) return;
      expectSame(await settlement("the read", store.read("a")), 101, "the value at the end");
    },
  })),
  {
    name: "an update that has started is not affected by its signal",
    appliesTo: always,
    run: async (context) => {
      const { createStore, settlement, turns } = context;
      const store = await createStore();
      const controller = new AbortController();
      const held = await holdKey(context, store, "a", { signal: controller.signal });
      controller.abort();
      await turns();
      held.finish(1);
      expectSame(await settlement("the update", held.update), 1, "the update");
      expectSame(await settlement("the read", store.read("a")), 1, "the read after it");
    },
  },
  {
    name: "an update that starts over is not affected by its signal between two attempts",
    appliesTo: startsOver,
    run: async ({ createStore, settlement }) => {
      for (let delay = 0; delay <= HANDOVER_MICROTASKS; delay += 1) {
        const store = await createStore();
        const controller = new AbortController();
        const { signal } = controller;
        const firstAttempt = defer();
        const decision = defer();
        const updater = async (current = 0): Promise<number> => {
          firstAttempt.resolve();
          await decision.promise;
          return current + 1;
        };
        const update = store.update("a", updater, { signal });
        await settlement('the updater of "a" to be called', firstAttempt.promise);
        await settlement('a write of "a" that overtakes an update', store.write("a", 10));
        decision.resolve();
        for (let microtask = 0; microtask < delay; microtask += 1) await Promise.resolve();
        controller.abort();
        const value = await settlement('an update of "a" that was overtaken', update);
        expectSame(value, 11, 'what an update of "a" makes that was overtaken by a write of 10');
      }
    },
  },
  {
    name: "an updater that aborts its own signal is not affected",
    appliesTo: always,
    run: async ({ createStore, settlement }) => {
      const store = await createStore();
      const atOnce = new AbortController();
      const update = store.update(
        "a",
        () => {
          atOnce.abort();
          return 1;
        },
        { signal: atOnce.signal },
      );
      expectSame(await settlement("the update", update), 1, "the update");
      const later = new AbortController();
      const awaiting = store.update(
        "a",
        async (current = 0) => {
          later.abort();
          await Promise.resolve();
          return current + 1;
        },
        { signal: later.signal },
      );
      expectSame(await settlement("the awaiting update", awaiting), 2, "the awaiting update");
      expectSame(await settlement("the read", store.read("a")), 2, "the read after both");
    },
  },
  {
    name: "an updater that fails after its signal aborted is told apart by its own error",
    appliesTo: runsUpdaterOnce,
    run: async (context) => {
      const store = await context.createStore();
      const controller = new AbortController();
      const held = await holdKey(context, store, "a", { signal: controller.signal });
      controller.abort("the reason");
      held.fail("the error");
      const error = await context.rejection("the update", held.update);
      expectSame(error, "the error", "what the update rejects with");
    },
  },
  ...forEach(operations, (operation) => ({
    name: `${operation.phrase} with a signal that does not abort is as one without`,
    appliesTo: always,
    run: async ({ createStore, settlement, turns }) => {
      const store = await createStore();
      const controller = new AbortController();
      const choices = [{}, { signal: undefined }, { signal: controller.signal }];
      for (const [value, options] of choices.entries()) {
        await settlement(operation.phrase, operation.call(store, "a", value, options));
        if (!operation.changesState) continue;
        expectSame(await settlement("the read", store.read("a")), value, "the value it left");
      }
      controller.abort();
      await turns();
      if (!operation.changesState) return;
      expectSame(await settlement("the read", store.read("a")), 2, "the value after a late abort");
    },
  })),
];

/** Whether an operation completed. If it did not, the signal's reason must be why. */
async function completed(
  { settlement }: ContractContext,
  called: Promise<unknown>,
  signal: AbortSignal,
): Promise<boolean> {
  const [result] = await settlement("an aborted operation", Promise.allSettled([called]));
  if (result.status === "fulfilled") return true;
  expectSame(result.reason, signal.reason, "what an aborted operation rejects with");
  return false;
}
