/**
 * Clients that are spread over members, each with an event loop to itself. This process is their
 * coordinator: it creates the state, and takes the members from phase to phase. A phase is a
 * barrier: none begins before all members have done the one before.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import {
  DEFAULT_CAPACITY,
  mergeHistories,
  type HistoryColumns,
  type MemberHistory,
} from "@sync-strategies/linearizability";
import type { RoundTrips } from "@sync-strategies/results";
import {
  assertStore,
  type Address,
  type ServicePlace,
  type SharedState,
  type SharedStrategy,
  type StateStore,
} from "@sync-strategies/state-store";
import { partOf, type MemberShare, type WorkloadParameters } from "@sync-strategies/workload";
import type {
  Clients,
  ClientsProgress,
  FinishedRun,
  GarbageCollection,
  OpenState,
  RecordedHistory,
  RunRequest,
} from "./clients.ts";
import { readColumns } from "./column-file.ts";
import type { TrialPhase } from "./measure.ts";
import { clockInWords } from "./member-clock.ts";
import { MemberGroup, type TrialMember } from "./member-group.ts";
import type { MemberKind } from "./member-kind.ts";
import type { SentHistory } from "./member-part.ts";
import { countRoundTrips } from "./round-trips.ts";
import { momentIn } from "./start-time.ts";
import { usedBy } from "./used-by-members.ts";
import { SocketWatch } from "./watch-sockets.ts";
import type { Work } from "./work.ts";

/** How far ahead of its start members get to know of a run, in milliseconds: all wait for it. */
const START_AHEAD_MS = 25;

export interface MemberClientsOptions {
  readonly strategy: SharedStrategy;
  /** Where each member loads the strategy from. */
  readonly moduleUrl: string;
  readonly count: number;
  readonly kind: Omit<MemberKind, "start">;
  /** Starts a member, by its number from 0. */
  readonly start: (member: number) => Promise<TrialMember>;
  /** Where each state's files get a folder, and histories that go by file. */
  readonly folder: string;
  readonly enter: (phase: TrialPhase) => void;
  /** Of a strategy of a service: its server, and a namespace that no other state has. */
  readonly newServicePlace?: (() => ServicePlace) | undefined;
  /** How many operations all members together can record. */
  readonly capacity?: number;
}

export class MemberClients implements Clients {
  readonly #options: MemberClientsOptions;
  readonly #members = new MemberGroup();
  #work: Work | undefined;
  /** How many operations completed here, in the coordinator. */
  #looks = 0;

  constructor(options: MemberClientsOptions) {
    this.#options = options;
  }

  async prepare(work: Work): Promise<readonly string[]> {
    const { count, moduleUrl, start, strategy, enter } = this.#options;
    this.#work = work;
    // None of the strategy's code runs yet: to start many on a busy machine may take its time.
    await this.#members.start(count, start);
    enter("loading");
    await this.#members.all("load", () => ({ moduleUrl, strategyId: strategy.id }));
    enter("preparing");
    const { parameters } = work;
    return this.#members.all("generate", (share) => ({ parameters, share }));
  }

