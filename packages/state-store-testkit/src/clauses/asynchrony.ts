import { always, type ContractTest } from "../contract-test.ts";
import { ContractViolation, expectSame, show } from "../expectations.ts";
import { holdKey } from "../held-key.ts";
import { forEach, operations } from "../operations.ts";

export const asynchrony: readonly ContractTest[] = [
  ...forEach(operations, (operation) => ({
    name: `${operation.phrase} never throws: it returns a promise, whatever goes wrong`,
    appliesTo: always,
    run: async ({ createStore, settlement }) => {
      const store = await createStore();
      const aborted = AbortSignal.abort();
      const returned = [
        attempt(() => operation.call(store, "a", 1)),
        attempt(() => operation.call(store, "a", 1, { signal: aborted })),
      ];
      returned.push(attempt(() => store.close()));
      returned.push(attempt(() => operation.call(store, "a", 1)));
      returned.push(attempt(() => operation.call(store, "a", 1, { signal: aborted })));
      await settlement("everything that was called", Promise.allSettled(returned));
    },
  })),
  {
    name: "an update whose updater throws, or is no function at all, rejects and never throws",
    appliesTo: always,
    run: async ({ createStore, rejection, settlement }) => {
      const store = await createStore();
      const throwing = attempt(() =>
        store.update("a", () => {
          throw new Error("on purpose");
        }),
      );
      await rejection("the update whose updater throws", throwing);
      const notAFunction: unknown = "text";
      // @ts-expect-error The compiler would have said so; JavaScript does not.
      const mistaken = attempt(() => store.update("a", notAFunction));
      await rejection("the update without an updater", mistaken);
      expectSame(await settlement("the read", store.read("a")), undefined, "the value after both");
    },
  },
  {
    name: "an updater is never called before update has returned",
    appliesTo: always,
    run: async (context) => {
      const { createStore, settlement } = context;
      const store = await createStore();
      let returned = false;
      let early = 0;
      const updater = (): number => {
        if (!returned) early += 1;
        return 1;
      };
      const updateOnce = (): Promise<number> => {
        returned = false;
        const update = store.update("a", updater);
        returned = true;
        return update;
      };

      await settlement("an update of an idle store", updateOnce());
      await settlement("an update right after another", updateOnce());
      const held = await holdKey(context, store, "a");
      const waiting = updateOnce();
      held.finish(1);
      await settlement("an update that waited", waiting);
      expectSame(early, 0, "updaters called before update had returned");
    },
  },
];

/** What the call returned, unless it threw or returned something that is no promise. */
function attempt<Value>(call: () => Promise<Value>): Promise<Value> {
  let returned: Promise<Value>;
  try {
    returned = call();
  } catch (error) {
    throw new ContractViolation(`A method threw ${show(error)} instead of rejecting.`);
  }
  if (returned instanceof Promise) return returned;
  throw new ContractViolation(`A method returned ${show(returned)}, which is no promise.`);
}
