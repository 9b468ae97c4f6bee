import type { OpenHold, OpenWait } from "@sync-strategies/diagnostics";

/** Options of every method that may wait for a lock. */
export interface AcquireOptions {
  /**
   * Ends the wait when it aborts: the promise rejects with `signal.reason`, and the caller never
   * holds the lock. If the signal has already aborted, even a free lock is not acquired. However
   * the wait ends, no listener is left on the signal.
   */
  readonly signal?: AbortSignal | undefined;
}

/** The state of a lock. */
export interface LockInspection {
  /** True while a caller holds the lock, and while it is being handed to the next one. */
  readonly isHeld: boolean;
  /** How many callers wait for the lock. */
  readonly waiting: number;
  /** The call that holds the lock, its place and since when. Empty while diagnostics are off. */
  readonly holds: readonly OpenHold[];
  /** The calls that wait, the oldest first. Empty while diagnostics are off. */
  readonly waits: readonly OpenWait[];
}
