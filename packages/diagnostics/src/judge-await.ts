import { inNextTurn } from "@sync-strategies/event-loop";
import { findDeadlock } from "./find-deadlock.ts";
import { addAwaiter, removeAwaiters, type OperationRecord } from "./records.ts";

/** How long a task may go on after `then`, `catch` or `finally` before it counts as awaiting. */
const GRACE_MS = 500;

/**
 * A task that holds something awaits an operation: rejects the operation if that can never end.
 *
 * It decides a turn of the event loop later. By then everything is over that only promises kept
 * from ending, and a circle that is still there is one that stays. After a mere `then` the task
 * may go on and release what it holds, so that is decided later.
 */
export function judgeAwait(
  awaited: OperationRecord,
  holds: readonly OperationRecord[],
  isAwait: boolean,
): void {
  const judge = (): void => {
    if (awaited.state !== "waits") return;
    const stillHeld = holds.filter(({ state }) => state === "holds");
    addAwaiter(awaited, stillHeld);
    const deadlock = findDeadlock(awaited, stillHeld);
    if (deadlock === undefined || awaited.refuse === undefined) return;
    removeAwaiters(awaited);
    awaited.refuse(deadlock);
  };
  if (isAwait) inNextTurn(judge);
  else setTimeout(judge, GRACE_MS);
}
