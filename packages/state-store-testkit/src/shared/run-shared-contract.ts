import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { nextTurn } from "@sync-strategies/event-loop";
import {
  isShared,
  type Place,
  type SharedState,
  type SharedStrategy,
  type StateStore,
  type Strategy,
} from "@sync-strategies/state-store";
import { KEY_LIMIT } from "../numbered-keys.ts";
import { Patience } from "../patience.ts";
import {
  resultsOf,
  stuck,
  waitingWith,
  withTrace,
  type ContractOptions,
  type ContractResult,
} from "../run-contract.ts";
import { Trace } from "../trace.ts";
import { sharedClauses } from "./clauses/index.ts";
import { Race } from "./member-clients.ts";
import { foundInWordsOf, inWordsOf } from "./member-kind.ts";
import { openFilesIn } from "./open-files.ts";
import { RemoteReason } from "./remote-operation.ts";
import type { OpenState, SharedContext, SharedContractTest } from "./shared-contract-test.ts";
import { isDoneInTime, MEMBERS, MemberPool } from "./member-pool.ts";
import { RemoteHandle, type RemoteMember } from "./remote-member.ts";
import { notingStarted, type Started } from "./started.ts";

/** All tests over two members, in the order of their clauses. */
export const sharedContractTests: readonly SharedContractTest[] = sharedClauses.flatMap(
  (clause) => clause.tests,
);

/** Other members wait for a processor as well: this is long for a machine that is not overrun. */
export const SHARED_PATIENCE_MS = 10_000;

/** A strategy, and the compiled module from which members load it. */
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
 * Runs every test over two members against the strategy, one after the other.
 *
 * @throws {TypeError} if the module does not export the strategy.
 */
export async function runSharedContract(
  module: URL,
  id?: string,
  options: ContractOptions = {},
): Promise<ContractResult[]> {
  const [loaded] = await loadShared(module, id);
  await using pool = new MemberPool(loaded!.strategy.span);
  const results = await resultsOf(sharedContractTests, loaded!.strategy.traits, (test) =>
    runSharedContractTest(test, loaded!, pool, options),
  );
  return results.map((result) => ({ ...result, name: inWordsOf(pool.kind, result.name) }));
}

/** Runs one test on fresh states, in the pool's members. Rejects with what the test found. */
export async function runSharedContractTest(
  test: SharedContractTest,
  { module, strategy }: LoadedShared,
  pool: MemberPool,
  { patienceMs = SHARED_PATIENCE_MS, seed = 1, effort = 1, placeOnServer }: ContractOptions = {},
): Promise<void> {
  const patience = new Patience(patienceMs);
  let members: readonly RemoteMember[] = [];
  const takeMembers = async (): Promise<readonly RemoteMember[]> => {
    members = await pool.take();
    for (const member of members) member.onProgress = () => patience.progress();
    return members;
  };
  await takeMembers();
  const waiting = waitingWith(patience);
  const trace = new Trace();
  const folder = await mkdtemp(join(tmpdir(), "state-store-testkit-"));
  const states: TestedState[] = [];

  const context: SharedContext = {
    traits: strategy.traits,
    seed,
    repeated: (count) => Math.ceil(count * effort),
    openState: async () => {
      const ownFolder = await mkdtemp(join(folder, "state-"));
      const place = { folder: ownFolder, service: placeOnServer?.() };
      // Those that ended in an earlier state of this test are replaced.
      const opening = takeMembers().then((both) =>
        TestedState.open({ module, strategy }, place, both, trace),
      );
      const state = await patience.wait("the state, and a handle in each thread", opening);
      states.push(state);
      return state;
    },
    ...waiting,
    rejection: async (what, promise) => {
      const error = await waiting.rejection(what, promise);
      return error instanceof RemoteReason ? error.short : error;
    },
    turns: () => patience.wait("turns of the event loops", turnsOfAll(members)),
    newRace: () => new Race(pool.shareNumbers(Race.NUMBERS)),
    shareNumbers: (count) => pool.shareNumbers(count),
    newClock: () => pool.kind.newClock(),
    processorMs: async () => {
      const used = members.map((member) => member.order<number>({ order: "processor time" }));
      return pool.kind.processorMs(await patience.wait("the processor time", Promise.all(used)));
    },
  };

  try {
    await patience.limit(test.run(context), (waits) => stuck(waits, patienceMs));
  } catch (error) {
    throw withTrace(foundInWordsOf(pool.kind, error), trace);
  } finally {
    await pool.clear();
    await Promise.all(states.map((state) => state.end()));
    await rm(folder, { recursive: true, force: true });
  }
}

