import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Worker } from "node:worker_threads";
import { nextTurn } from "@sync-strategies/event-loop";
import {
  isShared,
  type SharedState,
  type SharedStrategy,
  type StateStore,
  type Strategy,
} from "@sync-strategies/state-store";
import { ContractViolation, show } from "../expectations.ts";
import { KEY_LIMIT } from "../numbered-keys.ts";
import { Patience } from "../patience.ts";
import { stuck, withTrace, type ContractOptions, type ContractResult } from "../run-contract.ts";
import { Trace } from "../trace.ts";
import { sharedClauses } from "./clauses/index.ts";
import { RemoteReason } from "./remote-operation.ts";
import type { OpenState, SharedContext, SharedContractTest } from "./shared-contract-test.ts";
import { isDoneInTime, THREADS, ThreadPool } from "./thread-pool.ts";
import { RemoteHandle, type Thread } from "./thread.ts";

/** All tests over two threads, in the order of their clauses. */
export const sharedContractTests: readonly SharedContractTest[] = sharedClauses.flatMap(
  (clause) => clause.tests,
);

/** Other threads wait for a processor as well: this is long for a machine that is not overrun. */
export const SHARED_PATIENCE_MS = 10_000;

/** A strategy, and the compiled module from which threads load it. */
export interface LoadedShared {
  readonly module: URL;
  readonly strategy: SharedStrategy;
}

/**
 * The strategies for several members that a compiled module exports.
 *
 * @param id which of them; without it, all.
 * @throws {TypeError} if there is none.
 */
export async function loadShared(module: URL, id?: string): Promise<LoadedShared[]> {
  const { default: exported } = (await import(module.href)) as {
    readonly default: Strategy | SharedStrategy | readonly (Strategy | SharedStrategy)[];
  };
  const shared = [exported].flat().filter((each) => isShared(each));
  const chosen = id === undefined ? shared : shared.filter((each) => each.id === id);
  if (chosen.length > 0) return chosen.map((strategy) => ({ module, strategy }));
  const which = id === undefined ? "strategy for several members" : `shared strategy "${id}"`;
  throw new TypeError(`${module.href} exports no ${which}.`);
}

/**
 * Runs every test over two threads against the strategy, one after the other.
 *
 * @throws {TypeError} if the module does not export the strategy.
 */
export async function runSharedContract(
  module: URL,
  id?: string,
  options: ContractOptions = {},
): Promise<ContractResult[]> {
  const [loaded] = await loadShared(module, id);
  await using pool = new ThreadPool();
  const results: ContractResult[] = [];
  for (const test of sharedContractTests) {
    const { name } = test;
    if (!test.appliesTo(loaded!.strategy.traits)) {
      results.push({ name, outcome: "skipped", error: undefined });
      continue;
    }
    try {
      await runSharedContractTest(test, loaded!, pool, options);
      results.push({ name, outcome: "passed", error: undefined });
    } catch (error) {
      results.push({ name, outcome: "failed", error });
    }
  }
  return results;
}

/** Runs one test on fresh states, in the pool's threads. Rejects with what the test found. */
export async function runSharedContractTest(
  test: SharedContractTest,
  { module, strategy }: LoadedShared,
  pool: ThreadPool,
  { patienceMs = SHARED_PATIENCE_MS, seed = 1 }: ContractOptions = {},
): Promise<void> {
  const threads = await pool.take();
  const patience = new Patience(patienceMs);
  const trace = new Trace();
  const folder = await mkdtemp(join(tmpdir(), "state-store-testkit-"));
  const states: TestedState[] = [];
  for (const thread of threads) thread.onProgress = () => patience.progress();

  const context: SharedContext = {
    traits: strategy.traits,
    seed,
    openState: async () => {
      const opening = TestedState.open({ module, strategy }, folder, threads, trace);
      const state = await patience.wait("the state, and a handle in each thread", opening);
      states.push(state);
      return state;
    },
    settlement: (what, promise) => {
      const wait = patience.wait(what, promise);
      wait.catch(() => {});
      return wait;
    },
    rejection: async (what, promise) => {
      let value: unknown;
      try {
        value = await patience.wait(`${what} to reject`, promise);
      } catch (error) {
        return error instanceof RemoteReason ? error.short : error;
      }
      throw new ContractViolation(`${what} resolved to ${show(value)}; it must reject.`);
    },
    turns: () => patience.wait("turns of the event loops", turnsOfAll(threads)),
  };

  try {
    await patience.limit(test.run(context), (waits) => stuck(waits, patienceMs));
  } catch (error) {
    throw withTrace(error, trace);
  } finally {
    await pool.clear();
    await Promise.all(states.map((state) => state.end()));
    await rm(folder, { recursive: true, force: true });
  }
}

/** Enough for what does not wait to give itself away, in the threads and between them. */
const ROUND_TRIPS = 10;
const TURNS_PER_ROUND_TRIP = 4;

async function turnsOfAll(threads: readonly Thread[]): Promise<void> {
  for (let trip = 0; trip < ROUND_TRIPS; trip += 1) {
    const alive = threads.filter((thread) => !thread.hasEnded);
    await Promise.all(
      alive.map((thread) => thread.order({ order: "turns", count: TURNS_PER_ROUND_TRIP })),
    );
    await nextTurn();
  }
}

class TestedState implements OpenState {
  readonly started: readonly Worker[];
  readonly one: RemoteHandle;
  readonly other: RemoteHandle;
  readonly #loaded: LoadedShared;
  readonly #state: SharedState;
  #own: Promise<StateStore<number, number>> | undefined;
  #disposal: Promise<void> | undefined;

  static async open(
    loaded: LoadedShared,
    folder: string,
    threads: readonly Thread[],
    trace: Trace,
  ): Promise<TestedState> {
    const { module, strategy } = loaded;
    const started: Worker[] = [];
    const note = (worker: Worker): void => void started.push(worker);
    process.on("worker", note);
    let state: SharedState;
    try {
      state = await strategy.createState({ members: THREADS, keys: KEY_LIMIT, folder });
    } finally {
      process.off("worker", note);
    }
    const handles = threads.map((thread) => new RemoteHandle(thread, trace));
    try {
      await Promise.all(
        handles.map((handle, member) => handle.open(module, strategy.id, state.addressFor(member))),
      );
    } catch (error) {
      await state[Symbol.asyncDispose]();
      throw error;
    }
    return new TestedState(loaded, state, started, handles);
  }

  private constructor(
    loaded: LoadedShared,
    state: SharedState,
    started: readonly Worker[],
    [one, other]: readonly RemoteHandle[],
  ) {
    this.#loaded = loaded;
    this.#state = state;
    this.started = started;
    this.one = one!;
    this.other = other!;
  }

  look = (): Promise<StateStore<number, number>> => {
    const { strategy } = this.#loaded;
    return (this.#own ??= strategy.openStore(this.#state.addressFor(THREADS).address));
  };

  dispose = (): Promise<void> =>
    (this.#disposal ??= Promise.resolve(this.#state[Symbol.asyncDispose]()));

  /** Ends all of it, also that of a store that does not end. */
  async end(): Promise<void> {
    await isDoneInTime(this.#own?.then((own) => own.close()) ?? Promise.resolve());
    await isDoneInTime(this.dispose());
    await Promise.all(this.started.map((worker) => worker.terminate()));
  }
}
