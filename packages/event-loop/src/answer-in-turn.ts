/**
 * Answers to callers that may never pause: each counts one step, and waits for the event loop's
 * turn if one is due. What was asked for has been done by then; only the caller goes on later.
 */
import { turnIfDue } from "./due-turn.ts";

/** The value at once, or in the event loop's next turn if one is due. */
export function answerInTurn<Value>(value: Value): Value | Promise<Value> {
  const turn = turnIfDue();
  return turn === undefined ? value : answerAfter(turn, value);
}

/** A rejection at once, or in the event loop's next turn if one is due. */
export function rejectInTurn(reason: unknown): Promise<never> {
  const turn = turnIfDue();
  return turn === undefined ? Promise.reject(reason) : rejectAfter(turn, reason);
}

/** The same for a promise that waits: calls its `reject`, at once or in that turn. */
export function refuseInTurn(reject: (reason: unknown) => void, reason: unknown): void {
  const turn = turnIfDue();
  if (turn === undefined) reject(reason);
  else refuseAfter(turn, reject, reason);
}

// Functions with a closure make room for its variables whenever they are called, so these are
// separate: nearly every answer is given at once.

function answerAfter<Value>(turn: Promise<void>, value: Value): Promise<Value> {
  return turn.then(() => value);
}

function rejectAfter(turn: Promise<void>, reason: unknown): Promise<never> {
  return turn.then(() => Promise.reject(reason));
}

function refuseAfter(
  turn: Promise<void>,
  reject: (reason: unknown) => void,
  reason: unknown,
): void {
  void turn.then(() => reject(reason));
}
