/**
 * What locks, channels, actors and stores call while diagnostics are on:
 *
 *     if (diagnosing) beginWait(this, { operation: "receive from", subject: channel });
 *     ...
 *     if (diagnosing) endWait(this);
 *
 * The first argument stands for the operation: any object that is used for no other operation at
 * the time, such as the waiter in the queue.
 */
import { callersPlace } from "./place.ts";
import {
  addRecord,
  recordOf,
  removeRecord,
  turnIntoHold,
  type OperationRecord,
  type WaitRequest,
} from "./records.ts";
import { isUnrecorded } from "./task-context.ts";

/**
 * Records that an operation waits. Call it synchronously in the operation, since the place of the
 * call is recorded.
 */
export function beginWait(operation: object, request: WaitRequest): void {
  if (!isUnrecorded()) addRecord(operation, newRecord(request));
}

/** The wait is over, however it ended. Nothing happens if it is not recorded. */
export function endWait(operation: object): void {
  removeRecord(operation);
}

/**
 * Records that an operation holds what it waited for. With a request, that it did not have to
 * wait. Nothing happens without a request if the wait is not recorded.
 */
export function beginHold(operation: object, request?: WaitRequest): void {
  let record = recordOf(operation);
  if (record === undefined) {
    if (request === undefined || isUnrecorded()) return;
    record = newRecord(request);
    addRecord(operation, record);
  }
  turnIntoHold(record);
}

/** The hold is over. Nothing happens if it is not recorded. */
export function endHold(operation: object): void {
  removeRecord(operation);
}

function newRecord(request: WaitRequest): OperationRecord {
  return {
    request,
    place: callersPlace(),
    sinceMs: performance.now(),
    state: "waits",
    awaited: new Set(),
    awaitedBy: new Set(),
    promiseIds: [],
    refuse: undefined,
  };
}
