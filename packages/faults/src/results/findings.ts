/** What is said of a cell below the table: the first violation, explained and drawn. */
import type { Round } from "../round.ts";
import { list } from "@sync-strategies/results";
import { nameOf } from "./cell-words.ts";
import type { CellResult, FaultResult } from "./cell-result.ts";

export interface Finding {
  readonly heading: string;
  readonly sentences: readonly string[];
  readonly drawing: readonly string[];
}

export function findingsOf({ cells }: FaultResult): readonly Finding[] {
  return cells.flatMap((cell): Finding[] => {
    const heading = nameOf(cell);
    const round = toldRound(cell);
    if (round === undefined) return [];
    const { explanation, sentences, drawing } = round;
    const said = [explanation, ...sentences].filter((one) => one !== null);
    return [{ heading, sentences: said, drawing }];
  });
}

/** Why cells were not run, or not to their end: a sentence for each reason. */
export function problemsOf({ cells }: FaultResult): string[] {
  const namesOf = new Map<string, string[]>();
  for (const cell of cells) {
    if (cell.problem === null) continue;
    const names = namesOf.get(cell.problem) ?? [];
    namesOf.set(cell.problem, [...names, nameOf(cell)]);
  }
  return [...namesOf].map(([problem, names]) => `${list(names)}: ${problem}`);
}

/** The first round that has anything to say; one that went wrong before all others. */
function toldRound({ rounds }: CellResult): Round | undefined {
  return (
    rounds.find(({ verdict }) => verdict === "not-linearizable") ??
    rounds.find(({ explanation, sentences }) => explanation !== null || sentences.length > 0)
  );
}
