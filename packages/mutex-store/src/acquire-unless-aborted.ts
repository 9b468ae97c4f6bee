import type { SemaphoreInterface } from "async-mutex";

/** The semaphore's value, which is unused here, and the function that releases the lock. */
export type Acquired = Awaited<ReturnType<SemaphoreInterface["acquire"]>>;

/**
 * Resolves to the releaser once the caller holds the lock. Rejects with the signal's reason if
 * the signal aborts first; then the caller never holds the lock.
 *
 * async-mutex can cancel all of its waiters together, but not a single one. An aborted waiter
 * therefore leaves its ticket in the queue, and hands the lock straight on when that is served.
 */
export function acquireUnlessAborted(
  lock: SemaphoreInterface,
  signal: AbortSignal,
): Promise<Acquired> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(signal.reason);
      return;
    }

    let cancelled = false;
    const cancel = (): void => {
      cancelled = true;
      reject(signal.reason);
    };
    signal.addEventListener("abort", cancel, { once: true });

    const waitForTurn = async (): Promise<void> => {
      const acquired = await lock.acquire();
      if (cancelled) {
        const [, release] = acquired;
        release();
        return;
      }
      // From here on the operation has started, and the signal no longer matters.
      signal.removeEventListener("abort", cancel);
      resolve(acquired);
    };
    void waitForTurn();
  });
}
