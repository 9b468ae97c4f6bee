/**
 * What the figures of a table say about themselves: whether they can rank strategies, whether
 * rounds allow standings, whether warming up was enough, whether throughput and latency agree, and
 * which clients, or members, were served unevenly.
 */
import {
  agreement,
  mean,
  median,
  MINIMUM_ROUNDS,
  type Comparison,
} from "@sync-strategies/statistics";
import { disqualificationIn, isTooDisturbed, meanPauseUs } from "../disqualification.ts";
import { totalOf } from "../figures/counts.ts";
import { isStarving } from "../figures/in-flight.ts";
import { count, list, percent } from "../format-figures.ts";
import { isRanked } from "../row-kind.ts";
import { onMembers } from "./members.ts";
import type {
  MeasuredRound,
  RoundResult,
  StrategyResult,
  WorkloadResult,
} from "../result-document.ts";

/** A run whose first fifth was slower than this share of its later half was still warming up. */
const WARM_SHARE = 0.85;

/** A tenth of a shorter run says nothing. */
const SHORTEST_FOR_TENTHS_MS = 100;

export function checksOnFigures(workload: WorkloadResult): string[] {
  const rows = workload.results.filter(
    ({ status, opsPerSecond }) => status === "completed" && opsPerSecond !== null,
  );
  // Starved clients have a remark elsewhere, and so have disturbed trials.
  const served = rows.filter((row) => !isStarving(row));
  return [
    ...pauseBound(workload),
    ...standings(workload),
    ...unprovenSpeed(rows.filter((row) => !isTooDisturbed(row))),
    ...contradictions(workload, served),
    ...unevenService(served),
    ...onMembers(workload, rows),
    ...openLoop(workload, rows),
  ];
}

function pauseBound(workload: WorkloadResult): string[] {
  if (disqualificationIn(workload) !== "pause-bound") return [];
  return [
    "The pause takes more than 95% of each cycle, so these counts cannot rank strategies: compare latencies.",
  ];
}

function standings({ comparison, results, parameters: { rounds } }: WorkloadResult): string[] {
  if (rounds === 1 || comparison === null) return [];
  const { baseline, obstacle, tiers, aaCheck } = comparison;
  switch (obstacle) {
    // Each has a remark elsewhere.
    case "pause-bound":
    case "open-loop":
    case "disturbed":
      return [];
    case "too-few-rounds":
      return [tooFewRounds(baseline, results, rounds)];
    case "no-aa-check":
      return [
        `${baseline} was to run twice under two names, but has fewer than ${MINIMUM_ROUNDS} rounds of ` +
          `both: the machine's noise is unknown, and nothing is ranked.`,
      ];
  }
  const self =
    aaCheck === undefined
      ? ""
      : `${baseline}, run twice under two names, was ${aaCheck.ratio.value.toFixed(3)} times ` +
        `as fast as itself (${aaCheck.ratio.low.toFixed(3)}–${aaCheck.ratio.high.toFixed(3)})`;
  if (obstacle === "too-noisy") {
    return [`${self}: the machine was too noisy, and nothing is ranked.`];
  }
  const check =
    aaCheck === undefined
      ? []
      : [
          `${self}: no clear difference, as it should be; the noise could hide ${hidden(aaCheck.ratio)}.`,
        ];
  if (tiers === undefined || tiers.flat().length < 2) return check;
  const tie = tiers.length === 1 ? "No strategy is faster than another: " : "From the fastest: ";
  const order = `${tie}${tiers.map((names) => list(names)).join("; then ")}.`;
  return [order, ...tiesDespiteIntervals(comparison), ...check];
}

/** Why nothing is ranked: few rounds were asked for, or few had anything to count. */
function tooFewRounds(
  baseline: string,
  results: readonly StrategyResult[],
  rounds: number,
): string {
  if (rounds < MINIMUM_ROUNDS) {
    return `Fewer than ${MINIMUM_ROUNDS} rounds: no intervals, and nothing is ranked.`;
  }
  const runs = results.filter(isRanked).flatMap((row) => row.rounds);
  const hint = "a longer --duration gives operations time to complete";
  if (!runs.some(hasCompletedAny)) {
    return `Nothing completed in any of the ${rounds} rounds, so nothing is ranked: ${hint}.`;
  }
  const own = results.find(({ strategy }) => strategy === baseline)?.rounds ?? [];
  const counted = own.filter(hasCompletedAny).length;
  const where = counted === 0 ? `in none of the ${rounds}` : `in only ${counted} of the ${rounds}`;
  return (
    `With ${baseline}, the baseline, operations completed ${where} rounds, and ` +
    `${MINIMUM_ROUNDS} are needed: nothing is ranked; ${hint}.`
  );
}

function hasCompletedAny({ measured }: RoundResult): boolean {
  return measured !== null && totalOf(measured) > 0;
}

/** An interval that excludes 1 looks like a finding; these are none. */
function tiesDespiteIntervals({ contenders, baseline }: Comparison): string[] {
  const clear = contenders.filter(
    ({ standing, ratio }) =>
      standing === "tie" && ratio !== undefined && (ratio.low > 1 || ratio.high < 1),
  );
  if (clear.length === 0) return [];
  const reasons = clear.map(({ name, ratio, adjustedPValue = 1 }) =>
    adjustedPValue < 0.05
      ? `${name} differs by ${percent(Math.abs((ratio?.value ?? 1) - 1))}, less than 2%`
      : `for ${name}, a difference like this arises by chance in ${percent(adjustedPValue)} of such tables (Holm's correction over all pairs; 5% is the limit)`,
  );
  return [`Ties with ${baseline} although their intervals exclude 1: ${list(reasons)}.`];
}

