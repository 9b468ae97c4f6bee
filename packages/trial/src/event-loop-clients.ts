/** The clients of one event loop: all of a workload's, or those of one member. */
import { HistoryRecorder, type EventClock } from "@sync-strategies/linearizability";
import type { StateStore } from "@sync-strategies/state-store";
import {
  WorkloadRun,
  type MemberShare,
  type RunLength,
  type RunNotes,
} from "@sync-strategies/workload";
import type { GarbageCollection, Resources, RunRequest } from "./clients.ts";
import type { Work } from "./work.ts";

/** What an event loop can tell of the machine that it runs on, and ask of it. */
export interface Machine {
  /** Does nothing where garbage cannot be collected on request. */
  readonly collectGarbage: (kind: GarbageCollection) => void;
  /** Starts to watch what this event loop uses; call what it returns when the run is over. */
  readonly watchResources: () => () => Resources | null;
}

/** What a warm-up records before it is full, in operations: it is not kept. */
const WARM_UP_CAPACITY = 100_000;

export class EventLoopClients {
  readonly #work: Work;
  readonly #machine: Machine;
  readonly #share: MemberShare | undefined;
  #recorder: HistoryRecorder | undefined;
  #run: WorkloadRun | undefined;

  /** @param share of the work; all of it where it is missing. */
  constructor(work: Work, machine: Machine, share?: MemberShare) {
    this.#work = work;
    this.#machine = machine;
    this.#share = share;
  }

  /** How many operations completed in the latest run. */
  get completedOps(): number {
    return this.#run?.completedOps ?? 0;
  }

  /** Makes the recorder of the run that is kept, with memory for this number of operations. */
  prepareRecording(operations: number, capacity?: number, clock?: EventClock): void {
    this.#recorder = new HistoryRecorder(capacity, clock);
    this.#recorder.prepare(operations);
  }

  /** What was recorded of the run that is kept. */
  get recorder(): HistoryRecorder {
    if (this.#recorder === undefined) throw new TypeError("No recording was prepared.");
    return this.#recorder;
  }

  /** Gets a run ready, so that nothing but {@link run} is left to do. */
  arm(
    store: StateStore<number, number>,
    { parameters, recording }: Omit<RunRequest, "runLength">,
    clock?: EventClock,
  ): void {
    const { streams, arrivals } = this.#work;
    const recorder =
      recording === "none"
        ? undefined
        : recording === "kept"
          ? this.recorder
          : new HistoryRecorder(WARM_UP_CAPACITY, clock);
    this.#run = new WorkloadRun(store, parameters, streams, {
      recorder,
      arrivals,
      share: this.#share,
    });
  }

  /** Runs what was armed, and resolves when every operation that was called has settled. */
  async run(runLength: RunLength): Promise<LoopRun> {
    if (this.#run === undefined) throw new TypeError("No run was armed.");
    const resourcesUsed = this.#machine.watchResources();
    const notes = await this.#run.takePart(runLength);
    return { notes, resources: resourcesUsed() };
  }
}

export interface LoopRun {
  readonly notes: RunNotes;
  readonly resources: Resources | null;
}
