/**
 * A member's part of a trial: what its coordinator asks of it, one phase after the other. A phase
 * begins when all members have done the one before.
 */
import type { HistoryColumns, MemberHistory } from "@sync-strategies/linearizability";
import {
  assertStore,
  isShared,
  type SharedStrategy,
  type StateStore,
  type Strategy,
} from "@sync-strategies/state-store";
import type { MemberShare, RunLength, WorkloadParameters } from "@sync-strategies/workload";
import type { GarbageCollection, Recording } from "./clients.ts";
import { writeColumns } from "./column-file.ts";
import { EventLoopClients, type LoopRun, type Machine } from "./event-loop-clients.ts";
import { clockOf, type ClockData } from "./member-clock.ts";
import { arrive } from "./start-time.ts";
import { generateWork } from "./work.ts";

/** What a member is asked, and with what. */
export type MemberRequest = {
  readonly [Task in MemberTask]: { readonly task: Task; readonly details: Details<Task> };
}[MemberTask];

export type MemberTask = Exclude<keyof MemberPart, "completedOps">;
export type Details<Task extends MemberTask> = Parameters<MemberPart[Task]>[0];
export type Reply<Task extends MemberTask> = Awaited<ReturnType<MemberPart[Task]>>;

/** What a member tells without being asked: how many operations completed in its latest run. */
export interface MemberNotice {
  readonly completedOps: number;
}

export interface LoadDetails {
  readonly moduleUrl: string;
  readonly strategyId: string;
}

export interface GenerateDetails {
  readonly parameters: WorkloadParameters;
  readonly share: MemberShare;
}

export interface RecordingDetails {
  readonly operations: number;
  readonly capacity: number;
  readonly clock: ClockData;
}

export interface ArmDetails {
  readonly parameters: WorkloadParameters;
  readonly recording: Recording;
  /** That of a recording that is discarded. */
  readonly clock: ClockData | undefined;
}

export interface MemberRun extends LoopRun {
  readonly lateStartMs: number;
}

export class MemberPart {
  readonly #find: FindStrategy;
  readonly #machine: Machine;
  #strategy: SharedStrategy | undefined;
  #clients: EventLoopClients | undefined;
  #store: StateStore<number, number> | undefined;

  constructor(find: FindStrategy, machine: Machine) {
    this.#find = find;
    this.#machine = machine;
  }

  /** How many operations completed in the latest run. */
  get completedOps(): number {
    return this.#clients?.completedOps ?? 0;
  }

  async load({ moduleUrl, strategyId }: LoadDetails): Promise<void> {
    const strategy = await this.#find(moduleUrl, strategyId);
    if (!isShared(strategy)) throw new TypeError("its state lives in one event loop");
    this.#strategy = strategy;
  }

  /** Generates the work, and resolves to its digest. */
  async generate({ parameters, share }: GenerateDetails): Promise<string> {
    const work = await generateWork(parameters);
    this.#clients = new EventLoopClients(work, this.#machine, share);
    return work.digest;
  }

  async prepareRecording({ operations, capacity, clock }: RecordingDetails): Promise<void> {
    loaded(this.#clients).prepareRecording(operations, capacity, clockOf(clock));
  }

  async collectGarbage(kind: GarbageCollection): Promise<void> {
    this.#machine.collectGarbage(kind);
  }

  async open(address: unknown): Promise<void> {
    const store = await loaded(this.#strategy).openStore<number, number>(address);
    assertStore(store, "openStore");
    this.#store = store;
  }

  /** Gets a run ready, so that it can begin on time. */
  async arm({ clock, ...request }: ArmDetails): Promise<void> {
    loaded(this.#clients).arm(loaded(this.#store), request, clock && clockOf(clock));
  }

  async run({ startAt, runLength }: RunDetails): Promise<MemberRun> {
    const lateStartMs = await arrive(startAt);
    return { lateStartMs, ...(await loaded(this.#clients).run(runLength)) };
  }

  async close(): Promise<void> {
    await loaded(this.#store).close();
  }

  /**
   * To be asked for when all members have run: the others may see what this one does later.
   *
   * @param path of the file that it is to be written to; undefined if it goes by message.
   */
  async history(path: string | undefined): Promise<SentHistory> {
    const history = loaded(this.#clients).recorder.memberHistory();
    if (path === undefined) return { history };
    try {
      return { path, outline: await writeColumns(path, history) };
    } catch {
      // On a full disk it takes longer, and nothing that was measured is lost.
      return { history };
    }
  }
}

/** What a member recorded, or the file that it is in: see column-file.ts. */
export type SentHistory =
  | { readonly history: MemberHistory<HistoryColumns> }
  | { readonly path: string; readonly outline: unknown };

interface RunDetails {
  /** In nanoseconds of CLOCK_MONOTONIC. */
  readonly startAt: bigint;
  readonly runLength: RunLength;
}

type FindStrategy = (moduleUrl: string, id: string) => Promise<Strategy | SharedStrategy>;

function loaded<Thing>(thing: Thing | undefined): Thing {
  if (thing === undefined) throw new TypeError("A phase was left out.");
  return thing;
}
