/**
 * What the figures of a table say about themselves: whether they can rank anybody, whether rounds
 * allow verdicts, whether the machine was quiet, whether warming up was enough, whether throughput
 * and latency agree, and who was served unevenly.
 */
import { agreement, mean, median, MINIMUM_ROUNDS } from "@sync-strategies/statistics";
import { isPauseBound, meanPauseUs } from "../pause-bound.ts";
import { count, list, percent } from "./format-figures.ts";
import type { MeasuredRound, StrategyResult, WorkloadResult } from "./result-document.ts";

/** A run whose first fifth was slower than this share of its later half was still warming up. */
const WARM_SHARE = 0.85;

/** Of shorter runs a tenth says nothing. */
const SHORTEST_FOR_TENTHS_MS = 100;

export function checksOnFigures(workload: WorkloadResult): string[] {
  const rows = workload.results.filter(
    ({ status, opsPerSecond }) => status === "completed" && opsPerSecond !== null,
  );
  return [
    ...pauseBound(workload),
    ...verdicts(workload),
    ...unprovenSpeed(rows),
    ...contradictions(workload, rows),
    ...unevenService(rows),
    ...openLoop(workload, rows),
  ];
}

/** The think-bound check. */
function pauseBound({ results, parameters }: WorkloadResult): string[] {
  if (!isPauseBound(results, parameters)) return [];
  return ["The pause takes more than 95% of each cycle, so these counts cannot rank strategies."];
}

function verdicts({ comparison, parameters: { rounds } }: WorkloadResult): string[] {
  if (rounds === 1 || comparison === null || comparison.obstacle === "pause-bound") return [];
  const { baseline, obstacle, tiers, sameTwice } = comparison;
  if (obstacle === "too few rounds") {
    return [`Fewer than ${MINIMUM_ROUNDS} rounds: no intervals and no verdicts.`];
  }
  if (obstacle === "no check") {
    return [
      `${baseline} was to run twice under two names, but has fewer than ${MINIMUM_ROUNDS} rounds of ` +
        `both: nobody knows how noisy the machine was, and no verdict is given.`,
    ];
  }
  const self =
    sameTwice === undefined
      ? ""
      : `${baseline}, run twice under two names, came out ${sameTwice.ratio.value.toFixed(3)} times ` +
        `as fast as itself (${sameTwice.ratio.low.toFixed(3)}–${sameTwice.ratio.high.toFixed(3)})`;
  if (obstacle === "too noisy") {
    return [`${self}: the machine was too noisy, and no verdict is given.`];
  }
  const check =
    sameTwice === undefined
      ? []
      : [
          `${self}: no clear difference, as it should be; ${hidden(sameTwice.ratio)} can hide there.`,
        ];
  if (tiers === undefined || tiers.flat().length < 2) return check;
  const tie = tiers.length === 1 ? "No strategy is faster than another: " : "From the fastest on: ";
  return [`${tie}${tiers.map((names) => list(names)).join("; then ")}.`, ...check];
}

/** What the noise that the A/A check met would cover up. */
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
    `Still getting faster after warming up, by the first fifth of the run beside its later half: ` +
      `${list(cold)}; a longer --duration would tell more.`,
  ];
}

function warmShare(measured: MeasuredRound | null): number | undefined {
  const tenths = measured?.perTenthOps;
  if (!tenths || (measured?.elapsedMs ?? 0) < SHORTEST_FOR_TENTHS_MS) return undefined;
  const late = mean(tenths.slice(5));
  return late === 0 ? undefined : mean(tenths.slice(0, 2)) / late;
}

/**
 * Little's law, with the pauses as long as they really were, and with what clients stood still for
 * the event loop's turns.
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
      `not end within the run are missing: a longer --duration has fewer of them.`,
  ];
}

/** Of the time, in which no client had an operation under way. */
function shareOfTurns({ rounds }: StrategyResult): number {
  const shares = rounds.flatMap(({ measured }) =>
    measured === null ? [] : [(measured.turnsMs ?? 0) / measured.elapsedMs],
  );
  return shares.length === 0 ? 0 : mean(shares);
}

/** Below this index of Jain's some clients of a role had to wait for others. */
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
          `Dropped for want of room: ${list(dropped)}; their latencies are those of a lighter load.`,
        ];
  return ["Latency counts from each operation's intended start.", ...drops];
}
