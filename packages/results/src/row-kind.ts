/** What a row is, in words: the heading above its kind, and the mark after its name. */
import type { Members } from "./parameters-schema.ts";
import type { StrategyResult } from "./result-document.ts";

type Kind = Pick<StrategyResult, "kind" | "group">;

/**
 * Empty for the repository's own strategies, which need no heading.
 *
 * @param members what the table's clients are spread over.
 */
export function headingOf({ kind, group }: Kind, members: Members | null): string {
  switch (kind) {
    case "strategy":
      return "";
    case "control":
      return members?.span === "processes"
        ? "control: it leaves out something that keeps the others right"
        : "control: it does not coordinate its updates";
    case "peer":
      return `peers of ${group}: the same with other libraries`;
    case "yardstick":
      return "yardsticks: a bare Map behind await, and the least that a request to an owner costs";
    case "reference":
      return members === null
        ? "reference: the same workload in Go, not checked"
        : `reference: the same workload in Go with GOMAXPROCS=${members.count}, not checked`;
  }
}

/** Empty for the repository's own strategies. */
export function markOf({ kind, group }: Kind): string {
  if (kind === "strategy") return "";
  return kind === "peer" ? `peer of ${group}` : kind;
}

/** Whether the row takes part in the ranking: not the control, a yardstick or a reference. */
export function isRanked({ kind }: Pick<StrategyResult, "kind">): boolean {
  return kind === "strategy" || kind === "peer";
}

/** Whether the row's figures may be shown: a row that broke the contract did run to its end. */
export function hasFigures({ status }: Pick<StrategyResult, "status">): boolean {
  return status === "completed" || status === "broke-contract";
}
