/**
 * What is recorded while diagnostics are on: each operation that waits or holds.
 *
 * Invariant: an operation has a record exactly from the beginning of its wait, or of its hold if
 * it need not wait, to the end of both. `holdsBySubject` has exactly the records that hold.
 */

/** What an operation asks for. */
export interface WaitRequest {
  /** Verb and preposition, such as `receive from` or `acquire`. The subject's name follows them. */
  readonly operation: string;
  /** The lock, channel, actor or store that the operation waits for. */
  readonly subject: object;
  /** The key, where the subject can be held key by key. Left out, the whole subject is meant. */
  readonly key?: unknown;
  /**
   * Whose holds the operation waits for, and who waits for its own: `"everyone"` (usual, and left
   * out), only its own task, as in a store whose updates exclude nothing but start over, or
   * `"no-one"`, as a read that never waits.
   */
  readonly conflictsWith?: "everyone" | "own-task" | "no-one";
  /** True if the caller waits even while the operation holds, as for a store's update. */
  readonly untilSettled?: boolean;
}

export interface OperationRecord {
  readonly request: WaitRequest;
  /** File, line and column in the program. */
  readonly place: string | undefined;
  /** When the wait began, then when the hold began; on the clock of `performance.now`. */
  sinceMs: number;
  state: "waits" | "holds" | "over";
  /** What the operation's task held when it asked. */
  readonly taskHolds: readonly OperationRecord[];
  /** The operations that tasks have asked for while they hold this, and that wait. */
  readonly waitingInside: Set<OperationRecord>;
  /** The number of the promise with which the hold travels. */
  carrierId: number | undefined;
}

const records = new Map<object, OperationRecord>();
/** Records by the number of the promise with which their hold travels. */
const carriers = new Map<number, OperationRecord>();
const holdsBySubject = new Map<object, Set<OperationRecord>>();

export function recordOf(who: object): OperationRecord | undefined {
  return records.get(who);
}

export function allRecords(): Iterable<OperationRecord> {
  return records.values();
}

export function holdsOn(subject: object): Iterable<OperationRecord> {
  return holdsBySubject.get(subject) ?? [];
}

export function recordCarriedBy(promiseId: number): OperationRecord | undefined {
  return carriers.get(promiseId);
}

/** The record's hold travels with this promise. */
export function setCarrier(record: OperationRecord, promiseId: number): void {
  record.carrierId = promiseId;
  carriers.set(promiseId, record);
}

export function addRecord(who: object, record: OperationRecord): void {
  records.set(who, record);
  for (const hold of record.taskHolds) hold.waitingInside.add(record);
}

/** The wait is over, and the operation holds what it asked for. */
export function turnIntoHold(record: OperationRecord): void {
  leaveTaskHolds(record);
  record.state = "holds";
  record.sinceMs = performance.now();
  const { subject } = record.request;
  const holds = holdsBySubject.get(subject);
  if (holds === undefined) holdsBySubject.set(subject, new Set([record]));
  else holds.add(record);
}

export function removeRecord(who: object): void {
  const record = records.get(who);
  if (record === undefined) return;
  records.delete(who);
  leaveTaskHolds(record);
  record.state = "over";
  if (record.carrierId !== undefined) carriers.delete(record.carrierId);
  const { subject } = record.request;
  const holds = holdsBySubject.get(subject);
  if (holds?.delete(record) === true && holds.size === 0) holdsBySubject.delete(subject);
}

export function removeAllRecords(): void {
  for (const who of records.keys()) removeRecord(who);
}

function leaveTaskHolds(record: OperationRecord): void {
  for (const hold of record.taskHolds) hold.waitingInside.delete(record);
}
