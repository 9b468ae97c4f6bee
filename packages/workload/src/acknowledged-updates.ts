/**
 * The updates of a run that succeeded, in columns: a run may have millions of them, and columns
 * are posted to another thread by handing over their memory.
 */

/** Updates whose success was acknowledged to their clients. */
export type AcknowledgedUpdates = UpdateColumns;

/** Updates, in columns that are equally long. */
export interface UpdateColumns {
  readonly keys: Int32Array;
  /** The value that each updater was given; {@link NO_VALUE} if there was none. */
  readonly before: Float64Array;
  /** The value that it returned. */
  readonly after: Float64Array;
}

/** Stands for `undefined`, which a column of numbers cannot hold. */
export const NO_VALUE = Number.NaN;

const INITIAL_SIZE = 256;

/** Collects updates. It doubles its columns when they are full, and allocates nothing otherwise. */
export class UpdateLog {
  #keys = new Int32Array(INITIAL_SIZE);
  #before = new Float64Array(INITIAL_SIZE);
  #after = new Float64Array(INITIAL_SIZE);
  #length = 0;

  add(key: number, before: number | undefined, after: number): void {
    const index = this.#length++;
    if (index === this.#keys.length) this.#grow();
    this.#keys[index] = key;
    this.#before[index] = before ?? NO_VALUE;
    this.#after[index] = after;
  }

  /** What was collected, with nothing behind it that would be posted as well. */
  updates(): UpdateColumns {
    return {
      keys: this.#keys.slice(0, this.#length),
      before: this.#before.slice(0, this.#length),
      after: this.#after.slice(0, this.#length),
    };
  }

  #grow(): void {
    const size = this.#keys.length * 2;
    const [keys, before, after] = [this.#keys, this.#before, this.#after];
    this.#keys = new Int32Array(size);
    this.#keys.set(keys);
    this.#before = new Float64Array(size);
    this.#before.set(before);
    this.#after = new Float64Array(size);
    this.#after.set(after);
  }
}

/** The updates of all members, in no particular order. */
export function mergeUpdates(parts: readonly UpdateColumns[]): UpdateColumns {
  const [only, ...others] = parts;
  if (only !== undefined && others.length === 0) return only;
  const length = parts.reduce((sum, { keys }) => sum + keys.length, 0);
  const merged = {
    keys: new Int32Array(length),
    before: new Float64Array(length),
    after: new Float64Array(length),
  };
  let offset = 0;
  for (const { keys, before, after } of parts) {
    merged.keys.set(keys, offset);
    merged.before.set(before, offset);
    merged.after.set(after, offset);
    offset += keys.length;
  }
  return merged;
}
