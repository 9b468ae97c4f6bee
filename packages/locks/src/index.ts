export { FairLock } from "./fair-lock.ts";
export { KeyLocks } from "./key-locks.ts";
