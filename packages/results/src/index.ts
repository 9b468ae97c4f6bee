export {
  environment,
  measuredRound,
  rowStatus,
  SCHEMA_VERSION,
  type Environment,
  type MeasuredRound,
  type ResultDocument,
  type RoundResult,
  type RowStatus,
  type StrategyResult,
  type SweepPoint,
  type WorkloadResult,
} from "./result-document.ts";
export { parseBy } from "./parse-by.ts";
export { parseResult } from "./parse-result.ts";
export { newTable } from "./new-table.ts";
export { summarizeRounds, type RowSummary } from "./summarize-rounds.ts";
export { opsPerSecondOf, totalOf } from "./figures/counts.ts";
export type { MemberFigures } from "./figures/members.ts";
export type { RoundTrips } from "./figures/round-trips.ts";
export { isStarving, starvedIn, type Starvation } from "./figures/in-flight.ts";
export type { HistoryVerdict } from "./shapes.ts";
export { verdictInWords } from "./figures/correctness.ts";
export { topics } from "./figures/figures.ts";
export type { Reading } from "./figures/topic.ts";
export { columnsFor, type Column } from "./columns.ts";
export { csvField, renderCsv } from "./csv.ts";
export { renderMarkdown } from "./markdown.ts";
export { crossedLimits, isTime, limitedFigure, limitNames, type Limit } from "./limits.ts";
export {
  changesBetween,
  interruptionRemarks,
  lengthRemarks,
  missingRows,
  objections,
  type Change,
} from "./compare-results.ts";
export { answersOf, type Answer } from "./remarks/answers.ts";
export {
  closingRemarks,
  remarksByTable,
  warningsOn,
  type Remarks,
} from "./remarks/closing-remarks.ts";
export { describeWorkload } from "./describe-workload.ts";
export { memberInWords, membersInWords } from "./members-in-words.ts";
export type { Members } from "./parameters-schema.ts";
export { loadInWords } from "./load-in-words.ts";
export { runtimeInWords } from "./runtime-in-words.ts";
export { judgeRegressions, type Judgement } from "./regressions.ts";
export { titleOf } from "./title-of.ts";
export { hasFigures, headingOf, isRanked, markOf } from "./row-kind.ts";
export { disqualificationIn, disqualificationOf, isTooDisturbed } from "./disqualification.ts";
export { sweepCurves, type SweepCurve, type SweepCurves } from "./sweep-curves.ts";
export { bytes, count, duration, index, list, percent, plural, ratio } from "./format-figures.ts";
