export { DEFAULT_BUDGET, type Budget } from "./budget.ts";
export {
  check,
  operationsOf,
  type CheckOptions,
  type Coverage,
  type Engine,
  type Verdict,
} from "./check.ts";
export {
  describeAction,
  describeOperation,
  describeKey,
  describeValue,
  labelOf,
} from "./describe-operation.ts";
export { fingerprint, isSame, type Fingerprint } from "./fingerprint.ts";
export {
  formatHistory,
  HistoryFormatError,
  HistoryReader,
  parseHistory,
  type HistoryFileOptions,
} from "./history-file.ts";
export { EventCounter, LAST_EVENT, type EventClock } from "./event-clock.ts";
export { DEFAULT_CAPACITY, HistoryRecorder } from "./history-recorder.ts";
export type { Model, Transition } from "./model.ts";
export { counter } from "./models/counter.ts";
export { register } from "./models/register.ts";
export { text } from "./models/text.ts";
export { type Operation } from "./operation.ts";
export {
  Kind,
  operationAt,
  UNFINISHED,
  UNWRITTEN,
  type RegisterHistory,
} from "./register-history.ts";
export { recordStore, StoreRecording, type RecordingOptions } from "./record-store.ts";
export { renderHtml } from "./render-html.ts";
export { renderText, type TextOptions } from "./render-text.ts";
export { type Order, type Witness } from "./witness.ts";
export { checkZones, RepeatedValueError, type ZoneViolation } from "./zones.ts";
