import type { StateStore } from "@sync-strategies/state-store";
import {
  always,
  makesWritersWait,
  updatesAtomically,
  type ContractContext,
  type ContractTest,
} from "../contract-test.ts";
import { defer } from "../deferred.ts";
import { expectOneOf, expectSame, expectTrue, show } from "../expectations.ts";
import { holdKey } from "../held-key.ts";
import { changingOperations, forEach, operations, type Method } from "../operations.ts";

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
      const seen: Seen[] = [];
      const accepted = callAndLook(operation, store, "a", seen);
      const closed = store.close();
      await settlement(`${operation.phrase} of "a" called just before close`, accepted);
      expectSeen(seen, [1], `${operation.phrase} of "a" called just before close`);
      await settlement("the closing", closed);
    },
  })),
  {
    name: "close waits for an update that was called just before, on a store that was idle",
    appliesTo: always,
    run: async ({ createStore, settlement, turns }) => {
      const store = await createStore();
      const decision = defer<number>();
      const update = store.update("a", () => decision.promise);
      let closed = false;
      const close = async (): Promise<void> => {
        await store.close();
        closed = true;
      };
      const closingSettled = settlement("the closing", close());
      await turns(A_FEW_TURNS);
      expectTrue(!closed, 'close resolved while an update of "a", called just before, was open.');
      decision.resolve(1);
      const value = await settlement('the update of "a" called just before close', update);
      expectSame(value, 1, 'the update of "a" called just before close');
      await closingSettled;
    },
  },
  ...forEach(operations, (operation) => ({
    name: `${operation.phrase} that waits when close is called completes`,
    appliesTo: always,
    run: async (context) => {
      const { createStore, settlement, turns } = context;
      const store = await createStore();
      await settlement('the write of "a"', store.write("a", 7));
      await settlement('the write of "b"', store.write("b", 8));
      const held = await holdKey(context, store, "a");
      const seenOfA: Seen[] = [];
      const seenOfB: Seen[] = [];
      const name = `${operation.phrase} that waited when close was called`;
      const waiting = settlement(
        name,
        Promise.all([
          callAndLook(operation, store, "a", seenOfA),
          callAndLook(operation, store, "b", seenOfB),
          callAndLook(operation, store, "b", seenOfB),
        ]),
      );
      await turns();
      const closed = store.close();
      await turns();
      held.finish(1);
      expectSame(await settlement('the update of "a"', held.update), 1, 'the update of "a"');
      await waiting;
      // The value before the updater's, its own, or what an update put there.
      expectSeen(seenOfA, [7, 1], `${name}, of "a"`);
      expectSeen(seenOfB, [8, 9], `${name}, of "b"`);
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
      const open = new Set<string>();
      const track = async (name: string, operation: Promise<unknown>): Promise<void> => {
        open.add(name);
        try {
          await operation;
        } catch {
          // Rejected is settled, too.
        }
        open.delete(name);
      };
      const failing = store.update("b", () => Promise.reject(new Error("on purpose")));
      const tracked = [
        track('the update of "a" whose updater awaits', held.update),
        ...operations.map((operation) =>
          track(`${operation.phrase} of "a" that waits`, operation.call(store, "a", 2)),
        ),
        track('the update of "b" whose updater fails', failing),
      ];
      let closed = false;
      let openAtClose: string[] = [];
      const close = async (): Promise<void> => {
        await store.close();
        closed = true;
        openAtClose = [...open];
      };
      const closingSettled = settlement("the closing", close());
      await turns(A_FEW_TURNS);
      expectTrue(!closed, `close resolved while ${openAtClose.join(", ")} had not settled.`);
      held.finish(1);
      await closingSettled;
      expectTrue(
        openAtClose.length === 0,
        `close resolved while ${openAtClose.join(", ")} had not settled.`,
      );
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
      const count = context.repeated(1000);
      const waiting = Array.from({ length: count }, () =>
        store.update("a", (current = 0) => current + 1),
      );
      const closed = store.close();
      held.finish();
      const results = await settlement("the waiting updates", Promise.all(waiting));
      expectSame(Math.max(...results), count, `what the last of ${count} increments made`);
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

/** What an operation saw in its key. */
type Seen = number | undefined;

/** Calls the operation, which adds what it saw: a write sees nothing, and an update adds one. */
async function callAndLook(
  operation: Method,
  store: StateStore<string, number>,
  key: string,
  seen: Seen[],
): Promise<void> {
  if (operation.name === "read") seen.push(await store.read(key));
  if (operation.name === "write") await store.write(key, 2);
  if (operation.name === "update") {
    let given: Seen;
    const value = await store.update(key, (current) => {
      given = current;
      return (current ?? 0) + 1;
    });
    seen.push(given);
    expectSame(value, (given ?? 0) + 1, `what an update of "${key}" that saw ${show(given)} made`);
  }
}

function expectSeen(seen: readonly Seen[], allowed: readonly Seen[], what: string): void {
  for (const value of seen) expectOneOf(value, allowed, `the value that was seen by ${what}`);
}

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
