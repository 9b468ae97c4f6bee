/**
 * Operations of unknown outcome: a store that lost touch with its state rejects them with the code
 * OUTCOME_UNKNOWN. Each may have taken effect, may do so later, or may never do so. All that follows
 * from this for a run is here:
 *
 * - The run goes on, and so does the client, with its next operation.
 * - The recorder is not told that the operation returned or failed, so it stays unfinished in the
 *   history. What the client does next is that of another client there, since a client does one
 *   operation at a time: `mergeHistories` numbers it so.
 * - It counts as unknown, and neither as completed nor as failed. It is not timed. A run that ends
 *   after a number of operations counts it as one of them, or it might not end.
 * - Its value may be in the state or not, and other updates may have been given it: `checkState` lets
 *   an update whose updater ran be a link between acknowledged ones, and never counts it as lost.
 */
import { mergeUpdates, UpdateLog, type UpdateColumns } from "./acknowledged-updates.ts";

/** Whether an operation that rejected with this has an unknown outcome. */
export function isOutcomeUnknown(error: unknown): boolean {
  return (error as { readonly code?: unknown } | null | undefined)?.code === "OUTCOME_UNKNOWN";
}

/** What one operation is about to write, as far as its client knows. */
export interface Change {
  key: number;
  /** Of an update what its updater was given, and whether it was called at all. */
  before: number | undefined;
  hasRun: boolean;
  after: number;
}

export function newChange(): Change {
  return { key: 0, before: undefined, hasRun: false, after: 0 };
}

/** The writes and updates of unknown outcome. */
export interface UnknownWrites {
  /** The key of each. */
  readonly keys: Int32Array;
  /** The updates among them whose updater ran: no other one can have taken effect. */
  readonly updates: UpdateColumns;
}

export class UnknownWritesLog {
  readonly #changes: Change[] = [];

  /** @param change is looked at when the run has ended, since its updater may still be called. */
  add(change: Change): void {
    this.#changes.push(change);
  }

  writes(): UnknownWrites {
    const updates = new UpdateLog();
    for (const { key, before, hasRun, after } of this.#changes) {
      if (hasRun) updates.add(key, before, after);
    }
    return {
      keys: Int32Array.from(this.#changes, ({ key }) => key),
      updates: updates.updates(),
    };
  }
}

/** Those of all members, in no particular order. */
export function mergeUnknownWrites(parts: readonly UnknownWrites[]): UnknownWrites {
  return {
    keys: Int32Array.from(parts.flatMap(({ keys }) => [...keys])),
    updates: mergeUpdates(parts.map(({ updates }) => updates)),
  };
}
