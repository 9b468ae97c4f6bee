/**
 * Made-up results. A test says what matters to it; all other figures are those of a run in which
 * nothing is remarkable. What follows from rounds is worked out as for real ones.
 */
import { check, HistoryRecorder, register, type Verdict } from "@sync-strategies/linearizability";
import { compareContenders, MINIMUM_ROUNDS, ratioBetween } from "@sync-strategies/statistics";
import { completeParameters } from "@sync-strategies/workload";
import { opsPerSecondOf } from "../figures/counts.ts";
import {
  measuredRound,
  SCHEMA_VERSION,
  type MeasuredRound,
  type ResultDocument,
  type RoundResult,
  type StrategyResult,
  type WorkloadResult,
} from "../result-document.ts";
import { summarizeRounds } from "../summarize-rounds.ts";

/** One row: an element of `rounds` is what is remarkable about that round. */
export interface MadeUpRow {
  readonly strategy: string;
  readonly kind?: StrategyResult["kind"];
  readonly group?: string;
  readonly service?: string;
  readonly reply?: string;
  readonly rounds?: readonly (Partial<MeasuredRound> | MadeUpFailure)[];
}

export interface MadeUpFailure {
  readonly status: Exclude<RoundResult["status"], "completed">;
  readonly problem: string;
}

export interface MadeUpTable extends Partial<Pick<WorkloadResult, "workload" | "sweep">> {
  readonly rows: readonly MadeUpRow[];
  readonly parameters?: Partial<WorkloadResult["parameters"]>;
  /** Which row others are compared with; without it nothing is compared. */
  readonly baseline?: string;
}

/** A round of 100 ms, with 4 readers, 2 writers and 2 updaters, unless it is said otherwise. */
export function madeUpRound(remarkable: Partial<MeasuredRound> = {}): MeasuredRound {
  return measuredRound.parse({
    readOps: 4000,
    writeOps: 2000,
    updateOps: 2000,
    elapsedMs: 100,
    inFlightAtDeadline: 8,
    perClientOvertaken: null,
    perClientInFlightUs: Array.from({ length: 8 }, (_, client) => 10 * client),
    perClientOps: Array.from({ length: 8 }, () => 1000),
    perTenthOps: Array.from({ length: 10 }, () => 800),
    latency: {
      all: latency(8000),
      read: latency(4000),
      write: latency(2000),
      update: latency(2000),
    },
    turnsMs: 0,
    timerLateness: latency(40),
    meanPauseUs: null,
    digest: "d".repeat(64),
    resources: {
      heapBytes: 800_000,
      gcCount: 1,
      gcMs: 0.5,
      cpuMs: 101,
      threadCpuMs: 99,
      busyMs: 100,
    },
    state: {
      acknowledgedUpdates: 2002,
      lostUpdates: 0,
      lostUpdatesIsLowerBound: false,
      contradictions: [],
    },
    check: {
      verdict: "linearizable",
      engine: "zones",
      checkedOps: 8008,
      totalOps: 8008,
      elapsedMs: 1,
    },
    ...remarkable,
  });
}

function latency(samples: number): Record<string, unknown> {
  return {
    samples,
    p50Us: 90,
    p90Us: 150,
    p99Us: 300,
    p999Us: 500,
    maxUs: 900,
    meanUs: 100,
    distribution: [
      [100, Math.ceil(samples / 2)],
      [1000, Math.floor(samples / 2)],
    ],
  };
}

/** What the checker says of a lost update, with the drawing of it. */
export function violation(): Verdict {
  const recorder = new HistoryRecorder();
  const operations = [0, 1].map((client) => recorder.callUpdate(client, 0));
  for (const [client, operation] of operations.entries()) {
    recorder.updating(operation, undefined, client + 1);
  }
  for (const operation of operations) recorder.returnUpdate(operation);
  return check(recorder.history(), register());
}

