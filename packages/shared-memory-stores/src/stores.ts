/** The parts of a state of numbers that lives elsewhere than in shared memory, such as in a file. */
export { Admission } from "./admission.ts";
export { CohortLock } from "./cohort-lock.ts";
export { LockedStore } from "./locked-store.ts";
export type { Locks } from "./locks.ts";
export type { NumberCells } from "./number-cells.ts";
export { RacyMemoryStore } from "./racy-memory-store.ts";
