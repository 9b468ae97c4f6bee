export {
  assertValidParameters,
  MAXIMUM_CLIENTS,
  MAXIMUM_KEYS,
  MAXIMUM_WAIT_US,
  type Hold,
  type Workload,
  type WorkloadParameters,
} from "./parameters.ts";
export { presets } from "./presets.ts";
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
export {
  OperationFailedError,
  samplingInterval,
  WorkloadRun,
  type AcknowledgedUpdate,
  type OperationKind,
  type OperationRecorder,
  type RunResult,
} from "./workload-run.ts";
export { LatencyReservoir, summarizeLatency, type LatencySummary } from "./latency.ts";
export { checkState, stateIsSound, type StateCheck } from "./state-check.ts";
