/**
 * The answers of waits that are over.
 *
 * A wait that is over at once takes only a microtask. Tasks that only ever wait in this way would
 * keep timers, signals and I/O from running, so every answer counts as a step, and is delayed
 * until the event loop has had its turn when that is due.
 *
 * Only the answer is delayed, never the effect: by then the value has been sent or received, and
 * no abort can undo it. Delayed answers keep their order.
 */
import { turnIfDue } from "@sync-strategies/event-loop";

/** The answer of a call that need not wait. */
export function answer<Value>(value: Value): Promise<Value> {
  const turn = turnIfDue();
  return turn === undefined ? Promise.resolve(value) : later(turn, value);
}

/** The rejection of a call that need not wait. */
export function rejection(reason: unknown): Promise<never> {
  const turn = turnIfDue();
  return turn === undefined ? Promise.reject(reason) : rejectionLater(turn, reason);
}

/** Answers a call that has waited. */
export function resolveWait<Value>(
  resolve: (value: Value | PromiseLike<Value>) => void,
  value: Value,
): void {
  const turn = turnIfDue();
  resolve(turn === undefined ? value : later(turn, value));
}

/** Rejects a call that has waited. */
export function rejectWait(reject: (reason: unknown) => void, reason: unknown): void {
  const turn = turnIfDue();
  if (turn === undefined) reject(reason);
  else rejectionLater(turn, reason).catch(reject);
}

// Separate functions, since one with a closure makes room for its variables in every call.

function later<Value>(turn: Promise<void>, value: Value): Promise<Value> {
  return turn.then(() => value);
}

function rejectionLater(turn: Promise<void>, reason: unknown): Promise<never> {
  return turn.then(() => {
    throw reason;
  });
}
