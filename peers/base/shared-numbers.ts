/**
 * What stores of several threads guard with another library's lock: numbers in shared memory. For
 * each key there is the value, and whether there is one.
 *
 * Memory order: it is plain memory. What a holder writes comes before its release of the lock, and
 * the next holder's acquiring it comes before what that one reads.
 */
import type { LockedState } from "./peer-store.ts";

const WRITTEN = 1;

export class SharedNumbers implements LockedState<number, number> {
  readonly #values: Float64Array;
  readonly #written: Float64Array;

  static memoryFor(keys: number): SharedArrayBuffer {
    return new SharedArrayBuffer(2 * keys * Float64Array.BYTES_PER_ELEMENT);
  }

  constructor(memory: SharedArrayBuffer) {
    const all = new Float64Array(memory);
    const keys = all.length / 2;
    this.#values = all.subarray(0, keys);
    this.#written = all.subarray(keys);
  }

  get(key: number): number | undefined {
    return this.#written[key] === WRITTEN ? this.#values[key] : undefined;
  }

  set(key: number, value: number): void {
    this.#values[key] = value;
    this.#written[key] = WRITTEN;
  }

  /** The numbers are not this handle's: they go on when it closes. */
  clear(): void {}

  keyFault(key: number): Error | undefined {
    const { length } = this.#values;
    if (Number.isInteger(key) && key >= 0 && key < length) return undefined;
    return new RangeError(`A key of this state is a whole number from 0 to ${length - 1}.`);
  }

  valueFault(value: number): Error | undefined {
    if (typeof value === "number") return undefined;
    return new TypeError("A value of this state is a number.");
  }
}
