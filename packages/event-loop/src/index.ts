export { addAbortWaiter, removeAbortWaiter, type AbortWaiter } from "./abort-waiters.ts";
export { turnIfDue, turnIsDue } from "./due-turn.ts";
export { inNextTurn, nextTurn } from "./turns.ts";
