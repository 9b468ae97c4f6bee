export { check, type Verdict } from "./check.ts";
export { explainViolation } from "./explain-violation.ts";
export { DEFAULT_CAPACITY, HistoryRecorder } from "./history-recorder.ts";
export {
  Kind,
  operationAt,
  UNFINISHED,
  UNWRITTEN,
  type RegisterHistory,
  type RegisterOperation,
} from "./register-history.ts";
export { checkZones, RepeatedValueError, type ZoneViolation } from "./zones.ts";
