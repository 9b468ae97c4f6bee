export { DeadlockError, type DeadlockLink } from "./deadlock-error.ts";
export { diagnosing, startDiagnostics, stopDiagnostics } from "./diagnosing.ts";
export { giveName, nameOfKey } from "./names.ts";
export { beginHold, beginWait, endHold, endWait } from "./hooks.ts";
export { holdsOf, openWaits, waitsFor, type OpenHold, type OpenWait } from "./open-waits.ts";
export type { WaitRequest } from "./records.ts";
export {
  watchStore,
  type StoreInspection,
  type WatchedStore,
  type WatchOptions,
} from "./watch-store.ts";
export { startRecorded } from "./start-recorded.ts";
export { runDetached, runUnrecorded } from "./task-context.ts";
