/**
 * What a run of the command found, as one document. The JSON output and saved results are this and
 * nothing else; tables, CSV, Markdown and the report are views of it. `result-schema.ts` checks
 * what is read back.
 */
import type { Verdict } from "@sync-strategies/linearizability";
import type { StrategyTraits } from "@sync-strategies/state-store";
import type { Comparison, Fairness, Ratio, Standing } from "@sync-strategies/statistics";
import type {
  Hold,
  KeyDistribution,
  LatencySummary,
  OpenLoopResult,
  OperationKind,
  StateCheck,
} from "@sync-strategies/workload";

/** Grows with every change that a reader of older documents would stumble over. */
export const SCHEMA_VERSION = 3;

export interface ResultDocument {
  readonly schemaVersion: typeof SCHEMA_VERSION;
  readonly environment: Environment;
  /** One for each table: each workload, or each point of a sweep. */
  readonly workloads: WorkloadResult[];
  /** True while the run goes on, and for good if it ended before all trials were done. */
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
  /** How the kernel chooses the processor's speed; null where it does not say. */
  readonly governor: string | null;
  readonly loadAverage: number;
  readonly commit: string | null;
  readonly seed: number;
  readonly arguments: readonly string[];
}

export interface WorkloadResult {
  readonly workload: string;
  readonly question: string;
  /** Which point of a sweep this is; null without one. */
  readonly sweep: SweepPoint | null;
  readonly parameters: {
    readonly readers: number;
    readonly writers: number;
    readonly updaters: number;
    readonly keys: number;
    readonly keyDistribution: KeyDistribution;
    readonly pauseUs: number;
    readonly hold: Hold;
    /** Arrivals a second of an open loop; 0 in a closed one. */
    readonly ratePerSecond: number;
    readonly maximumInFlight: number;
    readonly seed: number;
    /** How long each run lasts; null if a number of operations ends it. */
    readonly durationMs: number | null;
    readonly operations: number | null;
    readonly rounds: number;
  };
  /**
   * The most operations that the pauses allow: clients × duration ÷ pause. Null without pauses.
   */
  readonly limit: number | null;
  /** SHA-256 over the streams and parameters, the same in every row; null before the first. */
  digest: string | null;
  /** In which order each round ran; the baseline's second run is called by its name and "(again)". */
  readonly order: string[][];
  results: readonly StrategyResult[];
  /** The baseline's second run, for the A/A check; null if there was none. */
  sameTwice: StrategyResult | null;
  /** What the rounds allow to say; null for one round, or if no row can be the baseline. */
  comparison: Comparison | null;
}

export interface SweepPoint {
  readonly knob: string;
  readonly value: number | string;
}

/**
 * One row: its rounds, and what they come to. Figures are of the rounds that completed and null
 * if there was none: counts are means, speeds geometric means, percentiles medians of the
 * rounds' percentiles.
 */
export interface StrategyResult {
  readonly strategy: string;
  readonly title: string;
  /** A `peer` is another library, a `floor` what no store can be faster than. */
  readonly kind: "strategy" | "control" | "peer" | "floor" | "reference";
  /** Of peers: the strategy whose peer it is; of floors: `floors`. */
  readonly group?: string | undefined;
  /** How results come back to their callers, where the strategy says so. */
  readonly reply?: string | undefined;
  readonly traits: StrategyTraits | null;
  readonly status: RowStatus;
  /** One line that says what went wrong; null if nothing did. */
  readonly problem: string | null;
  readonly readOps: number | null;
  readonly writeOps: number | null;
  readonly updateOps: number | null;
  readonly totalOps: number | null;
  readonly elapsedMs: number | null;
  readonly opsPerSecond: number | null;
  /** The 95% interval of `opsPerSecond`; null with too few rounds for one. */
  readonly opsPerSecondInterval: { readonly low: number; readonly high: number } | null;
  /** Its speed beside the baseline's, by rounds that both completed; null with fewer than two. */
  readonly ratio: Ratio | null;
  /** What the comparison says of it; null where it says nothing, as of references. */
  readonly standing: Standing["verdict"] | "baseline" | null;
  /** From 1 on; strategies of one tier cannot be told apart. Null where there are no tiers. */
  readonly tier: number | null;
  /** The share of {@link WorkloadResult.limit}, 1 being all of it. */
  readonly shareOfLimit: number | null;
  readonly latency: Latency | null;
  /** How evenly the clients of each role were served, over all rounds. */
  readonly fairness: Readonly<Partial<Record<OperationKind, Fairness>>> | null;
  /** What an operation took of the machine, the harness's own part included; null if not known. */
  readonly resources: ResourcesPerOperation | null;
  /** How late a timer was during the runs; null if not known. */
  readonly timerLateness: LatencySummary | null;
  /** Of an open loop. */
  readonly openLoop: OpenLoopSummary | null;
  readonly state: StateCheck | null;
  /** The worst of the rounds' verdicts on their histories. */
  readonly verdict: Verdict["verdict"] | "unchecked";
  /**
   * What the verdict rests on, all rounds together, and what is wrong with the first violation;
   * null if unchecked.
   */
  readonly check: Verdict | null;
  readonly rounds: readonly RoundResult[];
}

/**
 * `other-workload`: its digest differs from the table's. `broke-contract`: it ran to the end, but
 * its history or its final state is wrong.
 */
export type RowStatus =
  | "completed"
  | "threw"
  | "hung"
  | "died"
  | "broke-contract"
  | "other-workload";

export type Latency = Readonly<Partial<Record<"all" | OperationKind, LatencySummary>>>;

export interface ResourcesPerOperation {
  readonly heapBytes: number;
  /** Processor time of all the process's threads; null where it mostly waited for timers. */
  readonly cpuNs: number | null;
  /** Garbage collections in a run, and what they took of its time. */
  readonly gcCount: number;
  readonly gcMs: number;
}

export interface OpenLoopSummary {
  readonly dropped: number;
  readonly arrivals: number;
  readonly mostInFlight: number;
  readonly latenessP99Us: number | null;
}

/** The raw values of one trial. */
export interface RoundResult {
  /** From 1 on. */
  readonly round: number;
  readonly status: RowStatus;
  readonly problem: string | null;
  /** Null if the trial did not complete. */
  readonly measured: MeasuredRound | null;
}

export interface MeasuredRound {
  readonly readOps: number;
  readonly writeOps: number;
  readonly updateOps: number;
  readonly elapsedMs: number;
  readonly inFlightAtDeadline: number | null;
  readonly perClientOps: readonly number[];
  readonly perTenthOps: readonly number[] | null;
  readonly meanPauseUs: number | null;
  readonly turnsMs: number | null;
  readonly timerLateness: LatencySummary | null;
  readonly digest: string;
  readonly latency: Latency | null;
  readonly openLoop: OpenLoopResult | null;
  readonly resources: RunResources | null;
  readonly state: StateCheck | null;
  readonly check: Verdict | null;
}

/** What a run took of the machine. */
export interface RunResources {
  /** Allocated on the heap: what it grew by, and what was collected. */
  readonly heapBytes: number;
  readonly gcCount: number;
  readonly gcMs: number;
  /** Of all the process's threads, user and system. */
  readonly cpuMs: number;
}
