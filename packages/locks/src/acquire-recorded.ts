import {
  beginHold,
  beginWait,
  carryHold,
  endWait,
  runUnrecorded,
  type WaitRequest,
} from "@sync-strategies/diagnostics";
import { addAbortWaiter, removeAbortWaiter } from "@sync-strategies/event-loop";
import { LockHold } from "./lock-hold.ts";

/**
 * Acquires a lock while diagnostics are on. Rejects if the wait would never end; otherwise the
 * hold travels with the promise to the task that awaits it. The signal must not have aborted.
 */
export function acquireRecorded(
  request: WaitRequest,
  acquire: () => Promise<void> | undefined,
  release: () => void,
  signal: AbortSignal | undefined,
): Promise<LockHold> {
  const hold = new LockHold(release);
  const deadlock = beginWait(hold, request);
  if (deadlock !== undefined) return Promise.reject(deadlock);
  // The wait ends in the step of the abort, since other operations may ask in that step.
  const abortWaiter = { onAbort: () => endWait(hold) };
  if (signal !== undefined) addAbortWaiter(signal, abortWaiter);
  // The wait in the unchecked lock is this same wait.
  const acquired = runUnrecorded(acquire);
  if (acquired === undefined) beginHold(hold);

  const waitForTurn = async (): Promise<LockHold> => {
    if (acquired !== undefined) {
      await acquired;
      beginHold(hold, request);
    }
    if (signal !== undefined) removeAbortWaiter(signal, abortWaiter);
    return hold;
  };
  return carryHold(hold, waitForTurn());
}
