import { addAbortWaiter, removeAbortWaiter } from "@sync-strategies/event-loop";

/** Settles as the work does, unless the signal is aborted first: then it rejects with its reason. */
export function unlessAborted<Result>(
  work: Promise<Result>,
  signal: AbortSignal | undefined,
): Promise<Result> {
  if (signal === undefined) return work;
  return new Promise((resolve, reject) => {
    const waiter = { onAbort: (reason: unknown): void => reject(reason) };
    if (signal.aborted) waiter.onAbort(signal.reason);
    else addAbortWaiter(signal, waiter);
    work.then(resolve, reject).finally(() => removeAbortWaiter(signal, waiter));
  });
}
