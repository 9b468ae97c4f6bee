/**
 * Observes a strategy in situations in which strategies differ. Each probe puts a fresh store into
 * one of them; none reads the strategy's description.
 *
 * "At once" means within `TURNS` turns of the event loop, while an updater still holds the state.
 * No probe waits for a time.
 */
import { nextTurn } from "@sync-strategies/event-loop";
import type { StateStore, Strategy } from "@sync-strategies/state-store";

export interface Probes {
  /** The operations that complete while an updater of another, or of the same, key awaits. */
  readonly pass: readonly string[];
  /** Those that wait until it is done. */
  readonly wait: readonly string[];
  /** Whether waiting operations were served in the order of their calls; undefined if none waited. */
  readonly inOrder: boolean | undefined;
  /** How soon a waiting operation ends when its signal aborts; undefined if it did not wait. */
  readonly cancelled: "at once" | "later" | undefined;
  /** How many of a number of calls, made without awaiting any, were accepted. */
  readonly accepted: { readonly calls: number; readonly accepted: number };
  readonly updaterThrows: {
    readonly rejectsWithIt: boolean;
    readonly valueStays: boolean;
    readonly nextGoesOn: boolean;
  };
}

type Store = StateStore<string, number>;

export async function probe(strategy: Strategy): Promise<Probes> {
  const inNewStore = async <Result>(look: (store: Store) => Promise<Result>): Promise<Result> => {
    await using store = await strategy.createStore<string, number>();
    return await look(store);
  };
  const { pass, wait } = await inNewStore(whatPasses);
  return {
    pass,
    wait,
    inOrder: await inNewStore(whetherInOrder),
    cancelled: await inNewStore(whatAbortingDoes),
    accepted: await inNewStore(howManyAreAccepted),
    updaterThrows: await inNewStore(whatAThrowLeaves),
  };
}

/** Far more than an operation needs that has nothing to wait for. */
const TURNS = 50;

async function turns(): Promise<void> {
  for (let turn = 0; turn < TURNS; turn += 1) await nextTurn();
}

/** An update of `key` whose updater awaits until `letGo` is called. */
function hold(store: Store, key: string): { readonly done: Promise<unknown>; letGo: () => void } {
  let letGo: (() => void) | undefined;
  const held = new Promise<void>((resolve) => (letGo = resolve));
  const done = store.update(key, async (current = 0) => {
    await held;
    return current + 1;
  });
  return { done, letGo: () => letGo?.() };
}

const operations: Readonly<Record<string, (store: Store, key: string) => Promise<unknown>>> = {
  reads: (store, key) => store.read(key),
  writes: (store, key) => store.write(key, 1),
  updates: (store, key) => store.update(key, (current = 0) => current + 1),
};

async function whatPasses(store: Store): Promise<Pick<Probes, "pass" | "wait">> {
  const pass: string[] = [];
  const wait: string[] = [];
  for (const [where, key] of [
    ["of the same key", "held"],
    ["of other keys", "other"],
  ] as const) {
    for (const [name, perform] of Object.entries(operations)) {
      // One at a time, each with a new holder: a waiting operation must not delay the next one.
      const { done, letGo } = hold(store, "held");
      await turns();
      let completed = false;
      const operation = perform(store, key).then(() => (completed = true));
      await turns();
      (completed ? pass : wait).push(`${name} ${where}`);
      letGo();
      await Promise.all([done, operation]);
    }
  }
  return { pass, wait };
}

async function whetherInOrder(store: Store): Promise<boolean | undefined> {
  const { done, letGo } = hold(store, "held");
  await turns();
  const served: number[] = [];
  // All kinds, and enough operations that a random choice is not in order by accident.
  const asked = Array.from({ length: 30 }, (_, number) => {
    const perform = Object.values(operations)[number % 3]!;
    return perform(store, "held").then(() => served.push(number));
  });
  await turns();
  const passed = served.length;
  letGo();
  await Promise.all([done, ...asked]);
  const waited = served.slice(passed);
  if (waited.length === 0) return undefined;
  return waited.every((number, index) => index === 0 || number > waited[index - 1]!);
}

async function whatAbortingDoes(store: Store): Promise<Probes["cancelled"]> {
  const { done, letGo } = hold(store, "held");
  await turns();
  const controller = new AbortController();
  let ended = false;
  let started = false;
  const waiting = store
    .update("held", () => ((started = true), 1), { signal: controller.signal })
    .catch(() => {})
    .then(() => (ended = true));
  await turns();
  const waited = !ended && !started;
  controller.abort(new Error("not wanted any more"));
  await turns();
  const atOnce = ended && !started;
  letGo();
  await Promise.all([done, waiting]);
  if (!waited) return undefined;
  return atOnce ? "at once" : "later";
}

const CALLS = 10_000;

async function howManyAreAccepted(store: Store): Promise<Probes["accepted"]> {
  const { done, letGo } = hold(store, "held");
  await turns();
  const outcomes = Array.from({ length: CALLS }, () => store.write("held", 1));
  const settled = Promise.allSettled(outcomes);
  letGo();
  await done;
  const accepted = (await settled).filter(({ status }) => status === "fulfilled").length;
  return { calls: CALLS, accepted };
}

async function whatAThrowLeaves(store: Store): Promise<Probes["updaterThrows"]> {
  await store.write("key", 7);
  const mistake = new Error("the updater's own");
  const failing = store.update("key", async () => {
    await nextTurn();
    throw mistake;
  });
  const next = store.update("key", (current = 0) => current + 1);
  const [failed] = await Promise.allSettled([failing]);
  const rejectsWithIt = failed.status === "rejected" && failed.reason === mistake;
  let nextGoesOn = false;
  const goingOn = next.then((value) => (nextGoesOn = value === 8));
  await turns();
  if (nextGoesOn) await goingOn;
  const valueStays = nextGoesOn && (await store.read("key")) === 8;
  return { rejectsWithIt, valueStays, nextGoesOn };
}
