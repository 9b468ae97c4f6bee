/** How near the counts are to what the pauses allow. */
import { mean } from "@sync-strategies/statistics";
import { amount } from "../shapes.ts";
import { totalOf, type CountedRound } from "./counts.ts";
import { summary, type FieldsOf, type Topic } from "./topic.ts";

export const summaries = {
  /** The share of the operations that the pauses allow, 1 being all of them. */
  shareOfCeiling: summary(amount, (rounds: readonly CountedRound[], { operationCeiling }) =>
    operationCeiling === null ? null : Math.round(mean(rounds.map(totalOf))) / operationCeiling,
  ),
};

export const ceiling: Topic<FieldsOf<typeof summaries>> = {
  columns: [
    {
      key: "shareOfCeiling",
      head: "of ceiling",
      unit: "share",
      of: (row) => row.shareOfCeiling,
      placement: ({ operationCeiling }) =>
        operationCeiling === null ? undefined : { table: "speed", width: 10, rank: 16 },
    },
  ],
  readings: [
    {
      term: "of ceiling",
      meaning: "The share of the operations that the pauses allow: clients × duration ÷ pause.",
    },
  ],
};
