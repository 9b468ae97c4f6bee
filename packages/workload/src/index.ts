export {
  assertValidRunLength,
  assertValidParameters,
  DEFAULT_MAXIMUM_IN_FLIGHT,
  runLengthOf,
  keyDistributions,
  MAXIMUM_CLIENTS,
  MAXIMUM_DURATION_MS,
  MAXIMUM_IN_FLIGHT,
  MAXIMUM_KEYS,
  MAXIMUM_OPERATIONS,
  MAXIMUM_RATE_PER_SECOND,
  MAXIMUM_WAIT_US,
  withDefaults,
  type CompleteParameters,
  type RunLength,
  type Hold,
  type KeyDistribution,
  type Workload,
  type WorkloadParameters,
} from "./parameters.ts";
export { allPresets, furtherPresets, presets } from "./presets.ts";
export { hotKeys, HOT_OPERATIONS_SHARE, keyDrawer, ZIPF_EXPONENT } from "./key-distribution.ts";
export {
  generateStreams,
  RANDOM_VALUES,
  streamLength,
  writerOf,
  writtenValue,
  type OperationStream,
  type Role,
} from "./operation-streams.ts";
export { canonicalParameters, digestWorkload } from "./digest.ts";
export { GAP_UNITS, generateArrivals, type Arrivals } from "./arrivals.ts";
export {
  OperationFailedError,
  samplingInterval,
  WorkloadRun,
  type OperationRecorder,
} from "./workload-run.ts";
export type { AcknowledgedUpdate, OpenLoopResult, OperationKind, RunResult } from "./run-result.ts";
export { completedPerTenth, type ProgressSample } from "./progress.ts";
export {
  LatencyReservoir,
  summarizeLatency,
  type LatencyBucket,
  type LatencySummary,
} from "./latency.ts";
export { checkState, stateIsSound, type StateCheck } from "./state-check.ts";
