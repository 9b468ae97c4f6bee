/**
 * One process's side of a lock of the kernel, for which the process asks once for all of its callers
 * (see {@link CohortLock}).
 *
 * Invariant: while the process holds the lock or competes for it, it asks the kernel for it no second
 * time.
 */
import { CohortLock } from "@sync-strategies/shared-memory-stores/stores";
import {
  isContended,
  release,
  take,
  tryTake,
  type LockedFiles,
  type LockedRange,
} from "./kernel-lock.ts";

export class QueuedLock extends CohortLock {
  readonly #files: LockedFiles;
  readonly #range: LockedRange;
  readonly #onIdle: () => void;

  /** @param onIdle called when no caller holds the lock or waits for it, and the kernel was not asked. */
  constructor(files: LockedFiles, range: LockedRange, onIdle: () => void) {
    super();
    this.#files = files;
    this.#range = range;
    this.#onIdle = onIdle;
  }

  /** Takes the lock for all that wait. If they have all given up by then, it is given back at once. */
  protected override async compete(): Promise<void> {
    this.competing = true;
    try {
      // Others of this process come and go during this await.
      if (!tryTake(this.#files, this.#range)) await take(this.#files, this.#range);
    } catch (error) {
      // The file system has no locks, say, or none left.
      this.competing = false;
      this.failAll(error);
      this.rest();
      return;
    }
    this.competing = false;
    this.enter();
  }

  protected override isContended(): boolean {
    return isContended(this.#files, this.#range);
  }

  protected override giveBack(): void {
    release(this.#files, this.#range);
  }

  protected override rest(): void {
    this.#onIdle();
  }
}
