/** Holds as an engine for locks. */
import { explainLock } from "../explain/explain-lock.ts";
import type { Engine } from "./engine.ts";
import { checkHolds } from "./holds.ts";

export function holdsEngine(): Engine {
  return {
    name: "holds",
    judge(operations) {
      const outcome = checkHolds(operations);
      if (outcome === undefined) return undefined;
      return "order" in outcome ? "linearizable" : () => explainLock(outcome.violation);
    },
    order(operations) {
      const outcome = checkHolds(operations);
      if (outcome === undefined || "violation" in outcome) {
        throw new TypeError("This engine found no order of these operations.");
      }
      return outcome.order();
    },
  };
}
