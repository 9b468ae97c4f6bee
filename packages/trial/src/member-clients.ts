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
  SharedEventCounter,
} from "@sync-strategies/linearizability";
import { MemberFailure, type Member } from "@sync-strategies/members";
import {
  assertStore,
  type Address,
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
import type { TrialPhase } from "./measure.ts";
import type {
  Details,
  MemberNotice,
  MemberRequest,
  MemberRun,
  MemberTask,
  Reply,
} from "./member-part.ts";
import { usedBy } from "./used-by-members.ts";
import { momentIn } from "./start-time.ts";
import type { Work } from "./work.ts";

/** How far ahead of its start members get to know of a run, in milliseconds: all wait for it. */
const START_AHEAD_MS = 25;

export interface MemberClientsOptions {
  readonly strategy: SharedStrategy;
  /** Where each member loads the strategy from. */
  readonly moduleUrl: string;
  readonly count: number;
  /** Starts a member, by its number from 0. */
  readonly start: (member: number) => Promise<TrialMember>;
  /** Where each state's files get a folder. */
  readonly folder: string;
  readonly enter: (phase: TrialPhase) => void;
  /** How many operations all members together can record. */
  readonly capacity?: number;
}

export type TrialMember = Member<MemberRequest, unknown>;

/** A member, and how far it is. */
interface Part {
  readonly name: string;
  readonly member: TrialMember;
  readonly share: MemberShare;
  isAwaited: boolean;
  /** Operations of earlier runs, and of the latest one. */
  completedBefore: number;
  completedOps: number;
}

export class MemberClients implements Clients {
  readonly #options: MemberClientsOptions;
  #parts: readonly Part[] = [];
  #work: Work | undefined;
  /** How many reads of the state completed here, in the coordinator. */
  #looks = 0;
  #isEnding = false;
  /** Rejects when a member ends that was not asked to. */
  readonly #broken: Promise<never>;
  #break: (failure: MemberFailure) => void = () => {};

  constructor(options: MemberClientsOptions) {
    this.#options = options;
    this.#broken = new Promise((_, reject) => (this.#break = reject));
    // It is looked at only where something is waited for.
    this.#broken.catch(() => {});
  }

  async prepare(work: Work): Promise<readonly string[]> {
    const { count, moduleUrl, strategy, enter } = this.#options;
    enter("loading");
    this.#work = work;
    const shares = Array.from({ length: count }, (_, member) => ({ member, members: count }));
    this.#parts = await allOrNone(shares.map((share) => this.#start(share)));
    const { parameters } = work;
    const details = { moduleUrl, strategyId: strategy.id, parameters };
    return this.#all("load", (share) => ({ ...details, share }));
  }

  async prepareRecording(operations: number): Promise<void> {
    const { capacity = DEFAULT_CAPACITY } = this.#options;
    const { memory } = new SharedEventCounter();
    await this.#all("prepareRecording", (share) => ({
      operations: this.#partOf(operations, share),
      capacity: Math.max(1, this.#partOf(capacity, share)),
      counter: memory,
    }));
  }

  async collectGarbage(kind: GarbageCollection): Promise<void> {
    await this.#all("collectGarbage", () => kind);
  }

  async open(): Promise<OpenState> {
    const { strategy, folder: parent, count, enter } = this.#options;
    enter("creating the state");
    const folder = await mkdtemp(join(parent, "state-"));
    const place = { members: count, keys: this.#parameters.keys, folder };
    const state = await this.#unlessBroken(strategy.createState(place));
    assertState(state);
    enter("opening the stores");
    const addresses = this.#parts.map((_, member) => addressFor(state, member));
    await this.#all(
      "open",
      ({ member }) => addresses[member]!.address,
      ({ member }) => addresses[member]!.transfer,
    );
    return {
      run: (request) => this.#run(request),
      look: (use) => this.#look(state, use),
      close: async () => {
        enter("closing");
        await this.#all("close", () => undefined);
        enter("disposing of the state");
        await this.#unlessBroken(state[Symbol.asyncDispose]());
        await rm(folder, { recursive: true, force: true });
      },
    };
  }

  async history(): Promise<RecordedHistory> {
    const { history, totalOps, clients } = mergeHistories(
      await this.#all("history", () => undefined),
    );
    const clientTitle = (number: number): string => {
      const { client, member } = clients.get(number) ?? { client: number, member: 0 };
      return `client ${client} (${this.#parts[member]!.name})`;
    };
    return { history, totalOps, clientTitle };
  }

  progress(): ClientsProgress {
    const completedOps = this.#parts.reduce(
      (sum, part) => sum + part.completedBefore + part.completedOps,
      this.#looks,
    );
    return { completedOps, members: this.#parts };
  }

  async end(): Promise<void> {
    this.#isEnding = true;
    await Promise.all(this.#parts.map(({ member }) => member.end()));
  }

  async #start(share: MemberShare): Promise<Part> {
    const member = await this.#options.start(share.member);
    const { name } = member;
    const part: Part = {
      name,
      member,
      share,
      isAwaited: false,
      completedBefore: 0,
      completedOps: 0,
    };
    member.onNotice((notice) => {
      part.completedOps = (notice as MemberNotice).completedOps;
    });
    void member.ended.then((end) => {
      if (!this.#isEnding) this.#break(MemberFailure.ofEnd(name, end));
    });
    return part;
  }

  async #run({ runLength, ...request }: RunRequest): Promise<FinishedRun> {
    const counter = request.recording === "discarded" ? new SharedEventCounter().memory : undefined;
    await this.#all("arm", () => ({ ...request, counter }));
    for (const part of this.#parts) {
      part.completedBefore += part.completedOps;
      part.completedOps = 0;
    }
    const startAt = momentIn(START_AHEAD_MS);
    const runs: MemberRun[] = await this.#all("run", () => ({ startAt, runLength }));
    runs.forEach(({ notes }, member) => (this.#parts[member]!.completedOps = notes.completed));
    return {
      notes: runs.map(({ notes }) => notes),
      ...usedBy(runs),
    };
  }

  /** Reads through a handle of the coordinator's own, which no member has used. */
  async #look<Result>(
    state: SharedState,
    use: (store: StateStore<number, number>) => Promise<Result>,
  ): Promise<Result> {
    const { strategy, count } = this.#options;
    const { address } = addressFor(state, count);
    const store = await this.#unlessBroken(strategy.openStore<number, number>(address));
    assertStore(store, "openStore");
    const counting: StateStore<number, number> = {
      read: async (key) => {
        const value = await store.read(key);
        this.#looks++;
        return value;
      },
      write: (key, value) => store.write(key, value),
      update: (key, updater) => store.update(key, updater),
      close: () => store.close(),
      [Symbol.asyncDispose]: () => store.close(),
    };
    const result = await this.#unlessBroken(use(counting));
    await this.#unlessBroken(store.close());
    return result;
  }

  /** Asks all members the same, and resolves when all have done it. */
  async #all<Task extends MemberTask>(
    task: Task,
    details: (share: MemberShare) => Details<Task>,
    transfer: (share: MemberShare) => readonly object[] | undefined = () => undefined,
  ): Promise<Reply<Task>[]> {
    const replies = this.#parts.map(async (part) => {
      const { member, share } = part;
      part.isAwaited = true;
      const request = { task, details: details(share) } as MemberRequest;
      const reply = await member.ask(request, transfer(share));
      part.isAwaited = false;
      return reply as Reply<Task>;
    });
    return this.#unlessBroken(Promise.all(replies));
  }

  /** Waits no longer when a member has ended: what it left undone may never come. */
  #unlessBroken<Result>(promise: PromiseLike<Result>): Promise<Result> {
    return Promise.race([promise, this.#broken]);
  }

  #partOf(amount: number, share: MemberShare): number {
    return partOf(amount, this.#work?.streams.length ?? 0, share);
  }

  get #parameters(): WorkloadParameters {
    if (this.#work === undefined) throw new TypeError("The clients were given no work.");
    return this.#work.parameters;
  }
}

/** Resolves when all have been started; if one cannot be, those that were are ended. */
async function allOrNone(starts: readonly Promise<Part>[]): Promise<readonly Part[]> {
  try {
    return await Promise.all(starts);
  } catch (error) {
    const settled = await Promise.allSettled(starts);
    const started = settled.flatMap((start) => (start.status === "fulfilled" ? start.value : []));
    await Promise.all(started.map(({ member }) => member.end()));
    throw error;
  }
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
