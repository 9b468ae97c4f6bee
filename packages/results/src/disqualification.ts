/**
 * Whether a table's counts can rank strategies at all. In an open loop arrivals decide them; where
 * clients rest through nearly all of each cycle, the pause does; and where something else had the
 * processor, that does.
 */
import { isPauseBound, mean, type Disqualification } from "@sync-strategies/statistics";
import { isRanked } from "./row-kind.ts";
import type { StrategyResult, WorkloadResult } from "./result-document.ts";

type Row = Pick<StrategyResult, "kind" | "status" | "latency" | "core" | "rounds">;
type Parameters = WorkloadResult["parameters"];

/** Up to this share of its rounds may be disturbed: intervals and the A/A check carry that. */
const DISTURBED_ROUNDS = 0.1;

/** Why the counts of these rows say nothing of the strategies; undefined if they do. */
export function disqualificationOf(
  rows: readonly Row[],
  parameters: Parameters,
): Disqualification | undefined {
  if (parameters.ratePerSecond > 0) return "open-loop";
  if (areAllPauseBound(rows, parameters)) return "pause-bound";
  return rows.filter(isRanked).some(isTooDisturbed) ? "disturbed" : undefined;
}

/** The same of a table that is complete. */
export function disqualificationIn(table: WorkloadResult): Disqualification | undefined {
  const { results, baselineAgain, parameters } = table;
  return disqualificationOf(
    baselineAgain === null ? results : [...results, baselineAgain],
    parameters,
  );
}

/** Whether a row's rounds were disturbed so often that its speed says little. */
export function isTooDisturbed({ core, rounds }: Pick<Row, "core" | "rounds">): boolean {
  return (core?.disturbedRounds ?? 0) > DISTURBED_ROUNDS * rounds.length;
}

/** How long clients really rested after an operation, on average: timers are late. */
export function meanPauseUs({ rounds }: Pick<Row, "rounds">, { pauseUs }: Parameters): number {
  const pauses = rounds.flatMap(({ measured }) => measured?.meanPauseUs ?? []);
  return pauses.length === 0 ? pauseUs : mean(pauses);
}

/** Every row that we ran, the slowest included. */
function areAllPauseBound(rows: readonly Row[], parameters: Parameters): boolean {
  if (parameters.pauseUs === 0) return false;
  const loops = rows.flatMap((row) => {
    const responseUs = row.latency?.all?.meanUs;
    const isOurs = row.kind !== "reference" && row.status === "completed";
    return isOurs && responseUs !== undefined
      ? [{ responseUs, pauseUs: meanPauseUs(row, parameters) }]
      : [];
  });
  return loops.length > 0 && loops.every(isPauseBound);
}
