/** A report with all that a report can have, of a run that nothing had to be run for. */
import { madeUpDocument, violation } from "@sync-strategies/results/testing";
import type { ResultDocument } from "@sync-strategies/results";

const rounds = (milliseconds: number) =>
  Array.from({ length: 6 }, (_, round) => ({ elapsedMs: milliseconds + round / 10 }));

/** Two points of a sweep, with three strategies each, of which the control is wrong. */
export function sweepDocument(): ResultDocument {
  return madeUpDocument(
    ...[1, 5].map((keys) => ({
      workload: "contended",
      sweep: { knob: "keys", value: keys },
      parameters: { keys },
      baseline: "mutex",
      rows: [
        { strategy: "actor", rounds: rounds(100 * keys) },
        { strategy: "mutex", rounds: rounds(150 * keys) },
        {
          strategy: "unsynchronized",
          kind: "control" as const,
          rounds: rounds(50).map((round) => ({ ...round, check: violation() })),
        },
      ],
    })),
  );
}
