import { removeAllRecords } from "./records.ts";
import { followTasks, stopFollowingTasks } from "./task-context.ts";

/**
 * True while diagnostics are on. Locks, channels, actors and stores test it before they call a
 * hook, on slow paths only, so that diagnostics cost nothing while they are off.
 */
export let diagnosing = false;

/**
 * Turns diagnostics on: from now on every wait is recorded, with its place in the program, and
 * operations that would wait forever are rejected with a {@link DeadlockError}. Waits and holds
 * that began before are not known.
 */
export function startDiagnostics(): void {
  diagnosing = true;
  followTasks();
}

/** Turns diagnostics off, and forgets what was recorded. */
export function stopDiagnostics(): void {
  diagnosing = false;
  stopFollowingTasks();
  removeAllRecords();
}
