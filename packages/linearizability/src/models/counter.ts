/** A counter: `add` adds its input and returns nothing; `read` returns the sum. */
import { windowsEngine } from "../engines/windows-engine.ts";
import type { Model } from "./model.ts";
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
  };
}
