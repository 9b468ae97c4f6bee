import type { SemaphoreInterface } from "async-mutex";

/** What a lock was, which is of no use here, and the function that releases it. */
export type Acquired = Awaited<ReturnType<SemaphoreInterface["acquire"]>>;

/**
 * Resolves to the releaser once the lock is the caller's. Rejects with the signal's reason if
 * the signal aborts first, and the caller then never holds the lock.
 *
 * async-mutex can cancel all of its waiters but not one of them. An aborted waiter therefore
 * leaves its ticket in the queue, and when that ticket's turn comes, hands the lock straight on.
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
