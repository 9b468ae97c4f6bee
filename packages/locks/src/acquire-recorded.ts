import {
  beginHold,
  beginWait,
  startRecorded,
  type WaitRequest,
} from "@sync-strategies/diagnostics";
import { LockHold } from "./lock-hold.ts";

/**
 * Acquires a lock while diagnostics are on, which reject the acquisition if a task awaits it that
 * would wait forever. The caller's signal must not have aborted.
 */
export function acquireRecorded(
  request: WaitRequest,
  acquire: (signal: AbortSignal) => Promise<void> | undefined,
  release: () => void,
  callersSignal: AbortSignal | undefined,
): Promise<LockHold> {
  const hold = new LockHold(release);
  beginWait(hold, request);
  const acquireAndHold = async (signal: AbortSignal): Promise<LockHold> => {
    const wait = acquire(signal);
    if (wait !== undefined) await wait;
    beginHold(hold, request);
    return hold;
  };
  return startRecorded(hold, acquireAndHold, callersSignal);
}
