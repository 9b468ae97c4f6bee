export { UncheckedLock } from "./unchecked-lock.ts";
export { UncheckedKeyLocks } from "./unchecked-key-locks.ts";
