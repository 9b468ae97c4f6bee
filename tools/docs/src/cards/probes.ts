/**
 * Observes a strategy in situations in which strategies differ. Each probe puts a fresh store into
 * one of them; none reads the strategy's description.
 *
 * "At once" means while an updater still holds the state: within `TURNS` turns of the event loop,
 * and where other threads may have to answer, within a time that they need many times over.
 */
import { setTimeout } from "node:timers/promises";
import { scratchFolder } from "@sync-strategies/command-kit";
import { nextTurn } from "@sync-strategies/event-loop";
import {
  isShared,
  withOneMember,
  type SharedStrategy,
  type StateStore,
  type Strategy,
} from "@sync-strategies/state-store";

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

/** Keys and values that every strategy takes: shared memory holds numbers only. */
type Store = StateStore<number, number>;

const [HELD, OTHER] = [0, 1];

/** For how long other threads may answer, of which they need a small part on a busy machine, too. */
const PATIENCE_MS = 250;

/** For states that threads share, which write no files. */
let folder: string | undefined;

/** Of a strategy whose state members share, the probes are the only member. */
export async function probe(strategy: Strategy | SharedStrategy): Promise<Probes> {
  const plain = isShared(strategy)
    ? withOneMember(strategy, { keys: 2, folder: (folder ??= scratchFolder()) })
    : strategy;
  const patienceMs = isShared(strategy) ? PATIENCE_MS : 0;
  const inNewStore = async <Result>(
    look: (store: Store, settles: Settles) => Promise<Result>,
  ): Promise<Result> => {
    await using store = await plain.createStore<number, number>();
    return await look(store, (operation) => settlesWithin(patienceMs, operation));
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

/** Whether an operation settles at once. */
type Settles = (operation: Promise<unknown>) => Promise<boolean>;

function settlesWithin(patienceMs: number, operation: Promise<unknown>): Promise<boolean> {
  const settled = operation.then(
    () => true,
    () => true,
  );
  return Promise.race([settled, patienceEnds(patienceMs)]);
}

async function patienceEnds(patienceMs: number): Promise<false> {
  for (let turn = 0; turn < TURNS; turn += 1) await nextTurn();
  if (patienceMs > 0) await setTimeout(patienceMs);
  return false;
}

/** An update whose updater has begun, and awaits until `letGo` is called. */
async function hold(store: Store): Promise<{ done: Promise<unknown>; letGo: () => void }> {
  let letGo: (() => void) | undefined;
  const held = new Promise<void>((resolve) => (letGo = resolve));
  let begin: (() => void) | undefined;
  const begun = new Promise<void>((resolve) => (begin = resolve));
  const done = store.update(HELD, async (current = 0) => {
    begin?.();
    await held;
    return current + 1;
  });
  await begun;
  return { done, letGo: () => letGo?.() };
}

const operations: Readonly<Record<string, (store: Store, key: number) => Promise<unknown>>> = {
  reads: (store, key) => store.read(key),
  writes: (store, key) => store.write(key, 1),
  updates: (store, key) => store.update(key, (current = 0) => current + 1),
};

async function whatPasses(store: Store, settles: Settles): Promise<Pick<Probes, "pass" | "wait">> {
  const pass: string[] = [];
  const wait: string[] = [];
  for (const [where, key] of [
    ["of the same key", HELD],
    ["of other keys", OTHER],
  ] as const) {
    for (const [name, perform] of Object.entries(operations)) {
      // One at a time, each with a new holder: a waiting operation must not delay the next one.
      const { done, letGo } = await hold(store);
      const operation = perform(store, key);
      ((await settles(operation)) ? pass : wait).push(`${name} ${where}`);
      letGo();
      await Promise.all([done, operation]);
    }
  }
  return { pass, wait };
}

/**
 * Whether each waiting operation found the value that the one called before it left. The order in
 * which promises resolve says less: an update may tell its caller after the next read was served.
 */
async function whetherInOrder(store: Store, settles: Settles): Promise<boolean | undefined> {
  const { done, letGo } = await hold(store);
  const passed = new Set<number>();
  let isHeld = true;
  // All kinds, and enough operations that a random choice is not in order by accident.
  const asked = Array.from({ length: 30 }, async (_, number) => {
    const found = await leave(store, number);
    if (isHeld) passed.add(number);
    return found;
  });
  await settles(Promise.all(asked));
  isHeld = false;
  letGo();
  await done;
  const found = await Promise.all(asked);
  if (passed.size === asked.length) return undefined;
  return found.every((value, number) => passed.has(number) || number === 0 || value === number - 1);
}

/** A read, a write or an update. Resolves to the value that it found; a write finds none. */
async function leave(store: Store, number: number): Promise<number | undefined> {
  if (number % 3 === 0) return await store.read(HELD);
  let found: number | undefined = number - 1;
  if (number % 3 === 1) await store.write(HELD, number);
  else await store.update(HELD, (current) => ((found = current), number));
  return found;
}

async function whatAbortingDoes(store: Store, settles: Settles): Promise<Probes["cancelled"]> {
  const { done, letGo } = await hold(store);
  const controller = new AbortController();
  let started = false;
  const waiting = store
    .update(HELD, () => ((started = true), 1), { signal: controller.signal })
    .catch(() => {});
  const waited = !(await settles(waiting)) && !started;
  controller.abort(new Error("not wanted any more"));
  const atOnce = (await settles(waiting)) && !started;
  letGo();
  await Promise.all([done, waiting]);
  if (!waited) return undefined;
  return atOnce ? "at once" : "later";
}

const CALLS = 10_000;

async function howManyAreAccepted(store: Store): Promise<Probes["accepted"]> {
  const { done, letGo } = await hold(store);
  const outcomes = Array.from({ length: CALLS }, () => store.write(HELD, 1));
  const settled = Promise.allSettled(outcomes);
  letGo();
  await done;
  const accepted = (await settled).filter(({ status }) => status === "fulfilled").length;
  return { calls: CALLS, accepted };
}

async function whatAThrowLeaves(store: Store, settles: Settles): Promise<Probes["updaterThrows"]> {
  await store.write(HELD, 7);
  const mistake = new Error("the updater's own");
  const failing = store.update(HELD, async () => {
    await nextTurn();
    throw mistake;
  });
  const next = store.update(HELD, (current = 0) => current + 1);
  const [failed] = await Promise.allSettled([failing]);
  const rejectsWithIt = failed.status === "rejected" && failed.reason === mistake;
  const nextGoesOn = (await settles(next)) && (await next) === 8;
  const valueStays = nextGoesOn && (await store.read(HELD)) === 8;
  return { rejectsWithIt, valueStays, nextGoesOn };
}
