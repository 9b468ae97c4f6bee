import { messageTurns } from "./message-turns.ts";

/**
 * Calls back in the event loop's next turn: after all microtasks that are due by then and those
 * that they bring about, and after the timers and I/O whose turn comes first. Callbacks run in
 * the order of these calls.
 *
 * Chosen at load time, so that a test's fake timers cannot stop it.
 */
export const inNextTurn: (callback: () => void) => void = chooseTurns();

/**
 * Resolves in the event loop's next turn.
 *
 * One turn drains all that happens by promises alone, however long the chain, for about a
 * microsecond. A fixed number of awaited promises would be too few for one store and more
 * expensive than the turn for another.
 */
export function nextTurn(): Promise<void> {
  return new Promise(inNextTurn);
}

function chooseTurns(): (callback: () => void) => void {
  const immediate = globalThis.setImmediate;
  if (typeof immediate !== "function") return messageTurns();
  return (callback) => {
    immediate(callback);
  };
}