/** Enough for what does not wait to give itself away, in the members and between them. */
const ROUND_TRIPS = 10;
const TURNS_PER_ROUND_TRIP = 4;

async function turnsOfAll(members: readonly RemoteMember[]): Promise<void> {
  for (let trip = 0; trip < ROUND_TRIPS; trip += 1) {
    const alive = members.filter((member) => !member.hasEnded);
    await Promise.all(
      alive.map((member) => member.order({ order: "turns", count: TURNS_PER_ROUND_TRIP })),
    );
    await nextTurn();
  }
}

class TestedState implements OpenState {
  readonly started: readonly Started[];
  readonly one: RemoteHandle;
  readonly other: RemoteHandle;
  readonly #loaded: LoadedShared;
  readonly #state: SharedState;
  readonly #folder: string;
  readonly #members: readonly RemoteMember[];
  #own: Promise<StateStore<number, number>> | undefined;
  #disposal: Promise<void> | undefined;

  static async open(
    loaded: LoadedShared,
    place: Pick<Place, "folder" | "service">,
    members: readonly RemoteMember[],
    trace: Trace,
  ): Promise<TestedState> {
    const { module, strategy } = loaded;
    const started: Started[] = [];
    const state = await notingStarted(started, () =>
      strategy.createState({ members: MEMBERS, keys: KEY_LIMIT, ...place }),
    );
    const handles = members.map((member) => new RemoteHandle(member, trace));
    try {
      await Promise.all(
        handles.map((handle, member) => handle.open(module, strategy.id, state.addressFor(member))),
      );
    } catch (error) {
      await state[Symbol.asyncDispose]();
      throw error;
    }
    return new TestedState(loaded, state, place.folder, members, started, handles);
  }

  private constructor(
    loaded: LoadedShared,
    state: SharedState,
    folder: string,
    members: readonly RemoteMember[],
    started: readonly Started[],
    [one, other]: readonly RemoteHandle[],
  ) {
    this.#loaded = loaded;
    this.#state = state;
    this.#folder = folder;
    this.#members = members;
    this.started = started;
    this.one = one!;
    this.other = other!;
  }

  look = (): Promise<StateStore<number, number>> => {
    const { strategy } = this.#loaded;
    return (this.#own ??= strategy.openStore(this.#state.addressFor(MEMBERS).address));
  };

  dispose = (): Promise<void> =>
    (this.#disposal ??= Promise.resolve(this.#state[Symbol.asyncDispose]()));

  leftovers = async (): Promise<string[]> => {
    const folder = this.#folder;
    // What is closed may be collected.
    this.#own = undefined;
    const own = (await openFilesIn(folder)).map(
      (path) => `the coordinator has ${basename(path)} open`,
    );
    const alive = this.#members.filter((member) => !member.hasEnded);
    const ofMembers = alive.map(async (member) => {
      await member.order({ order: "clear" });
      const paths = await member.order<string[]>({ order: "open files", folder });
      return paths.map((path) => `${member.name} has ${basename(path)} open`);
    });
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    const sockets = entries.filter((entry) => entry.isSocket()).map(({ name }) => `socket ${name}`);
    return [own, ...(await Promise.all(ofMembers)), sockets].flat();
  };

  /** Ends all of it, also that of a store that does not end. */
  async end(): Promise<void> {
    await isDoneInTime(this.#own?.then((own) => own.close()) ?? Promise.resolve());
    await isDoneInTime(this.dispose());
    for (const each of this.started) each.end();
    await Promise.all(this.started.map(({ ended }) => ended));
  }
}
