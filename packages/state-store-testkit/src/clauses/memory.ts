/**
 * What a store keeps. The tests ask the platform to collect garbage, and count what is left; they
 * do not apply where it cannot be asked.
 */
import { garbageCollector } from "../collect-garbage.ts";
import type { StateStore, StrategyTraits } from "@sync-strategies/state-store";
import {
  makesWritersWait,
  passesReferences,
  type ContractContext,
  type ContractTest,
} from "../contract-test.ts";
import { expectTrue } from "../expectations.ts";
import { holdKey } from "../held-key.ts";

const OBJECT_COUNT = 200;

/** The platform itself may hold a few of them a while longer, in a register or a cache. */
const LEFT_AT_MOST = OBJECT_COUNT / 10;

/** Only where a key may be an object, which a copy would not find again, can it be garbage. */
const canCollect = (traits: StrategyTraits): boolean =>
  garbageCollector() !== undefined && passesReferences(traits);

export const memory: readonly ContractTest[] = [
  {
    name: "a key without a value takes no memory once its operations have settled",
    appliesTo: canCollect,
    run: async (context) => {
      const store = await context.createStore<object>();
      const keys = await useKeys(context, store);
      const left = await countLeft(context, keys);
      expectTrue(
        left <= LEFT_AT_MOST,
        `The store still holds ${left} of ${OBJECT_COUNT} keys that were read, updated in vain and ` +
          `cancelled, but never written.`,
      );
      // Only now may the store itself be collected.
      await context.settlement("the closing", store.close());
    },
  },
  {
    name: "a closed store holds no key and no value",
    appliesTo: canCollect,
    run: async (context) => {
      const store = await context.createStore<object, object>();
      const contents = await fillStore(context, store);
      await context.settlement("the closing", store.close());
      const left = await countLeft(context, contents);
      expectTrue(
        left <= LEFT_AT_MOST,
        `The closed store still holds ${left} of ${contents.length} keys and values.`,
      );
      await context.settlement("a second closing", store.close());
    },
  },
];

/** Uses keys in every way that leaves them without a value. Nothing here holds them afterwards. */
async function useKeys(
  { settlement, traits, turns }: ContractContext,
  store: StateStore<object, number>,
): Promise<WeakRef<object>[]> {
  const keys = Array.from({ length: OBJECT_COUNT }, () => ({}));
  await settlement("reads of many keys", Promise.all(keys.map((key) => store.read(key))));
  const failing = keys.map((key) =>
    store.update(key, () => Promise.reject(new Error("on purpose"))),
  );
  await settlement("failing updates of many keys", Promise.allSettled(failing));
  if (makesWritersWait(traits)) {
    // Each key waits for an updater: for its own, or for the one that holds the whole store.
    const held = traits.exclusion === "key" ? keys : keys.slice(0, 1);
    const holding = held.map((key) => holdKey({ settlement }, store, key));
    const holders = await Promise.all(holding);
    const controller = new AbortController();
    const { signal } = controller;
    const cancelled = keys.map((key) => store.write(key, 1, { signal }));
    await turns();
    controller.abort();
    for (const { fail } of holders) fail("on purpose");
    const updates = holders.map(({ update }) => update);
    await settlement("cancelled writes", Promise.allSettled([...updates, ...cancelled]));
    // A queue that keeps cancelled operations in their places has passed them over by then.
    await settlement("a write after them", store.write({}, 1));
  }
  return keys.map((key) => new WeakRef(key));
}

async function fillStore(
  { settlement }: ContractContext,
  store: StateStore<object, object>,
): Promise<WeakRef<object>[]> {
  const entries = Array.from({ length: OBJECT_COUNT / 2 }, () => ({ key: {}, value: {} }));
  const writes = entries.map(({ key, value }) => store.write(key, value));
  await settlement("writes of many keys", Promise.all(writes));
  const updates = entries.map(({ key, value }) => store.update(key, () => value));
  await settlement("updates of many keys", Promise.all(updates));
  return entries.flatMap(({ key, value }) => [new WeakRef(key), new WeakRef(value)]);
}

/** How many of the objects are still there. */
async function countLeft(
  { turns }: ContractContext,
  objects: readonly WeakRef<object>[],
): Promise<number> {
  // A platform keeps what a WeakRef has shown until the end of the turn.
  await turns(2);
  garbageCollector()?.();
  return objects.filter((object) => object.deref() !== undefined).length;
}
