/**
 * Many clients that do random things to one store, all decided by one seed, and the history of
 * what they saw.
 *
 * Every written value is used once. So each value read tells which write it came from, and the
 * history can be judged without searching.
 */
import type { Operation } from "@sync-strategies/linearizability";
import type { OperationOptions, StateStore } from "@sync-strategies/state-store";
import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import type { ContractContext } from "./contract-test.ts";
import { expectSame, show } from "./expectations.ts";

/** What a client may do next. */
export type Action = keyof typeof actions;

export interface RandomWorkload {
  readonly seed: number;
  readonly clientCount: number;
  readonly keyCount: number;
  readonly operationsPerClient: number;
  /** Each is as likely as it is often in here. */
  readonly actions: readonly Action[];
}

/**
 * Runs the workload to its end, reads every key once more, and resolves to the operations that
 * took effect. Those that were cancelled, or refused by a closed store, are left out: they must
 * never take effect, and what they would have written must never be read.
 */
export async function runRandomClients(
  context: ContractContext,
  store: StateStore<number, number>,
  workload: RandomWorkload,
): Promise<Operation[]> {
  const history: Operation[] = [];
  const counters = { time: 0, value: 0 };

  const client = (number: number): Promise<void> =>
    runRandomClient(number, workload, {
      store,
      turns: context.turns,
      nextValue: () => (counters.value += 1),
      async perform(key, act) {
        const called = (counters.time += 1);
        const seen = await act();
        if (seen === undefined) return;
        const returned = (counters.time += 1);
        history.push({ client: number, key: String(key), called, returned, ...seen });
      },
    });

  const clients = Array.from({ length: workload.clientCount }, (_, number) => client(number));
  await context.settlement("all random clients to come to their end", Promise.all(clients));

  // What is in force at the end must be explained as well, though no client asked for it.
  for (let key = 0; key < workload.keyCount; key += 1) {
    const called = (counters.time += 1);
    const value = await context.settlement("the last read", store.read(key));
    const returned = (counters.time += 1);
    const reader = workload.clientCount;
    history.push({ client: reader, key: String(key), called, returned, ...readOf(value) });
  }
  return history;
}

/** What a random client lives on. */
export interface ClientSurroundings {
  readonly store: StateStore<number, number>;
  readonly turns: ContractContext["turns"];
  /** A value that no client has written. */
  readonly nextValue: () => number;
  /** Lets the client act, and may record what it saw; undefined if the operation did not happen. */
  readonly perform: (key: number, act: () => Promise<Seen | undefined>) => Promise<unknown>;
}

/** One client of the workload, whose seed and number decide what it does. */
export async function runRandomClient(
  number: number,
  workload: RandomWorkload,
  { store, turns, nextValue, perform }: ClientSurroundings,
): Promise<void> {
  const random = xoroshiro128plus(workload.seed * 1_000_003 + number);
  const below = (limit: number): number => uniformInt(random, 0, limit - 1);
  for (let count = 0; count < workload.operationsPerClient; count += 1) {
    const action = workload.actions[below(workload.actions.length)] ?? "read";
    const key = below(workload.keyCount);
    const value = nextValue();
    await perform(key, () => actions[action]({ store, key, value, below, turns }));
    if (below(4) === 0) await turns();
  }
}

type Seen = Pick<Operation, "name" | "input" | "output">;

function readOf(value: number | undefined): Seen {
  return { name: "read", output: asRecorded(value) };
}

/** In a history `null` means never written. A store that answers `null` itself is told apart. */
function asRecorded(value: number | undefined): unknown {
  if (value === undefined) return null;
  return typeof value === "number" ? value : show(value);
}

/** One operation that a client is about to do. */
interface Draw {
  readonly store: StateStore<number, number>;
  readonly key: number;
  /** What it writes, if it does. */
  readonly value: number;
  /** A random number from 0 to just below the limit. */
  readonly below: (limit: number) => number;
  readonly turns: ContractContext["turns"];
}

/** Each resolves to what the client saw of it, or to undefined if it did not happen. */
const actions = {
  read: async ({ store, key }) => readOf(await store.read(key)),

  write: async ({ store, key, value }) => {
    await store.write(key, value);
    return { name: "write", input: value };
  },

  update: ({ store, key, value }) => updateOnce(store, key, () => value),

  "update that awaits": ({ store, key, value, below, turns }) => {
    const turnCount = below(2);
    return updateOnce(store, key, async () => {
      await turns(turnCount);
      return value;
    });
  },

  "update that fails": ({ store, key, below, turns }) => {
    const turnCount = below(2);
    return updateThatFails(store, key, () => turns(turnCount));
  },

  "cancelled read": ({ store, key, below }) =>
    unlessCancelled(below, async (options) => readOf(await store.read(key, options))),

  "cancelled write": ({ store, key, value, below }) =>
    unlessCancelled(below, async (options) => {
      await store.write(key, value, options);
      return { name: "write", input: value };
    }),

  "cancelled update": ({ store, key, value, below }) =>
    unlessCancelled(below, (options) => updateOnce(store, key, () => value, options)),
} as const satisfies Record<string, (draw: Draw) => Promise<Seen | undefined>>;

/** All of them, each as likely as any other. */
export const everyAction = Object.keys(actions) as readonly Action[];

async function updateOnce(
  store: StateStore<number, number>,
  key: number,
  next: () => number | Promise<number>,
  options?: OperationOptions,
): Promise<Seen> {
  let before: number | undefined;
  const updater = (current: number | undefined): number | Promise<number> => {
    before = current;
    return next();
  };
  const after = await store.update(key, updater, options);
  return { name: "update", output: [asRecorded(before), asRecorded(after)] };
}

/** An update that fails changes nothing; what its updater was given makes it a read. */
async function updateThatFails(
  store: StateStore<number, number>,
  key: number,
  pause: () => Promise<void>,
): Promise<Seen> {
  const error = new Error("on purpose");
  let before: number | undefined;
  const update = store.update(key, async (current) => {
    before = current;
    await pause();
    throw error;
  });
  const [result] = await Promise.allSettled([update]);
  const reason: unknown = result.status === "rejected" ? result.reason : result.value;
  expectSame(reason, error, "what an update rejects with when its updater fails");
  return readOf(before);
}

/** Aborts after some microtasks. The operation may have started by then, or have completed. */
async function unlessCancelled(
  below: (limit: number) => number,
  call: (options: OperationOptions) => Promise<Seen>,
): Promise<Seen | undefined> {
  const controller = new AbortController();
  const called = Promise.allSettled([call({ signal: controller.signal })]);
  for (let delay = below(20); delay > 0; delay -= 1) await Promise.resolve();
  controller.abort();
  const [result] = await called;
  if (result.status === "fulfilled") return result.value;
  expectSame(result.reason, controller.signal.reason, "what a cancelled operation rejects with");
  return undefined;
}
