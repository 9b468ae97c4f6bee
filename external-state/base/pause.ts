import { addAbortWaiter, removeAbortWaiter } from "@sync-strategies/event-loop";

/**
 * Waits for a time in milliseconds, and keeps the process alive meanwhile. Rejects with the
 * signal's reason if the signal aborts first.
 */
export function pause(timeMs: number, signal: AbortSignal | undefined): Promise<void> {
  if (signal?.aborted === true) return Promise.reject(signal.reason);
  return new Promise((resolve, reject) => {
    const abortWaiter = {
      onAbort: (reason: unknown): void => {
        clearTimeout(timer);
        reject(reason);
      },
    };
    const timer = setTimeout(() => {
      if (signal !== undefined) removeAbortWaiter(signal, abortWaiter);
      resolve();
    }, timeMs);
    if (signal !== undefined) addAbortWaiter(signal, abortWaiter);
  });
}
