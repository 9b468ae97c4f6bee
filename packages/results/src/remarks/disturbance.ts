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
  // Of several threads or processes no more can run at a time than there are processors.
  const { members } = workload.parameters;
  const whole = members !== null ? "the available processor time" : "a processor core";
  const each = rows.map(({ strategy, core, rounds }, index) => {
    const share = percent(core?.leastShare ?? 1);
    const had = index === 0 ? `had ${share} of ${whole}` : share;
    const where =
      rounds.length === 1 ? "" : ` (${core?.disturbedRounds} of ${rounds.length} rounds disturbed)`;
    return `${strategy} ${had}${where}`;
  });
  const least = Math.min(...rows.map(({ core }) => core?.leastShare ?? 1));
  const shares =
    rows.length <= A_FEW
      ? list(each)
      : `${rows.length} rows had less than 80% of ${whole}, one of them ${percent(least)}`;
  const outcome =
    disqualificationIn(workload) === "disturbed"
      ? "nothing is ranked"
      : "these rounds say less than others";
  return [
    `The machine was busy: while there was work to do, ${shares}. Something else was using the ` +
      `processor, or the strategy blocks its ${members?.span ?? "thread"}; ${outcome}. Run it again with other programs closed.`,
  ];
}
