export { explore, type Exploration, type ExploreOptions } from "./explore.ts";
export { exploreAll, type AllSchedules, type JudgedSchedule } from "./explore-all.ts";
export { replay } from "./replay.ts";
export { play, type ClientNow, type Position } from "./play.ts";
export { renderSchedule } from "./render-schedule.ts";
export { describeVerdict } from "./describe-verdict.ts";
export { describeExploration } from "./describe-exploration.ts";
export type { ScheduleFailure, ScheduleReport, ScheduleStep } from "./report.ts";
export type { FailureKind } from "./fault.ts";
export { defaultLimits, type RunLimits, type StoreSource } from "./run.ts";
export { InvalidScheduleError, UnexplorableStoreError } from "./errors.ts";
export {
  abort,
  close,
  failingUpdate,
  increment,
  read,
  repeat,
  update,
  write,
  type AbortOperation,
  type CloseOperation,
  type Invariant,
  type PlannedOperation,
  type ReadOperation,
  type Scenario,
  type UpdateOperation,
  type WriteOperation,
} from "./scenario.ts";
export * from "./scenarios.ts";
export * from "./everyday-scenarios.ts";