export function madeUpTable({
  workload = "made-up",
  sweep = null,
  rows,
  parameters,
  baseline,
}: MadeUpTable): WorkloadResult {
  const rounds = Math.max(...rows.map((row) => row.rounds?.length ?? 1));
  const table: WorkloadResult = {
    workload,
    question: "What would be seen?",
    sweep,
    parameters: {
      ...completeParameters({
        readers: 4,
        writers: 2,
        updaters: 2,
        keys: 5,
        pauseUs: 0,
        hold: "microtask",
        seed: 1,
      }),
      durationMs: 100,
      operations: null,
      rounds,
      members: null,
      ...parameters,
    },
    operationCeiling: null,
    digest: "d".repeat(64),
    order: Array.from({ length: rounds }, () => rows.map(({ strategy }) => strategy)),
    results: [],
    baselineAgain: null,
    comparison: null,
  };
  table.results = rows.map((row) => rowOf(row, table));
  if (baseline !== undefined) compareRows(table, baseline);
  return table;
}

function rowOf(
  { strategy, kind = "strategy", group, service, reply, rounds = [{}] }: MadeUpRow,
  table: WorkloadResult,
): StrategyResult {
  const results = rounds.map((given, index): RoundResult => {
    const round = index + 1;
    return "status" in given
      ? { round, status: given.status, problem: given.problem, measured: null }
      : { round, status: "completed", problem: null, measured: madeUpRound(given) };
  });
  return {
    strategy,
    title: `The strategy ${strategy}`,
    kind,
    group,
    service,
    reply,
    traits: {
      access: "lock-holder",
      exclusion: "store",
      reads: "wait",
      updaterRuns: "once",
      control: kind === "control",
    },
    ...summarizeRounds(results, table),
    ratio: null,
    standing: null,
    tier: null,
  };
}

/** As the command does; the baseline's second run is as fast as its first. */
function compareRows(table: WorkloadResult, baseline: string): void {
  const ranked = table.results
    .filter(({ kind, status }) => kind === "strategy" && status === "completed")
    .map((row) => ({ name: row.strategy, rates: speedsOf(row) }));
  const base = ranked.find(({ name }) => name === baseline);
  if (base === undefined) throw new RangeError(`no row "${baseline}" can be the baseline`);
  const again = base.rates.length < MINIMUM_ROUNDS ? undefined : base.rates.map(alike);
  const comparison = compareContenders(ranked, baseline, { baselineAgain: again });
  table.comparison = comparison;
  table.results = table.results.map((row) => {
    const tier = comparison.tiers?.findIndex((names) => names.includes(row.strategy)) ?? -1;
    const compared = comparison.contenders.find(({ name }) => name === row.strategy);
    return {
      ...row,
      ratio: row.strategy === baseline ? null : (ratioBetween(speedsOf(row), base.rates) ?? null),
      standing: row.strategy === baseline ? "baseline" : (compared?.standing ?? null),
      tier: tier === -1 ? null : tier + 1,
    };
  });
}

/** A little faster and a little slower in turn. */
function alike(speed: number, round: number): number {
  return speed * (round % 2 === 0 ? 1.001 : 0.999);
}

function speedsOf({ rounds }: StrategyResult): number[] {
  return rounds.flatMap(({ measured }) => (measured === null ? [] : [opsPerSecondOf(measured)]));
}

export function madeUpDocument(
  ...tables: readonly (MadeUpTable | WorkloadResult)[]
): ResultDocument {
  return {
    schemaVersion: SCHEMA_VERSION,
    environment: {
      startedAt: "2026-01-02T03:04:05.678Z",
      node: "v20.0.0",
      v8: "11.3",
      platform: "linux x64",
      cpu: "A processor",
      cores: 2,
      governor: null,
      loadAverage: 0,
      loadAverageAtEnd: 0,
      commit: "0123456789",
      seed: 1,
      arguments: ["actor", "mutex"],
    },
    workloads: tables.map((table) => ("rows" in table ? madeUpTable(table) : table)),
    interrupted: false,
    notes: [],
  };
}
