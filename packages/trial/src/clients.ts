/**
 * Where a workload's clients run: all in this event loop, or spread over members that each have
 * their own. The recipe of measuring knows no more of it than this.
 */
import type { HistoryColumns } from "@sync-strategies/linearizability";
import type { MeasuredRound, MemberFigures, RoundTrips } from "@sync-strategies/results";
import type { StateStore } from "@sync-strategies/state-store";
import type { RunLength, RunNotes, WorkloadParameters } from "@sync-strategies/workload";
import type { Work } from "./work.ts";

export interface Clients {
  /**
   * Hands out the work. An event loop that cannot be given it generates it again, from the seed:
   * resolves to the digest of each one's.
   */
  prepare(work: Work): Promise<readonly string[]>;

  /** Makes what records the measured run, with memory for this number of operations in all. */
  prepareRecording(operations: number): Promise<void>;

  /** Does nothing where garbage cannot be collected on request. */
  collectGarbage(kind: GarbageCollection): Promise<void>;

  /** Creates an empty state, and opens it for the clients. */
  open(): Promise<OpenState>;

  /**
   * Counts how often an operation waits for a server, on a state that is thrown away.
   * Missing, or null, where no server has the state.
   */
  countRoundTrips?(): Promise<RoundTrips | null>;

  /** What was recorded of the measured run. */
  history(): Promise<RecordedHistory>;

  /** How far the clients are. */
  progress(): ClientsProgress;

  /** Ends all that was started for the clients. To call it again does nothing. */
  end(): Promise<void>;
}

/** A state that is open for the clients. They run on it once. */
export interface OpenState {
  run(request: RunRequest): Promise<FinishedRun>;

  /** Hands over a store through which the state can be read when the clients are done. */
  look<Result>(use: (store: StateStore<number, number>) => Promise<Result>): Promise<Result>;

  /** Ends the state, and all that was started for it. */
  close(): Promise<void>;
}

export type GarbageCollection = "major" | "minor";

export interface RunRequest {
  readonly parameters: WorkloadParameters;
  readonly runLength: RunLength;
  /** Whether what happens is recorded, and whether the recording is kept for {@link Clients.history}. */
  readonly recording: Recording;
}

export type Recording = "none" | "discarded" | "kept";

export type Resources = NonNullable<MeasuredRound["resources"]>;

export interface FinishedRun {
  /** What each event loop noted. */
  readonly notes: readonly RunNotes[];
  readonly resources: Resources | null;
  /** Of each member, what it did and used; missing where there are none. */
  readonly members?: readonly MemberFigures[];
}

export interface RecordedHistory {
  readonly history: HistoryColumns;
  /** How many operations there were, recorded or not. */
  readonly totalOps: number;
  /** Which clock ordered the events of different members, in words; missing in one event loop. */
  readonly clock?: string;
  /** What people call a client, where its number is not enough. */
  readonly clientTitle?: (client: number) => string;
}

export interface ClientsProgress {
  /** How many operations have completed so far, in any run: it only rises. */
  readonly completedOps: number;
  /** Of each member; none where there are none. */
  readonly members: readonly MemberProgress[];
}

export interface MemberProgress {
  /** As people know it: "thread 2". */
  readonly name: string;
  /** How many operations completed in the run that is under way. */
  readonly completedOps: number;
  /** How many times it said how far it is: it does so as long as its event loop turns. */
  readonly notices: number;
  /** Whether something was asked of it that it has not done yet. */
  readonly isAwaited: boolean;
}