  async prepareRecording(operations: number): Promise<void> {
    const { kind, capacity = DEFAULT_CAPACITY } = this.#options;
    const clock = kind.newClock();
    await this.#members.all("prepareRecording", (share) => ({
      operations: this.#partOf(operations, share),
      capacity: Math.max(1, this.#partOf(capacity, share)),
      clock,
    }));
  }

  async collectGarbage(kind: GarbageCollection): Promise<void> {
    await this.#members.all("collectGarbage", () => kind);
  }

  async open(): Promise<OpenState> {
    const { count, enter } = this.#options;
    const { state, dispose } = await this.#create();
    enter("opening the stores");
    const addresses = Array.from({ length: count }, (_, member) => addressFor(state, member));
    await this.#members.all(
      "open",
      ({ member }) => addresses[member]!.address,
      ({ member }) => addresses[member]!.transfer,
    );
    return {
      run: (request) => this.#run(request),
      look: (use) => this.#look(state, use),
      close: async () => {
        enter("closing");
        await this.#members.all("close", () => undefined);
        await dispose();
      },
    };
  }

  async countRoundTrips(): Promise<RoundTrips | null> {
    const { kind, enter } = this.#options;
    if (!kind.hasServer) return null;
    const watch = new SocketWatch();
    try {
      const { state, dispose } = await this.#create();
      enter("counting round trips");
      const trips = await this.#look(state, (store) => countRoundTrips(store, watch));
      await dispose();
      return trips;
    } finally {
      watch[Symbol.dispose]();
    }
  }

  async #create(): Promise<CreatedState> {
    const { strategy, folder: parent, count, newServicePlace, enter } = this.#options;
    enter("creating the state");
    const folder = await mkdtemp(join(parent, "state-"));
    const { keys } = this.#parameters;
    const place = { members: count, keys, folder, service: newServicePlace?.() };
    const state = await this.#members.unlessBroken(strategy.createState(place));
    assertState(state);
    return {
      state,
      dispose: async () => {
        enter("disposing of the state");
        await this.#members.unlessBroken(state[Symbol.asyncDispose]());
        await rm(folder, { recursive: true, force: true });
      },
    };
  }

  async history(): Promise<RecordedHistory> {
    const { kind, folder } = this.#options;
    const isByFile = kind.historiesGoBy === "file";
    const sent = await this.#members.all("history", ({ member }) =>
      isByFile ? join(folder, `history-${member + 1}`) : undefined,
    );
    const histories = await Promise.all(sent.map(receive));
    const { history, totalOps, clients, clock } = mergeHistories(histories);
    const clientTitle = (number: number): string => {
      const { client, member } = clients.get(number) ?? { client: number, member: 0 };
      return `client ${client} (${this.#members.nameOf(member)})`;
    };
    return { history, totalOps, clock: clockInWords(clock), clientTitle };
  }

  progress(): ClientsProgress {
    const completedOps = this.#members.completedOps + this.#looks;
    return { completedOps, members: this.#members.progress };
  }

  end(): Promise<void> {
    return this.#members.end();
  }

  async #run({ runLength, ...request }: RunRequest): Promise<FinishedRun> {
    const { kind } = this.#options;
    const clock = request.recording === "discarded" ? kind.newClock() : undefined;
    await this.#members.all("arm", () => ({ ...request, clock }));
    this.#members.countAnew();
    const cpuUsed = kind.watchCpu();
    const startAt = momentIn(START_AHEAD_MS);
    const runs = await this.#members.all("run", () => ({ startAt, runLength }));
    return {
      notes: runs.map(({ notes }) => notes),
      ...usedBy(runs, cpuUsed, kind.processors),
    };
  }

  /** Uses the state through a handle of the coordinator's own, which no member has used. */
  async #look<Result>(
    state: SharedState,
    use: (store: StateStore<number, number>) => Promise<Result>,
  ): Promise<Result> {
    const { strategy, count } = this.#options;
    const { address } = addressFor(state, count);
    const store = await this.#members.unlessBroken(strategy.openStore<number, number>(address));
    assertStore(store, "openStore");
    const counted = async <Value>(operation: () => Promise<Value>): Promise<Value> => {
      const value = await operation();
      this.#looks++;
      return value;
    };
    const counting: StateStore<number, number> = {
      read: (key) => counted(() => store.read(key)),
      write: (key, value) => counted(() => store.write(key, value)),
      update: (key, updater) => counted(() => store.update(key, updater)),
      close: () => store.close(),
      [Symbol.asyncDispose]: () => store.close(),
    };
    const result = await this.#members.unlessBroken(use(counting));
    await this.#members.unlessBroken(store.close());
    return result;
  }

  #partOf(amount: number, share: MemberShare): number {
    return partOf(amount, this.#work?.streams.length ?? 0, share);
  }

  get #parameters(): WorkloadParameters {
    if (this.#work === undefined) throw new TypeError("The clients were given no work.");
    return this.#work.parameters;
  }
}

/** A state, and how it is ended. */
interface CreatedState {
  readonly state: SharedState;
  readonly dispose: () => Promise<void>;
}

/** A file that has been read is needed no more. */
async function receive(sent: SentHistory): Promise<MemberHistory<HistoryColumns>> {
  if ("history" in sent) return sent.history;
  const history = await readColumns(sent.path, sent.outline);
  await rm(sent.path, { force: true });
  return history as MemberHistory<HistoryColumns>;
}

function addressFor(state: SharedState, member: number): Address {
  const made: unknown = state.addressFor(member);
  if (typeof made === "object" && made !== null && "address" in made) return made;
  throw new TypeError("addressFor returned no address: it needs a property of that name");
}

function assertState(made: unknown): void {
  const state = made as Partial<SharedState> | null | undefined;
  const isState =
    typeof state?.addressFor === "function" && typeof state[Symbol.asyncDispose] === "function";
  if (isState) return;
  throw new TypeError("createState returned no state: it needs addressFor and Symbol.asyncDispose");
}
