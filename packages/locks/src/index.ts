export { FairLock } from "./fair-lock.ts";
export { KeyLocks } from "./key-locks.ts";
export type { LockHold } from "./lock-hold.ts";
export type { AcquireOptions, LockInspection } from "./lock-types.ts";
export { UncheckedKeyLocks } from "./unchecked-key-locks.ts";
export { UncheckedLock } from "./unchecked-lock.ts";
