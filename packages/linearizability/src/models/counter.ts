/** A counter: `add` adds its input and returns nothing; `read` returns the sum. */
import { windowsEngine } from "../engines/windows/windows-engine.ts";
import type { Model, Outlook } from "./model.ts";
import type { Operation } from "../history/operation.ts";

export function counter(initial = 0): Model<number> {
  return {
    name: "counter",
    initial,
    engines: [windowsEngine(initial)],
    operations: ["read", "add"],
    ignoresClient: true,
    step: (sum: number, { name, input, output }: Operation) => {
      if (name === "add") return sum + (input as number);
      return sum === output ? sum : undefined;
    },
    isRead: ({ name }) => name === "read",
    lookAhead,
  };
}

/** A sum that nothing is taken from, or nothing is added to, never returns to an earlier one. */
function lookAhead(operations: readonly Operation[]): Outlook<number> {
  const amounts = operations.flatMap(({ name, input }) => (name === "add" ? Number(input) : []));
  // What is not a number may be anything.
  const rises = amounts.some((amount) => !(amount <= 0));
  const falls = amounts.some((amount) => !(amount >= 0));
  return {
    mayFollow: (sum, { name, output }) => {
      if (name !== "read" || typeof output !== "number") return true;
      return (rises || output <= sum) && (falls || output >= sum);
    },
  };
}
