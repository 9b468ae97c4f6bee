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
  /** The key, where the operation concerns one. Left out, the whole subject is meant. */
  readonly key?: unknown;
  /** True if the operation excludes those of all keys. */
  readonly wholeSubject?: boolean;
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
  /** The waiting operations that tasks await while they hold this. */
  readonly awaited: Set<OperationRecord>;
  /** The holds of the tasks that await this while it waits. */
  readonly awaitedBy: Set<OperationRecord>;
  /** The numbers of the promises by which tasks await this, and with which its hold travels. */
  readonly promiseIds: number[];
  /** Makes the operation reject, if it can. */
  refuse: ((reason: unknown) => void) | undefined;
}

const records = new Map<object, OperationRecord>();
const recordsByPromise = new Map<number, OperationRecord>();
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

/** The operation whose outcome this promise has, or a promise that follows from it. */
export function recordOfPromise(promiseId: number): OperationRecord | undefined {
  return recordsByPromise.get(promiseId);
}

export function addPromise(record: OperationRecord, promiseId: number): void {
  record.promiseIds.push(promiseId);
  recordsByPromise.set(promiseId, record);
}

/** A task that holds these awaits the operation. */
export function addAwaiter(record: OperationRecord, holds: readonly OperationRecord[]): void {
  for (const hold of holds) {
    hold.awaited.add(record);
    record.awaitedBy.add(hold);
  }
}

/** No task waits for this operation any more. */
export function removeAwaiters(record: OperationRecord): void {
  for (const hold of record.awaitedBy) hold.awaited.delete(record);
  record.awaitedBy.clear();
}

export function addRecord(who: object, record: OperationRecord): void {
  records.set(who, record);
}

/** The wait is over, and the operation holds what it asked for. */
export function turnIntoHold(record: OperationRecord): void {
  if (record.state === "holds") return;
  removeAwaiters(record);
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
  removeAwaiters(record);
  record.state = "over";
  for (const id of record.promiseIds) recordsByPromise.delete(id);
  const { subject } = record.request;
  const holds = holdsBySubject.get(subject);
  if (holds?.delete(record) === true && holds.size === 0) holdsBySubject.delete(subject);
}

export function removeAllRecords(): void {
  for (const who of records.keys()) removeRecord(who);
}
