/** Windows as an engine for counters. */
import { explainWindows } from "../../explain/explain-windows.ts";
import { columnsOf } from "../../history/columns-of.ts";
import { operationAt, type HistoryColumns } from "../../history/columns.ts";
import type { Operation } from "../../history/operation.ts";
import type { Engine, Judgement } from "../engine.ts";
import { orderByWindows } from "./windows-order.ts";
import { checkWindows, type WindowViolation } from "./windows.ts";

export function windowsEngine(initial: number): Engine {
  return {
    name: "windows",
    judge(operations) {
      const judgement = judge(columnsOf(operations), initial, () => operations);
      if (judgement === undefined || "explain" in judgement) return judgement;
      return { order: () => orderByWindows(operations, initial) };
    },
    judgeColumns: (history) =>
      hasOneKey(history) ? judge(history, initial, () => rowsOf(history)) : undefined,
  };
}

/** @param operationsOf all operations, row by row; asked for only to explain a violation. */
function judge(
  history: HistoryColumns,
  initial: number,
  operationsOf: () => readonly Operation[],
): Judgement | undefined {
  const violation = checkWindows(history, initial);
  if (violation === undefined) return undefined;
  if (violation === "linearizable") return {};
  return {
    explain() {
      const operations = operationsOf();
      return explainWindows(operations, withOperations(violation, operations), initial);
    },
  };
}

function rowsOf(history: HistoryColumns): Operation[] {
  return Array.from({ length: history.length }, (_, row) => operationAt(history, row));
}

function hasOneKey({ length, keys }: HistoryColumns): boolean {
  for (let row = 1; row < length; row++) if (keys[row] !== keys[0]) return false;
  return true;
}

function withOperations(
  violation: WindowViolation<number>,
  operations: readonly Operation[],
): WindowViolation {
  const at = (row: number): Operation => operations[row]!;
  switch (violation.rule) {
    case "impossible-sum":
    case "counted-too-many":
      return { ...violation, reader: at(violation.reader) };
    case "counted-backwards":
      return { ...violation, earlier: at(violation.earlier), later: at(violation.later) };
    case "counted-too-few": {
      const { rule, earlier, later, additions } = violation;
      return {
        rule,
        earlier: earlier === undefined ? undefined : at(earlier),
        later: at(later),
        additions: additions.map(at),
      };
    }
  }
}
