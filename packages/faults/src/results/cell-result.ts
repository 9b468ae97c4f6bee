/** What came of a cell in all of its rounds, compared with what it expects. */
import type { Expected, FaultCell } from "../fault.ts";
import type { FaultDescription } from "../round-protocol.ts";
import type { Round } from "../round.ts";

export interface FaultResult extends Pick<
  FaultDescription,
  "id" | "title" | "question" | "doesNotShow"
> {
  readonly cells: readonly CellResult[];
}

export interface CellResult extends FaultCell {
  readonly outcome: Outcome;
  /** Why it was not run, or not to its end; null if it was. */
  readonly problem: string | null;
  readonly rounds: readonly Round[];
}

/**
 * - `"worse"`: in at least one round it did worse than expected.
 * - `"better"`: in none it did worse, and in at least one better.
 * - `"unknown"`: in none it did worse, and the history of at least one could not be decided.
 * - `"failed"`: the strategy or the fault threw, hung or died.
 * - `"not-run"`: what it needs is not here.
 */
export type Outcome = "as-expected" | "better" | "worse" | "unknown" | "failed" | "not-run";

/** @param problem why there are no further rounds. */
export function cellResult(
  cell: FaultCell,
  rounds: readonly Round[],
  problem?: { readonly end: "not-run" | "failed"; readonly reason: string },
): CellResult {
  const { strategy, variant, service, expected } = cell;
  return {
    strategy,
    ...(variant !== undefined && { variant }),
    ...(service !== undefined && { service }),
    expected,
    outcome: outcomeOf(rounds, expected, problem?.end),
    problem: problem?.reason ?? null,
    rounds,
  };
}

/** A strategy did worse whatever became of its other rounds. */
function outcomeOf(
  rounds: readonly Round[],
  expected: Expected,
  problem: "not-run" | "failed" | undefined,
): Outcome {
  const compared = new Set(rounds.map((round) => compare(round, expected)));
  if (compared.has("worse")) return "worse";
  if (problem !== undefined) return problem;
  if (compared.has("unknown")) return "unknown";
  return compared.has("better") ? "better" : "as-expected";
}

function compare(round: Round, expected: Expected): "as-expected" | "better" | "worse" | "unknown" {
  if (round.verdict === "unknown") return "unknown";
  const difference = badness(round) - badness({ ...expected, waited: expected.waits ?? "no" });
  return difference === 0 ? "as-expected" : difference > 0 ? "worse" : "better";
}

/** A wrong answer is worse than none; of right ones the one that is waited for is the worse. */
function badness({ verdict, waited }: Pick<Round, "verdict" | "waited">): number {
  return verdict === "not-linearizable" ? waits.length : waits.indexOf(waited);
}

const waits: readonly Round["waited"][] = ["no", "while-it-lasts", "to-the-end"];
