/** Whether something else had the processor while a trial ran. */
import { disqualificationIn } from "../disqualification.ts";
import { list, percent } from "../format-figures.ts";
import type { WorkloadResult } from "../result-document.ts";

/** Up to this number of rows, each is named. */
const A_FEW = 4;

/** One sentence, if any trial of the table was disturbed. */
export function disturbance(workload: WorkloadResult): string[] {
  const rows = workload.results.filter(({ core }) => (core?.disturbedRounds ?? 0) > 0);
  if (rows.length === 0) return [];
  const each = rows.map(({ strategy, core, rounds }) => {
    const where =
      rounds.length === 1 ? "" : ` (${core?.disturbedRounds} of ${rounds.length} rounds disturbed)`;
    return `${strategy} ${percent(core?.leastShare ?? 1)}${where}`;
  });
  const least = Math.min(...rows.map(({ core }) => core?.leastShare ?? 1));
  const shares =
    rows.length <= A_FEW ? list(each) : `${rows.length} rows, down to ${percent(least)}`;
  const outcome =
    disqualificationIn(workload) === "disturbed"
      ? "nothing is ranked"
      : "these rounds say less than others";
  return [
    `The machine was busy: while they had work to do, ${shares} of a processor core was all that ` +
      `these runs had. Something else was using the processor, or the strategy blocks its thread; ` +
      `${outcome}. Run it again with other programs closed.`,
  ];
}
