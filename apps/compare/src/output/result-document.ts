/**
 * What a run of the command found, as one document. The JSON output is this and nothing else;
 * tables, CSV and Markdown are views of it.
 */
import type { Verdict } from "@sync-strategies/linearizability";
import type { StrategyTraits } from "@sync-strategies/state-store";
import type { Hold, LatencySummary, OperationKind, StateCheck } from "@sync-strategies/workload";

/** Grows with every change that a reader of older documents would stumble over. */
export const SCHEMA_VERSION = 1;

export interface ResultDocument {
  readonly schemaVersion: typeof SCHEMA_VERSION;
  readonly environment: Environment;
  readonly workloads: WorkloadResult[];
  /** True if the user ended the run before all trials were done. */
  interrupted: boolean;
  /** What else there is to say: names that stood for nothing, a missing reference. */
  readonly notes: string[];
}

export interface Environment {
  readonly startedAt: string;
  readonly node: string;
  readonly v8: string;
  readonly platform: string;
  readonly cpu: string;
  readonly cores: number;
  readonly loadAverage: number;
  readonly commit: string | null;
  readonly seed: number;
  readonly arguments: readonly string[];
}

export interface WorkloadResult {
  readonly workload: string;
  readonly question: string;
  readonly parameters: {
    readonly readers: number;
    readonly writers: number;
    readonly updaters: number;
    readonly keys: number;
    readonly pauseUs: number;
    readonly hold: Hold;
    readonly seed: number;
    readonly durationMs: number;
    readonly rounds: number;
  };
  /**
   * The most operations that the pauses allow: clients × duration ÷ pause. Null without pauses.
   */
  readonly limit: number | null;
  /** SHA-256 over the streams and parameters, the same in every row; null before the first. */
  digest: string | null;
  readonly results: StrategyResult[];
}

/** One row. The figures are null if the trial did not complete. */
export interface StrategyResult {
  readonly strategy: string;
  readonly title: string;
  readonly kind: "strategy" | "control" | "reference";
  readonly traits: StrategyTraits | null;
  readonly status: "completed" | "threw" | "hung" | "died" | "broke-contract" | "other-workload";
  /** One line that says what went wrong; null if nothing did. */
  readonly problem: string | null;
  readonly readOps: number | null;
  readonly writeOps: number | null;
  readonly updateOps: number | null;
  readonly totalOps: number | null;
  readonly elapsedMs: number | null;
  readonly opsPerSecond: number | null;
  /** The share of {@link WorkloadResult.limit}, 1 being all of it. */
  readonly shareOfLimit: number | null;
  readonly latency: Latency | null;
  readonly state: StateCheck | null;
  /** Whether the run's whole history, or as much of it as was recorded, was linearizable. */
  readonly verdict: Verdict["verdict"] | "unchecked";
  /** What the verdict rests on, and what is wrong if it is a violation; null if unchecked. */
  readonly check: Verdict | null;
  readonly rounds: readonly RoundResult[];
}

export type Latency = Readonly<Partial<Record<"all" | OperationKind, LatencySummary>>>;

/** The raw values of one trial. */
export interface RoundResult {
  readonly readOps: number;
  readonly writeOps: number;
  readonly updateOps: number;
  readonly elapsedMs: number;
  readonly inFlightAtDeadline: number | null;
  readonly perClientOps: readonly number[];
}
