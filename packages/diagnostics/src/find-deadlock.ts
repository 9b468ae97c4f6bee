import { DeadlockError, type DeadlockLink } from "./deadlock-error.ts";
import { nameOf } from "./names.ts";
import { holdsOn, type OperationRecord } from "./records.ts";

/**
 * Looks for a circle in the graph of waits: from an operation that a task awaits to those that
 * hold what it waits for, from each of these to what its task awaits, and so on, until one is
 * held by the first task itself.
 *
 * Asking whenever a task begins to await finds every circle. When a lock is handed on, its new
 * holder does not await anything yet, so no circle can close then.
 *
 * @param own what the task holds that awaits the operation.
 */
export function findDeadlock(
  wait: OperationRecord,
  own: readonly OperationRecord[],
): DeadlockError | undefined {
  const ownHolds = new Set(own);
  const reached = new Set<OperationRecord>();
  // Breadth first, so that the chain is a shortest one.
  let paths: readonly Path[] = [{ wait, hold: undefined, before: undefined }];
  while (paths.length > 0) {
    const longer: Path[] = [];
    for (const before of paths) {
      for (const hold of holdsOn(before.wait.request.subject)) {
        if (reached.has(hold) || !isBlockedBy(before.wait, hold)) continue;
        if (ownHolds.has(hold)) return new DeadlockError(chainOf(before, hold));
        reached.add(hold);
        for (const next of hold.awaited) longer.push({ wait: next, hold, before });
      }
    }
    paths = longer;
  }
  return undefined;
}

/** A wait in the task of a hold, which the wait before it waits for. */
interface Path {
  readonly wait: OperationRecord;
  readonly hold: OperationRecord | undefined;
  readonly before: Path | undefined;
}

function chainOf(last: Path, heldByOwnTask: OperationRecord): DeadlockLink[] {
  const chain = [linkOf(last.wait, heldByOwnTask)];
  for (let { hold, before } = last; hold !== undefined && before !== undefined;) {
    chain.unshift(linkOf(before.wait, hold));
    ({ hold, before } = before);
  }
  return chain;
}

/** True if the wait cannot end before the hold has ended. */
export function isBlockedBy(wait: OperationRecord, hold: OperationRecord): boolean {
  const waits = wait.request;
  const holds = hold.request;
  if (waits.conflictsWith === "no-one") return false;
  if (holds.conflictsWith === "own-task" && !wait.awaitedBy.has(hold)) return false;
  if (!("key" in waits) || !("key" in holds)) return true;
  if (waits.wholeSubject === true || holds.wholeSubject === true) return true;
  // As a Map compares its keys: NaN equals itself, and the two zeros are one key.
  return waits.key === holds.key || Object.is(waits.key, holds.key);
}

function linkOf(wait: OperationRecord, hold: OperationRecord): DeadlockLink {
  return {
    waits: describe(wait),
    waitsAt: wait.place,
    waitsFor: nameOf(wait.request.subject),
    heldBy: describe(hold),
    heldAt: hold.place,
  };
}

export function describe({ request }: OperationRecord): string {
  return `${request.operation} ${nameOf(request.subject)}`;
}
