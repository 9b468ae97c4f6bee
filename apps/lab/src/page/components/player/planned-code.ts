/**
 * The code that a client of a scenario runs, for a reader to follow: one piece for each operation
 * of the client, and where it is while its update function awaits.
 */
import type { PlannedOperation } from "@sync-strategies/schedule-explorer";
import { everydayCode, type PlannedCode } from "./everyday-code.ts";

export function codeOf(operation: PlannedOperation): PlannedCode {
  switch (operation.kind) {
    case "read":
      return call(`await store.read("${operation.key}");`);
    case "write":
      return call(`await store.write("${operation.key}", ${JSON.stringify(operation.value)});`);
    case "abort":
      return call(`controllerOf${operation.target}.abort();`);
    case "close":
      return call("await store.close();");
    default: {
      const { key, name, awaits } = operation;
      const everyday = everydayCode[name];
      if (everyday !== undefined) return everyday;
      if (awaits === 0) return call(`await store.update("${key}", (${key}) => ${key} + 1);`);
      const last = name === "failing update" ? `throw new Error("no");` : "return y + 1;";
      return {
        lines: [
          `await store.update("${key}", async (${key}) => {`,
          `  const y = await f(${key});`,
          `  ${last}`,
          "});",
        ],
        awaitsAt: 1,
      };
    }
  }
}

function call(line: string): PlannedCode {
  return { lines: [line], awaitsAt: 0 };
}
