/**
 * What the figures of a table say about themselves: whether rounds allow verdicts, whether the
 * machine was quiet, whether warming up was enough, whether throughput and latency agree.
 */
import { agreement, mean, median, MINIMUM_ROUNDS } from "@sync-strategies/statistics";
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
    ...verdicts(workload),
    ...unprovenSpeed(rows),
    ...contradictions(workload, rows),
    ...openLoop(workload, rows),
  ];
}

function verdicts({ comparison, parameters: { rounds } }: WorkloadResult): string[] {
  if (rounds === 1 || comparison === null) return [];
  const { baseline, obstacle, tiers, sameTwice } = comparison;
  if (obstacle === "too few rounds") {
    return [`Fewer than ${MINIMUM_ROUNDS} rounds: no intervals and no verdicts.`];
  }
  const self =
    sameTwice === undefined
      ? ""
      : `${baseline}, run twice under two names, came out ${sameTwice.ratio.value.toFixed(3)} times ` +
        `as fast as itself (${sameTwice.ratio.low.toFixed(3)}–${sameTwice.ratio.high.toFixed(3)})`;
  if (obstacle === "too noisy") {
    return [`${self}: the machine was too noisy, and no verdict is given.`];
  }
  const check = self === "" ? [] : [`${self}: no clear difference, as it should be.`];
  if (tiers === undefined || tiers.flat().length < 2) return check;
  const tie = tiers.length === 1 ? "No strategy is faster than another: " : "From the fastest on: ";
  return [`${tie}${tiers.map((names) => list(names)).join("; then ")}.`, ...check];
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

/** Little's law, with the pauses as long as they really were. */
function contradictions({ parameters }: WorkloadResult, rows: readonly StrategyResult[]): string[] {
  const { readers, writers, updaters, pauseUs, ratePerSecond } = parameters;
  if (ratePerSecond > 0) return [];
  const clients = readers + writers + updaters;
  const wrong = rows.flatMap(({ strategy, opsPerSecond, latency, rounds }) => {
    const responseUs = latency?.all?.meanUs;
    if (responseUs === undefined || opsPerSecond === null) return [];
    const pauses = rounds.flatMap(({ measured }) => measured?.meanPauseUs ?? []);
    const meanPauseUs = pauses.length === 0 ? pauseUs : mean(pauses);
    const loop = { clients, opsPerSecond, responseUs, pauseUs: meanPauseUs };
    const { accounted, holds } = agreement(loop);
    return holds ? [] : [`${strategy} (${count(accounted)})`];
  });
  if (wrong.length === 0) return [];
  return [
    `Speed, latency and pause do not account for all ${count(clients)} clients (Little's law): ` +
      `${list(wrong)}. Operations that did not end within the run are missing; a longer ` +
      `--duration has fewer of them.`,
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
          `Dropped for want of room: ${list(dropped)}; their latencies are those of a lighter load.`,
        ];
  return ["Latency counts from each operation's intended start.", ...drops];
}
