import {
  always,
  makesWritersWait,
  updatesAtomically,
  type ContractContext,
  type ContractTest,
} from "../contract-test.ts";
import { expectSame, expectTrue } from "../expectations.ts";
import { holdKey } from "../held-key.ts";
import { changingOperations, forEach, operations } from "../operations.ts";

const A_FEW_TURNS = 3;

export const closing: readonly ContractTest[] = [
  ...forEach(operations, (operation) => ({
    name: `${operation.phrase} called after close is refused as StoreClosedError`,
    appliesTo: always,
    run: async (context) => {
      const { createStore, settlement } = context;
      const store = await createStore();
      await settlement("the write", store.write("a", 1));
      const closed = store.close();
      await expectRefusal(context, "right after close was called", operation.call(store, "a", 2));
      await settlement("the closing", closed);
      await expectRefusal(context, "after close resolved", operation.call(store, "a", 2));
    },
  })),
  ...forEach(operations, (operation) => ({
    name: `${operation.phrase} is refused while close waits for an updater`,
    appliesTo: always,
    run: async (context) => {
      const { createStore, settlement, turns } = context;
      const store = await createStore();
      const held = await holdKey(context, store, "a");
      const closed = store.close();
      await turns();
      // Refused at once: the updater still awaits.
      await expectRefusal(context, "while close waits", operation.call(store, "a", 2));
      held.finish(1);
      expectSame(await settlement("the update", held.update), 1, "the accepted update");
      await settlement("the closing", closed);
    },
  })),
  ...forEach(operations, (operation) => ({
    name: `${operation.phrase} refused by a closed store says so even if its signal is aborted`,
    appliesTo: always,
    run: async (context) => {
      const store = await context.createStore();
      await context.settlement("the closing", store.close());
      const signal = AbortSignal.abort("the reason");
      const refused = operation.call(store, "a", 1, { signal });
      await expectRefusal(context, "with an aborted signal", refused);
    },
  })),
  {
    name: "the updater of a refused update is never called",
    appliesTo: always,
    run: async (context) => {
      const store = await context.createStore();
      const closed = store.close();
      let calls = 0;
      const refused = store.update("a", () => (calls += 1));
      await context.settlement("the refused update", Promise.allSettled([refused]));
      await context.settlement("the closing", closed);
      await context.turns();
      expectSame(calls, 0, "calls of the updater");
    },
  },
  ...forEach(operations, (operation) => ({
    name: `${operation.phrase} called just before close completes`,
    appliesTo: always,
    run: async ({ createStore, settlement }) => {
      const store = await createStore();
      await settlement("the write", store.write("a", 1));
      const accepted = operation.call(store, "a", 2);
      const closed = store.close();
      const value = await settlement(`${operation.phrase} called just before close`, accepted);
      if (operation.name === "read") expectSame(value, 1, "the read");
      if (operation.name === "update") expectSame(value, 2, "the update");
      await settlement("the closing", closed);
    },
  })),
  ...forEach(operations, (operation) => ({
    name: `${operation.phrase} that waits when close is called completes`,
    appliesTo: always,
    run: async (context) => {
      const { createStore, settlement, turns } = context;
      const store = await createStore();
      const held = await holdKey(context, store, "a");
      const waiting = operation.call(store, "a", 2);
      await turns();
      const closed = store.close();
      await turns();
      held.finish(1);
      expectSame(await settlement("the update", held.update), 1, "the update");
      await settlement(`${operation.phrase} that waited when close was called`, waiting);
      await settlement("the closing", closed);
    },
  })),
  {
    name: "close resolves only after every accepted operation has settled",
    appliesTo: always,
    run: async (context) => {
      const { createStore, settlement, turns } = context;
      const store = await createStore();
      const held = await holdKey(context, store, "a");
      let open = 0;
      const track = async (operation: Promise<unknown>): Promise<void> => {
        open += 1;
        try {
          await operation;
        } catch {
          // Rejected is settled, too.
        }
        open -= 1;
      };
      const accepted = [
        held.update,
        ...operations.map((operation) => operation.call(store, "a", 2)),
        store.update("b", () => Promise.reject(new Error("on purpose"))),
      ];
      const tracked = accepted.map(track);
      let openAtClose = -1;
      const close = async (): Promise<void> => {
        await store.close();
        openAtClose = open;
      };
      const closed = settlement("the closing", close());
      await turns(A_FEW_TURNS);
      expectSame(openAtClose, -1, "operations open when close resolved too early");
      held.finish(1);
      await closed;
      expectSame(openAtClose, 0, "operations open when close resolved");
      await settlement("the accepted operations", Promise.all(tracked));
    },
  },
  {
    name: "close drains everything that waits, however much it is",
    appliesTo: updatesAtomically,
    run: async (context) => {
      const { createStore, settlement } = context;
      const store = await createStore();
      const held = await holdKey(context, store, "a");
      const waiting = Array.from({ length: 1000 }, () =>
        store.update("a", (current = 0) => current + 1),
      );
      const closed = store.close();
      held.finish(0);
      const results = await settlement("the waiting updates", Promise.all(waiting));
      expectSame(Math.max(...results), 1000, "what the last of 1000 increments made");
      await settlement("the closing", closed);
    },
  },
  {
    name: "close may be called again, and resolves when the first call does",
    appliesTo: always,
    run: async (context) => {
      const { createStore, settlement, turns } = context;
      const store = await createStore();
      const held = await holdKey(context, store, "a");
      let resolved = 0;
      const close = async (): Promise<void> => {
        await store.close();
        resolved += 1;
      };
      const first = settlement("the first call of close", close());
      const second = settlement("the second call of close", close());
      await turns(A_FEW_TURNS);
      expectSame(resolved, 0, "calls of close that resolved while an updater awaits");
      held.finish(1);
      expectSame(await settlement("the update", held.update), 1, "the accepted update");
      await first;
      await second;
      await settlement("a third, later call of close", store.close());
    },
  },
  {
    name: "close of a store that was never used resolves",
    appliesTo: always,
    run: async ({ createStore, settlement }) => {
      const store = await createStore();
      await settlement("the closing", store.close());
    },
  },
  {
    name: "disposing a store closes it",
    appliesTo: always,
    run: async (context) => {
      const { createStore, settlement, turns } = context;
      const store = await createStore();
      const held = await holdKey(context, store, "a");
      let disposed = false;
      const dispose = async (): Promise<void> => {
        await store[Symbol.asyncDispose]();
        disposed = true;
      };
      const disposal = settlement("the disposal", dispose());
      await expectRefusal(context, "after disposal", store.read("a"));
      await turns(A_FEW_TURNS);
      expectTrue(!disposed, "The disposal resolved while an updater awaits.");
      held.finish(1);
      expectSame(await settlement("the update", held.update), 1, "the accepted update");
      await disposal;
      await settlement("a disposal after it", store[Symbol.asyncDispose]());
      await settlement("a close after it", store.close());
    },
  },
  ...forEach(changingOperations, (operation) => ({
    name: `${operation.phrase} that waits may still be cancelled while the store closes`,
    appliesTo: makesWritersWait,
    run: async (context) => {
      const { createStore, settlement, rejection, turns } = context;
      const store = await createStore();
      const held = await holdKey(context, store, "a");
      const controller = new AbortController();
      const cancelled = operation.call(store, "a", 2, { signal: controller.signal });
      const behind = store.update("a", (current = 0) => current + 10);
      const closed = store.close();
      await turns();
      controller.abort("the reason");
      const reason = await rejection(`${operation.phrase} cancelled during closing`, cancelled);
      expectSame(reason, "the reason", "what it rejects with");
      held.finish(1);
      expectSame(await settlement("the update behind it", behind), 11, "the update behind it");
      await settlement("the closing", closed);
    },
  })),
  {
    name: "close resolves when all that waited are cancelled",
    appliesTo: always,
    run: async (context) => {
      const { createStore, settlement, turns } = context;
      const store = await createStore();
      const held = await holdKey(context, store, "a");
      const controller = new AbortController();
      const { signal } = controller;
      const waiting = operations.map((operation) => operation.call(store, "a", 2, { signal }));
      const closed = store.close();
      await turns();
      controller.abort();
      held.finish(1);
      await settlement("the operations that waited", Promise.allSettled(waiting));
      await settlement("the closing", closed);
    },
  },
  {
    name: "an updater that fails while the store closes keeps nothing from finishing",
    appliesTo: always,
    run: async (context) => {
      const { createStore, settlement } = context;
      const store = await createStore();
      const held = await holdKey(context, store, "a");
      const behind = store.write("a", 2);
      const closed = store.close();
      held.fail("on purpose");
      await settlement("the update whose updater fails", Promise.allSettled([held.update]));
      await settlement("the write behind it", behind);
      await settlement("the closing", closed);
    },
  },
  {
    name: "an updater may close its own store, as long as it does not await it",
    appliesTo: always,
    run: async (context) => {
      const { createStore, settlement } = context;
      const store = await createStore();
      let closed: Promise<void> | undefined;
      const update = store.update("a", () => {
        closed ??= store.close();
        return 1;
      });
      expectSame(await settlement("the update", update), 1, "the update");
      await settlement("the closing", closed ?? Promise.resolve());
      await expectRefusal(context, "after an updater closed the store", store.read("a"));
    },
  },
];

/** Callers test for the code: a class is not the same class in two copies of a package. */
async function expectRefusal(
  { rejection }: ContractContext,
  when: string,
  operation: Promise<unknown>,
): Promise<void> {
  const error = await rejection(`an operation called ${when}`, operation);
  const code = error instanceof Error && "code" in error ? error.code : error;
  expectSame(code, "STORE_CLOSED", `the code of the rejection ${when}`);
}