/** What the noise seen by the A/A check could hide. */
function hidden({ low, high }: { readonly low: number; readonly high: number }): string {
  return `a difference below ${percent(Math.max(high - 1, 1 - low))}`;
}

/** The check that the warm-up sufficed. */
function unprovenSpeed(rows: readonly StrategyResult[]): string[] {
  const cold = rows.flatMap((row) => {
    const shares = row.rounds.flatMap(({ measured }) => warmShare(measured) ?? []);
    if (shares.length === 0) return [];
    const share = median(shares);
    return share < WARM_SHARE ? [`${row.strategy} had ${percent(share)}`] : [];
  });
  if (cold.length === 0) return [];
  return [
    `Slow at first, so that the mean understates the speed: in the first fifth of its run ` +
      `${list(cold)} of its speed in the later half. With a longer --duration that weighs less.`,
  ];
}

function warmShare(measured: MeasuredRound | null): number | undefined {
  const tenths = measured?.perTenthOps;
  if (!tenths || (measured?.elapsedMs ?? 0) < SHORTEST_FOR_TENTHS_MS) return undefined;
  const late = mean(tenths.slice(5));
  return late === 0 ? undefined : mean(tenths.slice(0, 2)) / late;
}

/**
 * Little's law, with the pauses as long as they really were, and with the time in which clients
 * waited for the event loop's turns.
 */
function contradictions({ parameters }: WorkloadResult, rows: readonly StrategyResult[]): string[] {
  const { readers, writers, updaters, ratePerSecond } = parameters;
  if (ratePerSecond > 0) return [];
  const clients = readers + writers + updaters;
  const wrong = rows.flatMap((row) => {
    const { strategy, latency, inFlightAtEnd, opsPerSecond, elapsedMs } = row;
    const responseUs = latency?.all?.meanUs;
    if (responseUs === undefined || opsPerSecond === null || elapsedMs === null) return [];
    // Operations in flight at the end are in the mean response, so they are in the speed, too.
    const perSecond = opsPerSecond + ((inFlightAtEnd?.operations ?? 0) / elapsedMs) * 1000;
    const turnsUs = (shareOfTurns(row) * clients * 1e6) / perSecond;
    const pauseUs = meanPauseUs(row, parameters) + turnsUs;
    const loop = { clients, opsPerSecond: perSecond, responseUs, pauseUs };
    const { accounted, holds } = agreement(loop);
    return holds ? [] : [`${count(accounted)} with ${strategy}`];
  });
  if (wrong.length === 0) return [];
  return [
    `Speed and latency contradict each other: by Little's law, speed times the time of a cycle is the ` +
      `number of clients, ${count(clients)}, but it is ${list(wrong)}. One of the two is off: run it ` +
      `again on a quiet machine, with a longer --duration, before you rely on either.`,
  ];
}

/** The share of the time in which no client had an operation under way. */
function shareOfTurns({ rounds }: StrategyResult): number {
  const shares = rounds.flatMap(({ measured }) =>
    measured === null ? [] : [(measured.turnsMs ?? 0) / measured.elapsedMs],
  );
  return shares.length === 0 ? 0 : mean(shares);
}

/** Below this value of Jain's index some clients of a role were served far less than others. */
const EVEN = 0.9;

function unevenService(rows: readonly StrategyResult[]): string[] {
  const uneven = rows.flatMap(({ strategy, fairness }) =>
    (["read", "write", "update"] as const).flatMap((kind) => {
      const found = fairness?.[kind];
      if (found === undefined || found.jainIndex >= EVEN) return [];
      const { jainIndex, least, most, withNone, clients } = found;
      const none = withNone === 0 ? "" : `, ${count(withNone)} of ${count(clients)} with none`;
      const range = `${count(least)} to ${count(most)} per client${none}`;
      return [`${kind}s of ${strategy}, ${range} (Jain's index ${jainIndex.toFixed(2)})`];
    }),
  );
  if (uneven.length === 0) return [];
  return [
    `Some clients were served far more often than others of their role: ${list(uneven)}; an index ` +
      `of 1 is even.`,
  ];
}

function openLoop({ parameters }: WorkloadResult, rows: readonly StrategyResult[]): string[] {
  if (parameters.ratePerSecond === 0) return [];
  const dropped = rows.flatMap(({ strategy, openLoop: loop }) =>
    loop !== null && loop.dropped > 0
      ? [`${strategy} ${count(loop.dropped)} of ${count(loop.arrivals)}`]
      : [],
  );
  const drops =
    dropped.length === 0
      ? []
      : [
          `Dropped, since --max-in-flight operations were in flight already: ${list(dropped)}. Their latencies ` +
            `are those of a lighter load than was asked for.`,
        ];
  return [
    "Arrivals decide the counts, so counts cannot rank strategies: compare latencies, which count from each operation's intended start.",
    ...drops,
  ];
}
