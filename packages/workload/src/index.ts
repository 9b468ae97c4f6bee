export {
  completeParameters,
  DEFAULT_MAXIMUM_IN_FLIGHT,
  keyDistributions,
  knobs,
  MAXIMUM_CLIENTS,
  runLengthKnobs,
  type GivenParameters,
  type Hold,
  type KeyDistribution,
  type Knob,
  type KnobName,
  type WorkloadParameters,
} from "./knobs.ts";
export {
  assertValidParameters,
  assertValidRunLength,
  clientsOf,
  runLengthOf,
  type RunLength,
  type Workload,
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
export { canonicalParameters, digestWorkload, isTouched } from "./digest.ts";
export { GAP_UNITS, generateArrivals, type Arrivals } from "./arrivals.ts";
export { partOf, type MemberShare } from "./member-share.ts";
export {
  OperationFailedError,
  WorkloadRun,
  type OperationRecorder,
  type WorkloadRunOptions,
} from "./workload-run.ts";
export { samplingInterval } from "./sampling-interval.ts";
export type { RunNotes } from "./run-notes.ts";
export {
  summarizeRun,
  type OpenLoopResult,
  type OperationKind,
  type RunResult,
} from "./run-result.ts";
export type { AcknowledgedUpdates } from "./acknowledged-updates.ts";
export { completedPerTenth, type ProgressSample } from "./progress.ts";
export {
  latencyFields,
  LatencyReservoir,
  summarizeLatency,
  type LatencyBucket,
  type LatencyField,
  type LatencySummary,
} from "./latency.ts";
export { countLostUpdates } from "./lost-updates.ts";
export { isOutcomeUnknown } from "./unknown-outcomes.ts";
export { checkState, stateIsSound, type StateCheck } from "./state-check.ts";
