/**
 * One process's side of all the locks of a state. A lock takes memory in this process only while one
 * of its callers holds it or waits for it; for the kernel a lock that no process holds is nothing.
 *
 * Invariant: `#inUse` has a {@link QueuedLock} exactly while this process holds that lock across an
 * await, or competes for it. Without one, a step asks the kernel itself.
 */
import type { Locks } from "@sync-strategies/shared-memory-stores/stores";
import { release, tryTake, type LockedFiles, type LockedRange } from "./kernel-lock.ts";
import { QueuedLock } from "./queued-lock.ts";

export class KernelLocks implements Locks {
  readonly #files: LockedFiles;
  readonly #rangeOf: (key: number) => LockedRange;
  /** By where their ranges begin. */
  readonly #inUse = new Map<number, QueuedLock>();
  #isClosed = false;

  /** @param rangeOf what is locked for a key. */
  constructor(files: LockedFiles, rangeOf: (key: number) => LockedRange) {
    this.#files = files;
    this.#rangeOf = rangeOf;
  }

  tryEnter(key: number): boolean {
    const range = this.#rangeOf(key);
    return !this.#inUse.has(range.offset) && tryTake(this.#files, range);
  }

  leave(key: number): void {
    release(this.#files, this.#rangeOf(key));
  }

  perform<Result>(
    key: number,
    step: () => Result,
    signal: AbortSignal | undefined,
  ): Promise<Result> {
    return this.#lockOf(key).perform(step, signal);
  }

  acquire(key: number, signal: AbortSignal | undefined): Promise<void> | undefined {
    return this.#lockOf(key).acquire(signal);
  }

  release(key: number): void {
    this.#inUse.get(this.#rangeOf(key).offset)?.release();
  }

  /**
   * Closes the files, which no caller needs any more. If the process still competes for a lock, all
   * of whose callers gave up, they are closed when it has got it, and this does not wait for that.
   */
  async close(): Promise<void> {
    this.#isClosed = true;
    if (this.#inUse.size === 0) await this.#closeFiles();
  }

  async #closeFiles(): Promise<void> {
    const { state, turnstile } = this.#files;
    await Promise.all([state.close(), turnstile.close()]);
  }

  #lockOf(key: number): QueuedLock {
    const range = this.#rangeOf(key);
    let lock = this.#inUse.get(range.offset);
    if (lock === undefined) {
      lock = new QueuedLock(this.#files, range, () => {
        this.#inUse.delete(range.offset);
        if (this.#isClosed && this.#inUse.size === 0) void this.#closeFiles();
      });
      this.#inUse.set(range.offset, lock);
    }
    return lock;
  }
}
