import { addAbortWaiter, removeAbortWaiter } from "@sync-strategies/event-loop";
import { endWait } from "./hooks.ts";
import { recordOf } from "./records.ts";
import { nextPromiseIsOf, runUnrecorded } from "./task-context.ts";

/**
 * Starts an operation whose wait has begun, and returns its outcome. Its hold travels with the
 * promise to the task that awaits it. If that task would wait forever, the operation is cancelled
 * by its signal, with a `DeadlockError` as the reason.
 *
 * @param start starts the operation with the signal that cancels it. Whatever else it waits for
 *   before it returns is this same wait, and is not recorded.
 * @param callersSignal cancels it as well.
 */
export function startRecorded<Value>(
  operation: object,
  start: (signal: AbortSignal) => Promise<Value>,
  callersSignal: AbortSignal | undefined,
): Promise<Value> {
  const controller = new AbortController();
  const abort = (reason: unknown): void => controller.abort(reason);
  const abortWaiter = { onAbort: abort };
  if (callersSignal !== undefined) addAbortWaiter(callersSignal, abortWaiter);

  const outcome = runUnrecorded(() => start(controller.signal));
  const stopListening = (): void => {
    if (callersSignal !== undefined) removeAbortWaiter(callersSignal, abortWaiter);
  };
  outcome.then(stopListening, () => {
    stopListening();
    endWait(operation);
  });

  const record = recordOf(operation);
  if (record !== undefined) record.refuse = abort;
  nextPromiseIsOf(record);
  const carrier = new Promise<Value>((resolve) => {
    resolve(outcome);
  });
  nextPromiseIsOf(undefined);
  return carrier;
}
