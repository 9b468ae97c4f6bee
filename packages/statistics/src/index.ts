export { agreement, isPauseBound, type Agreement, type ClosedLoop } from "./closed-loop.ts";
export {
  compareContenders,
  isDecidedByDemand,
  MINIMUM_DIFFERENCE,
  MINIMUM_ROUNDS,
  ratioBetween,
  type Circumstances,
  type Comparison,
  type ContenderRates,
  type Disqualification,
  type Obstacle,
  type ComparedContender,
  type Standing,
} from "./compare-contenders.ts";
export {
  compareTwoResults,
  estimateMean,
  estimateRatio,
  type Estimate,
  type Ratio,
} from "./estimates.ts";
export { fairnessOf, jainIndex, type Fairness } from "./fairness.ts";
export { holm } from "./holm.ts";
export { geometricMean, mean, median, standardDeviation } from "./moments.ts";
export { roundsToDecide, smallestLoss } from "./resolution.ts";
export { shuffled } from "./shuffle.ts";
export { starvedClients, type Waits } from "./starvation.ts";
export { tQuantile, twoSidedPValue } from "./student.ts";
