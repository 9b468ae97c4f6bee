/** Windows as an engine for counters. */
import { explainWindows } from "../explain/explain-windows.ts";
import type { Engine } from "./engine.ts";
import { orderByWindows } from "./windows-order.ts";
import { checkWindows, fitsWindows } from "./windows.ts";

export function windowsEngine(initial: number): Engine {
  return {
    name: "windows",
    judge(operations) {
      if (!fitsWindows(operations, initial)) return undefined;
      const violation = checkWindows(operations, initial);
      if (violation === undefined) return "linearizable";
      return () => explainWindows(operations, violation, initial);
    },
    order: (operations) => orderByWindows(operations, initial),
  };
}
