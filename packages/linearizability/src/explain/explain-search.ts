/** Turns a violation that the search found into a witness and a sentence. */
import { Spending, type Budget } from "../engines/budget.ts";
import type { Operation } from "../history/operation.ts";
import type { Model } from "../models/model.ts";
import { explainCore } from "./explain-core.ts";
import type { Explanation } from "./witness.ts";

/**
 * @param operations of one key, in the order of their calls, not linearizable.
 * @param later what was called after their end.
 */
export function explainSearch(
  operations: readonly Operation[],
  model: Model,
  budget?: Budget,
  later: readonly Operation[] = [],
): Explanation {
  const spending = explanationBudget(budget);
  return explainCore({
    rule: "no-order",
    core: operations,
    history: operations,
    later,
    model,
    spending,
  });
}

/** What an explanation may cost, if the check may cost that much. */
const MOST = { milliseconds: 2_000, memoryBytes: 2 ** 27 };

export function explanationBudget(budget: Budget = MOST): Spending {
  return new Spending({
    milliseconds: Math.min(budget.milliseconds, MOST.milliseconds),
    memoryBytes: Math.min(budget.memoryBytes, MOST.memoryBytes),
  });
}
