/** What holds of the whole table. */
import { count, list, plural } from "@sync-strategies/results";
import type { CellResult, Outcome } from "./cell-result.ts";
import { nameOf } from "./cell-words.ts";
import type { FaultsDocument } from "./document.ts";

export function closingSentences({ faults, rounds, interrupted }: FaultsDocument): string[] {
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
    "acknowledged: changes that a client knows to have been made.",
    "applied: changes that took effect, as far as the values that were found show; one that was made " +
      "twice counts twice.",
    "lost: acknowledged updates that left no trace.",
    "unknown: changes of which their client cannot know whether they took effect.",
    "unserved: the longest time without an acknowledged operation, reads included.",
    "next change: from the fault to the next acknowledged change of a client that was not its victim.",
    "unfinished: operations that had not settled at the end.",
    ...(interrupted
      ? ["Interrupted: the cells and rounds that come after these were not played."]
      : []),
    ...(rounds > 1 ? ["Over several rounds counts are sums, and times the longest."] : []),
  ];
}

function asExpected(cells: readonly CellResult[]): number {
  return cells.filter(({ outcome }) => outcome === "as-expected").length;
}
