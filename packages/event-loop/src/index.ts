export { inNextTurn, nextTurn } from "./turns.ts";
export { TurnBudget } from "./turn-budget.ts";
