/** What holds of the whole table. */
import { count, list, plural } from "@sync-strategies/results";
import type { CellResult, Outcome } from "./cell-result.ts";
import { nameOf } from "./cell-words.ts";
import type { FaultsDocument } from "./document.ts";

export function closingSentences({ faults, rounds }: FaultsDocument): string[] {
  const cells = faults.flatMap(({ id, cells: ofFault }) =>
    ofFault.map((cell) => ({ ...cell, title: `${nameOf(cell)} in ${id}` })),
  );
  const played = cells.flatMap((cell) => cell.rounds);
  const checked = played.reduce((sum, round) => sum + round.checked, 0);
  const named = (outcome: Outcome): string[] =>
    cells.filter((cell) => cell.outcome === outcome).map(({ title }) => title);
  const about: readonly (readonly [Outcome, string])[] = [
    ["worse", "Worse than expected"],
    ["better", "Better than expected in at least one round"],
    ["unknown", "Not decided"],
    ["failed", "Failed"],
    ["not-run", "Not run"],
  ];
  return [
    `${plural(asExpected(cells), "cell")} of ${count(cells.length)} as expected.`,
    ...about.flatMap(([outcome, words]) =>
      named(outcome).length === 0 ? [] : [`${words}: ${list(named(outcome))}.`],
    ),
    `The history of every round was checked for linearizability, ${count(checked)} operations in all.`,
    "lost: acknowledged updates that left no trace. unknown: the client cannot know whether its " +
      "operation took effect. unfinished: not settled at the end. unserved: the longest time " +
      "without an acknowledged operation. next change: from the fault to the next acknowledged " +
      "change of a client that was not its victim.",
    ...(rounds > 1 ? ["Over several rounds counts are sums, and times the longest."] : []),
  ];
}

function asExpected(cells: readonly CellResult[]): number {
  return cells.filter(({ outcome }) => outcome === "as-expected").length;
}
