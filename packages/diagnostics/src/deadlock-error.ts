/** One step of a deadlock: an operation that waits for the holder of what it needs. */
export interface DeadlockLink {
  /** The operation that waits, such as `acquire FairLock 1`. */
  readonly waits: string;
  /** Where in the program the wait began: file, line and column. */
  readonly waitsAt: string | undefined;
  /** What it waits for: the name of a lock or store. */
  readonly waitsFor: string;
  /** The operation that holds it. */
  readonly heldBy: string;
  /** Where in the program the holder asked for it. */
  readonly heldAt: string | undefined;
}

/**
 * The operation would wait forever: what it waits for is held by a task that waits, perhaps
 * through other tasks, for something that the caller's own task holds. The operation has no
 * effect. Operations are rejected with this error only while diagnostics are on.
 *
 * Test for `code`: codes do not change between major versions, messages may.
 */
export class DeadlockError extends Error {
  readonly code = "DEADLOCK";
  /** From the rejected operation to what its own task holds. */
  readonly chain: readonly DeadlockLink[];

  constructor(chain: readonly DeadlockLink[]) {
    super(`Deadlock: ${chain.map(stepOf).join("; in that task, ")}, in this task.`);
    this.name = "DeadlockError";
    this.chain = chain;
  }
}

function stepOf({ waits, waitsAt, waitsFor, heldBy, heldAt }: DeadlockLink): string {
  return `${located(waits, waitsAt)} waits for ${waitsFor}, held by ${located(heldBy, heldAt)}`;
}

/** An operation together with its place in the program, if that is known. */
export function located(operation: string, place: string | undefined): string {
  return place === undefined ? operation : `${operation} (${place})`;
}
