export { DEFAULT_BUDGET, type Budget } from "./engines/budget.ts";
export { check, type CheckOptions, type Coverage, type Verdict } from "./check.ts";
export type { Reached } from "./engines/search/searches.ts";
export {
  describeAction,
  describeOperation,
  describeKey,
  describeValue,
  labelOf,
} from "./explain/describe-operation.ts";
export type { Engine, Judgement } from "./engines/engine.ts";
export { fingerprint, isSame, type Fingerprint } from "./history/fingerprint.ts";
export { formatHistory } from "./file/format-history.ts";
export { HistoryFormatError } from "./file/history-format-error.ts";
export { HistoryReader, parseHistory, type HistoryFileOptions } from "./file/history-reader.ts";
export { operationForms, type OperationForm, type OperationForms } from "./file/operation-forms.ts";
export { parseStrictJson } from "./file/strict-json.ts";
export { EventCounter, LAST_EVENT, type EventClock } from "./recording/event-clock.ts";
export { DEFAULT_CAPACITY, HistoryRecorder } from "./recording/history-recorder.ts";
export type {
  AnyHistory,
  CountedEvents,
  MemberClock,
  MemberHistory,
  TimedEvents,
} from "./recording/member-history.ts";
export { mergeHistories, type MergeClock, type MergedHistory } from "./recording/merge.ts";
export type { MemberClient } from "./recording/merged-clients.ts";
export { monotonicClock, monotonicTime } from "./recording/monotonic-clock.ts";
export { SharedEventCounter } from "./recording/shared-event-counter.ts";
export { TimedClock, type TimeSource } from "./recording/timed-clock.ts";
export type { Model, Outlook, Transition } from "./models/model.ts";
export { counter } from "./models/counter.ts";
export { log } from "./models/log.ts";
export { lock } from "./models/lock.ts";
export { queue } from "./models/queue.ts";
export { register } from "./models/register.ts";
export { set } from "./models/set.ts";
export { text } from "./models/text.ts";
export { type Operation } from "./history/operation.ts";
export {
  Kind,
  operationAt,
  operationsOf,
  UNFINISHED,
  type HistoryColumns,
} from "./history/columns.ts";
export { UNWRITTEN } from "./history/values.ts";
export { recordStore, StoreRecording, type RecordingOptions } from "./recording/record-store.ts";
export { renderHtml } from "./drawing/render-html.ts";
export { renderText, type TextOptions } from "./drawing/render-text.ts";
export { withFailed } from "./explain/failed-writes.ts";
export { withMarks } from "./explain/marks.ts";
export { type Mark, type Order, type Witness } from "./explain/witness.ts";
export { checkZones, RepeatedValueError, type ZoneViolation } from "./engines/zones/zones.ts";
