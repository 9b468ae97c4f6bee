/** Holds as an engine for locks. */
import { explainLock } from "../../explain/explain-lock.ts";
import type { Engine } from "../engine.ts";
import { checkHolds } from "./holds.ts";

export function holdsEngine(): Engine {
  return {
    name: "holds",
    judge(operations) {
      const outcome = checkHolds(operations);
      if (outcome === undefined) return undefined;
      return "order" in outcome ? outcome : { explain: () => explainLock(outcome.violation) };
    },
  };
}
