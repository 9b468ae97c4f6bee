export { addAbortWaiter, removeAbortWaiter, type AbortWaiter } from "./abort-waiters.ts";
export { answerInTurn, refuseInTurn, rejectInTurn } from "./answer-in-turn.ts";
export { inCallersContext } from "./callers-context.ts";
export { turnIfDue } from "./due-turn.ts";
export { inNextTurn, nextTurn } from "./turns.ts";
