/** What a row's rounds come to. The raw values stay with it, so that nobody has to believe this. */
import type { Verdict } from "@sync-strategies/linearizability";
import {
  estimateMean,
  fairnessOf,
  geometricMean,
  mean,
  median,
  MINIMUM_ROUNDS,
} from "@sync-strategies/statistics";
import type {
  LatencyBucket,
  LatencySummary,
  OperationKind,
  StateCheck,
} from "@sync-strategies/workload";
import type {
  Latency,
  MeasuredRound,
  OpenLoopSummary,
  ResourcesPerOperation,
  RoundResult,
  RowStatus,
  StrategyResult,
  WorkloadResult,
} from "./output/result-document.ts";

type Summary = Omit<
  StrategyResult,
  "strategy" | "title" | "kind" | "group" | "reply" | "traits" | "ratio" | "standing" | "tier"
>;

/** All of a row but who it is, and how it stands beside others. */
export function summarizeRounds(
  rounds: readonly RoundResult[],
  { parameters, limit }: WorkloadResult,
): Summary {
  const failed = rounds.find(({ status }) => status !== "completed");
  const measured = rounds.flatMap((round) => round.measured ?? []);
  const { status, problem } = statusOf(failed, parameters.rounds);
  const known = {
    status,
    problem,
    state: addStates(measured),
    ...verdictOf(measured),
    rounds,
  };
  if (measured.length === 0) return { ...nothing, ...known };
  const speeds = measured.map((run) => (totalOf(run) / run.elapsedMs) * 1000);
  const totalOps = Math.round(mean(measured.map(totalOf)));
  const hasSpeed = speeds.every((speed) => speed > 0);
  return {
    ...known,
    readOps: Math.round(mean(measured.map(({ readOps }) => readOps))),
    writeOps: Math.round(mean(measured.map(({ writeOps }) => writeOps))),
    updateOps: Math.round(mean(measured.map(({ updateOps }) => updateOps))),
    totalOps,
    elapsedMs: mean(measured.map(({ elapsedMs }) => elapsedMs)),
    opsPerSecond: hasSpeed ? geometricMean(speeds) : 0,
    opsPerSecondInterval: hasSpeed && speeds.length >= MINIMUM_ROUNDS ? intervalOf(speeds) : null,
    shareOfLimit: limit === null ? null : totalOps / limit,
    latency: latencyOf(measured),
    fairness: fairnessByKind(measured, parameters),
    resources: resourcesOf(measured, parameters),
    timerLateness: latenessOf(measured),
    openLoop: openLoopOf(measured),
  };
}

const nothing = {
  readOps: null,
  writeOps: null,
  updateOps: null,
  totalOps: null,
  elapsedMs: null,
  opsPerSecond: null,
  opsPerSecondInterval: null,
  shareOfLimit: null,
  latency: null,
  fairness: null,
  resources: null,
  timerLateness: null,
  openLoop: null,
} as const satisfies Partial<Summary>;

export function totalOf({ readOps, writeOps, updateOps }: MeasuredRound): number {
  return readOps + writeOps + updateOps;
}

function statusOf(
  failed: RoundResult | undefined,
  rounds: number,
): { status: RowStatus; problem: string | null } {
  if (failed === undefined) return { status: "completed", problem: null };
  const where = rounds > 1 ? `in round ${failed.round} of ${rounds}: ` : "";
  return { status: failed.status, problem: where + (failed.problem ?? failed.status) };
}

function intervalOf(speeds: readonly number[]): { low: number; high: number } {
  const { low, high } = estimateMean(speeds);
  return { low, high };
}

function latencyOf(measured: readonly MeasuredRound[]): Latency | null {
  const all = measured.flatMap(({ latency }) => latency ?? []);
  if (all.length === 0) return null;
  const kinds = ["all", "read", "write", "update"] as const;
  return Object.fromEntries(
    kinds.flatMap((kind) => {
      const summaries = all.flatMap((latency) => latency[kind] ?? []);
      return summaries.length === 0 ? [] : [[kind, combine(summaries)]];
    }),
  );
}

function latenessOf(measured: readonly MeasuredRound[]): LatencySummary | null {
  const all = measured.flatMap(({ timerLateness }) => timerLateness ?? []);
  return all.length === 0 ? null : combine(all);
}

/** Percentiles are medians of the rounds'; how the samples spread is all rounds together. */
function combine(summaries: readonly LatencySummary[]): LatencySummary {
  const middle = (name: "p50Us" | "p90Us" | "p99Us" | "p999Us" | "meanUs"): number | undefined => {
    const values = summaries.flatMap((summary) => summary[name] ?? []);
    return values.length < summaries.length ? undefined : median(values);
  };
  const maxima = summaries.flatMap(({ maxUs }) => maxUs ?? []);
  return {
    samples: summaries.reduce((sum, { samples }) => sum + samples, 0),
    p50Us: middle("p50Us"),
    p90Us: middle("p90Us"),
    p99Us: middle("p99Us"),
    p999Us: middle("p999Us"),
    meanUs: middle("meanUs"),
    maxUs: maxima.length === 0 ? undefined : Math.max(...maxima),
    distribution: addDistributions(summaries),
  };
}

