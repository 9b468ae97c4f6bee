/** What a row is, in words: the heading above its kind, and the mark after its name. */
import type { Members } from "./parameters-schema.ts";
import type { StrategyResult } from "./result-document.ts";

type Kind = Pick<StrategyResult, "kind" | "group" | "service">;

/**
 * Empty for the repository's own strategies, which need no heading unless servers have their state.
 *
 * @param members what the table's clients are spread over.
 */
export function headingOf({ kind, group, service }: Kind, members: Members | null): string {
  switch (kind) {
    case "strategy":
      if (members?.span !== "machines") return "";
      return service === undefined ? "on a server that the strategy finds itself" : `on ${service}`;
    case "control": {
      const where = service === undefined ? "control" : `control on ${service}`;
      return members?.span === "processes" || members?.span === "machines"
        ? `${where}: it leaves out something that keeps the others right`
        : `${where}: it does not coordinate its updates`;
    }
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

/** Empty for the repository's own strategies, unless they say on which service's server they are. */
export function markOf({ kind, group, service }: Kind): string {
  if (kind === "peer") return `peer of ${group}`;
  const parts = [kind === "strategy" ? "" : kind, service === undefined ? "" : `on ${service}`];
  return parts.filter((part) => part !== "").join(" ");
}

/** Whether the row takes part in the ranking: not the control, a yardstick or a reference. */
export function isRanked({ kind }: Pick<StrategyResult, "kind">): boolean {
  return kind === "strategy" || kind === "peer";
}

/** Whether the row's figures may be shown: a row that broke the contract did run to its end. */
export function hasFigures({ status }: Pick<StrategyResult, "status">): boolean {
  return status === "completed" || status === "broke-contract";
}
