/**
 * What the figures of a table say about themselves: whether they can rank strategies, whether
 * rounds allow standings, whether the machine was quiet, whether warming up was enough, whether
 * throughput and latency agree, and which clients were served unevenly.
 */
import { agreement, mean, median, MINIMUM_ROUNDS } from "@sync-strategies/statistics";
import { isPauseBound, meanPauseUs } from "../pause-bound.ts";
import { count, list, percent } from "../format-figures.ts";
import type { MeasuredRound, StrategyResult, WorkloadResult } from "../result-document.ts";

/** A run whose first fifth was slower than this share of its later half was still warming up. */
const WARM_SHARE = 0.85;

/** A tenth of a shorter run says nothing. */
const SHORTEST_FOR_TENTHS_MS = 100;

export function checksOnFigures(workload: WorkloadResult): string[] {
  const rows = workload.results.filter(
    ({ status, opsPerSecond }) => status === "completed" && opsPerSecond !== null,
  );
  return [
    ...pauseBound(workload),
    ...standings(workload),
    ...unprovenSpeed(rows),
    ...contradictions(workload, rows),
    ...unevenService(rows),
    ...openLoop(workload, rows),
  ];
}

function pauseBound({ results, parameters }: WorkloadResult): string[] {
  if (!isPauseBound(results, parameters)) return [];
  return ["The pause takes more than 95% of each cycle, so these counts cannot rank strategies."];
}

function standings({ comparison, parameters: { rounds } }: WorkloadResult): string[] {
  if (rounds === 1 || comparison === null || comparison.obstacle === "pause-bound") return [];
  const { baseline, obstacle, tiers, aaCheck } = comparison;
  if (obstacle === "too-few-rounds") {
    return [`Fewer than ${MINIMUM_ROUNDS} rounds: no intervals and no verdicts.`];
  }
  if (obstacle === "no-aa-check") {
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
  return [`${tie}${tiers.map((names) => list(names)).join("; then ")}.`, ...check];
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
    return share < WARM_SHARE ? [`${row.strategy} (${percent(share)})`] : [];
  });
  if (cold.length === 0) return [];
  return [
    `Still getting faster after warming up (the speed of the run's first fifth, as a share of its ` +
      `later half): ${list(cold)}. Use a longer --duration.`,
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
    const { strategy, opsPerSecond, latency } = row;
    const responseUs = latency?.all?.meanUs;
    if (responseUs === undefined || opsPerSecond === null) return [];
    const turnsUs = (shareOfTurns(row) * clients * 1e6) / opsPerSecond;
    const pauseUs = meanPauseUs(row, parameters) + turnsUs;
    const { accounted, holds } = agreement({ clients, opsPerSecond, responseUs, pauseUs });
    return holds ? [] : [`${strategy} (${count(accounted)})`];
  });
  if (wrong.length === 0) return [];
  return [
    `Speed, latency and pause do not account for all ${count(clients)} clients (Little's law): ` +
      `${list(wrong)}. Take these figures with care. Where operations last long, those that did ` +
      `not end within the run are missing; a longer --duration misses fewer.`,
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
      const { jainIndex = 1, starved = 0, clients = 0 } = fairness?.[kind] ?? {};
      if (jainIndex >= EVEN) return [];
      const none = starved === 0 ? "" : `, ${count(starved)} of ${count(clients)} with none`;
      return [`${kind}s of ${strategy} (${jainIndex.toFixed(2)}${none})`];
    }),
  );
  if (uneven.length === 0) return [];
  return [`Unevenly shared among clients, by Jain's index: ${list(uneven)}.`];
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
          `Dropped for lack of room: ${list(dropped)}; their latencies are those of a lighter load.`,
        ];
  return ["Latency counts from each operation's intended start.", ...drops];
}