function addDistributions(summaries: readonly LatencySummary[]): LatencyBucket[] | undefined {
  const sums = new Map<number, number>();
  for (const { distribution } of summaries) {
    if (distribution === undefined) return undefined;
    for (const [upperUs, samples] of distribution) {
      sums.set(upperUs, (sums.get(upperUs) ?? 0) + samples);
    }
  }
  return [...sums].toSorted(([one], [other]) => one - other);
}

/** Clients come as the streams do: readers, writers, updaters. */
function fairnessByKind(
  measured: readonly MeasuredRound[],
  { readers, writers, updaters, ratePerSecond }: WorkloadResult["parameters"],
): StrategyResult["fairness"] {
  // In an open loop arrivals decide who gets how many turns.
  if (ratePerSecond > 0) return null;
  const clients = measured[0]?.perClientOps.length ?? 0;
  const sums = Array.from({ length: clients }, (_, client) =>
    measured.reduce((sum, { perClientOps }) => sum + (perClientOps[client] ?? 0), 0),
  );
  const bounds: [OperationKind, number, number][] = [
    ["read", 0, readers],
    ["write", readers, readers + writers],
    ["update", readers + writers, readers + writers + updaters],
  ];
  return Object.fromEntries(
    bounds
      .filter(([, from, to]) => to > from)
      .map(([kind, from, to]) => [kind, fairnessOf(sums.slice(from, to))]),
  );
}

function resourcesOf(
  measured: readonly MeasuredRound[],
  { pauseUs, ratePerSecond }: WorkloadResult["parameters"],
): ResourcesPerOperation | null {
  const rounds = measured.flatMap((run) => {
    const operations = totalOf(run) + (run.inFlightAtDeadline ?? 0);
    return run.resources === null || operations === 0 ? [] : [{ ...run.resources, operations }];
  });
  if (rounds.length === 0) return null;
  // Where timers set the pace, their own cost would pass for the store's.
  const isWorking = pauseUs === 0 && ratePerSecond === 0;
  return {
    heapBytes: median(rounds.map(({ heapBytes, operations }) => heapBytes / operations)),
    cpuNs: isWorking
      ? median(rounds.map(({ cpuMs, operations }) => (cpuMs * 1e6) / operations))
      : null,
    gcCount: median(rounds.map(({ gcCount }) => gcCount)),
    gcMs: median(rounds.map(({ gcMs }) => gcMs)),
  };
}

function openLoopOf(measured: readonly MeasuredRound[]): OpenLoopSummary | null {
  const all = measured.flatMap(({ openLoop }) => openLoop ?? []);
  if (all.length === 0) return null;
  const lateness = all.flatMap(({ lateness: { p99Us } }) => p99Us ?? []);
  return {
    dropped: all.reduce((sum, { dropped }) => sum + dropped, 0),
    arrivals: all.reduce((sum, { arrivals }) => sum + arrivals, 0),
    mostInFlight: Math.max(...all.map(({ mostInFlight }) => mostInFlight)),
    latenessP99Us: lateness.length < all.length ? null : median(lateness),
  };
}

function addStates(measured: readonly MeasuredRound[]): StateCheck | null {
  const states = measured.flatMap(({ state }) => state ?? []);
  if (states.length === 0) return null;
  return {
    acknowledgedUpdates: states.reduce((sum, state) => sum + state.acknowledgedUpdates, 0),
    lostUpdates: states.reduce((sum, state) => sum + state.lostUpdates, 0),
    lostUpdatesIsLowerBound: states.some((state) => state.lostUpdatesIsLowerBound),
    contradictions: states.flatMap((state) => state.contradictions),
  };
}

/** By rising concern. */
const severity = ["linearizable", "unknown", "not-linearizable"] as const;

/** One round without a verdict leaves the row without. */
function verdictOf(measured: readonly MeasuredRound[]): Pick<Summary, "verdict" | "check"> {
  const checks = measured.flatMap(({ check }) => check ?? []);
  if (checks.length === 0 || checks.length < measured.length) {
    return { verdict: "unchecked", check: null };
  }
  const worst = checks.reduce((one, other) =>
    severity.indexOf(other.verdict) > severity.indexOf(one.verdict) ? other : one,
  );
  const sum = (amount: (check: Verdict) => number): number =>
    checks.reduce((total, check) => total + amount(check), 0);
  const check = {
    ...worst,
    checkedOps: sum(({ checkedOps }) => checkedOps),
    totalOps: sum(({ totalOps }) => totalOps),
    elapsedMs: sum(({ elapsedMs }) => elapsedMs),
  };
  return { verdict: worst.verdict, check };
}
