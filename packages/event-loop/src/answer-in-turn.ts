/**
 * Answers to callers that may never pause: each counts one step, and waits for the event loop's
 * turn if one is due. What was asked for has been done by then; only the caller goes on later.
 */
import { turnIfDue } from "./due-turn.ts";

/** The value at once, or in the event loop's next turn if one is due. */
export function answerInTurn<Value>(value: Value): Value | Promise<Value> {
  return turnIfDue()?.then(() => value) ?? value;
}

/** A rejection at once, or in the event loop's next turn if one is due. */
export function rejectInTurn(reason: unknown): Promise<never> {
  const rejection = (): Promise<never> => Promise.reject(reason);
  return turnIfDue()?.then(rejection) ?? rejection();
}
