/** Operations of which no client knows whether they took effect: the store lost touch with its state. */
import { z } from "zod";
import { count, operationKinds } from "../shapes.ts";
import { summary, type FieldsOf, type RoundOf, type Topic } from "./topic.ts";

/** What a trial hands over. */
export const measured = {
  /** By kind, before or after the end; null if there were none. They are not counted as completed. */
  unknownOutcomes: z.record(z.enum(operationKinds), count).readonly().nullable().default(null),
};

export const summaries = {
  /** Of all rounds. */
  unknownOutcomes: summary(count, (rounds: readonly RoundOf<typeof measured>[]) =>
    rounds
      .flatMap(({ unknownOutcomes }) => Object.values(unknownOutcomes ?? {}))
      .reduce((sum, one) => sum + one, 0),
  ),
};

export const unknownOutcomes: Topic<FieldsOf<typeof summaries>> = {
  columns: [
    {
      key: "unknownOutcomes",
      head: "unknown",
      unit: "count",
      of: (row) => row.unknownOutcomes,
      placement: ({ results, parameters: { members } }) => {
        if (results.some((row) => (row.unknownOutcomes ?? 0) > 0)) {
          return { table: "correctness", width: 7, rank: 22.5 };
        }
        // The columns of one round are chosen before it has run.
        const mayHaveAny = members?.span === "machines";
        return mayHaveAny ? { table: "correctness", width: 7, rank: 11 } : undefined;
      },
      isLimit: true,
    },
  ],
  readings: [
    {
      term: "unknown",
      meaning:
        "Operations that may or may not have taken effect, since the store lost touch with its state. They are in the history as unfinished, and count neither as completed nor as lost.",
      isForUnknown: true,
    },
  ],
};
