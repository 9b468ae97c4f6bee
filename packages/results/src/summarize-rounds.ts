/** Summarizes a row's rounds. Raw values are kept, so the summary can be checked. */
import { summaries } from "./figures/schema.ts";
import type { FieldsOf } from "./figures/topic.ts";
import type {
  MeasuredRound,
  RoundResult,
  RowStatus,
  StrategyResult,
  WorkloadResult,
} from "./result-document.ts";

type Figures = FieldsOf<typeof summaries>;

/** All of a row but who it is, and how it compares with others. */
export type RowSummary = Figures &
  Pick<StrategyResult, "status" | "problem" | "verdict" | "rounds">;

export function summarizeRounds(
  rounds: readonly RoundResult[],
  setting: Pick<WorkloadResult, "parameters" | "operationCeiling">,
): RowSummary {
  const failed = rounds.find(({ status }) => status !== "completed");
  const measured = rounds.flatMap((round) => round.measured ?? []);
  const figures = figuresOf(measured, setting);
  return {
    ...statusOf(failed, setting.parameters.rounds),
    ...figures,
    verdict: figures.check?.verdict ?? "unchecked",
    rounds,
  };
}

/** Each summary of the table of figures, or null without a round that completed. */
function figuresOf(
  measured: readonly MeasuredRound[],
  setting: Pick<WorkloadResult, "parameters" | "operationCeiling">,
): Figures {
  return Object.fromEntries(
    Object.entries(summaries).map(([name, summary]) => [
      name,
      measured.length === 0 ? null : summary.of(measured, setting),
    ]),
  ) as unknown as Figures;
}

function statusOf(
  failed: RoundResult | undefined,
  rounds: number,
): { status: RowStatus; problem: string | null } {
  if (failed === undefined) return { status: "completed", problem: null };
  const where = rounds > 1 ? `in round ${failed.round} of ${rounds}: ` : "";
  return { status: failed.status, problem: where + (failed.problem ?? failed.status) };
}
