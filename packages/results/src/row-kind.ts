/** What a row is, in words: the heading above its like, and the mark beside its name. */
import type { StrategyResult } from "./result-document.ts";

type Kind = Pick<StrategyResult, "kind" | "group">;

/** Empty for the repository's own strategies, which need no heading. */
export function headingOf({ kind, group }: Kind): string {
  switch (kind) {
    case "strategy":
      return "";
    case "control":
      return "the control: it does not coordinate its updates";
    case "peer":
      return `peers of ${group}: the same with other libraries`;
    case "floor":
      return "floors: what none of them can be faster than";
    case "reference":
      return "for reference, not checked";
  }
}

/** Empty for the repository's own strategies. */
export function markOf({ kind, group }: Kind): string {
  if (kind === "strategy") return "";
  return kind === "peer" ? `peer of ${group}` : kind;
}
