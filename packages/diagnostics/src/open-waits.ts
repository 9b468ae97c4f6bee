import { describe, isBlockedBy } from "./find-deadlock.ts";
import { allRecords, holdsOn, type OperationRecord } from "./records.ts";

/** An operation that holds a lock, a store or a key of a store. */
export interface OpenHold {
  /** The operation and what it holds, such as `acquire FairLock 1`. */
  readonly what: string;
  /** The key, where the subject is held key by key. */
  readonly key: unknown;
  /** Where in the program the operation was called: file, line and column. */
  readonly place: string | undefined;
  /** How long it has held, in milliseconds. */
  readonly heldMs: number;
}

/** An operation that waits. */
export interface OpenWait {
  /** The operation and what it waits for, such as `receive from Channel 1`. */
  readonly what: string;
  /** The key, where the subject is held key by key. */
  readonly key: unknown;
  readonly place: string | undefined;
  /** How long it has waited, in milliseconds. */
  readonly waitedMs: number;
  /** True if the operation is not waiting for its turn, but for its own work, as for an updater. */
  readonly works: boolean;
  /** The operations that hold what this one waits for. */
  readonly heldBy: readonly OpenHold[];
}

/** All operations that wait, the oldest first. Empty while diagnostics are off. */
export function openWaits(): OpenWait[] {
  return [...allRecords()].filter(isWaiting).map(waitOf);
}

/** The operations that wait for this lock, channel, actor or store. */
export function waitsFor(subject: object): OpenWait[] {
  return [...allRecords()]
    .filter((record) => record.request.subject === subject && isWaiting(record))
    .map(waitOf);
}

/** The operations that hold this lock or store, or one of its keys. */
export function holdsOf(subject: object): OpenHold[] {
  return [...holdsOn(subject)].map(holdOf);
}

/** Whether a caller waits. Waits of a package's own tasks have no place in the program, and are not the program's. */
function isWaiting(record: OperationRecord): boolean {
  if (record.place === undefined) return false;
  return record.state === "waits" || record.request.untilSettled === true;
}

function waitOf(record: OperationRecord): OpenWait {
  const blocking = [...holdsOn(record.request.subject)].filter(
    (hold) => hold !== record && isBlockedBy(record, hold),
  );
  return {
    what: describe(record),
    key: record.request.key,
    place: record.place,
    waitedMs: performance.now() - record.sinceMs,
    works: record.state === "holds",
    heldBy: blocking.map(holdOf),
  };
}

function holdOf(record: OperationRecord): OpenHold {
  return {
    what: describe(record),
    key: record.request.key,
    place: record.place,
    heldMs: performance.now() - record.sinceMs,
  };
}
