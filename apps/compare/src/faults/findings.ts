/** What is said of a cell below the table: its problem, or the first violation, explained and drawn. */
import type { Round } from "@sync-strategies/faults";
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
    if (cell.problem === null && round === undefined) return [];
    const { explanation = null, sentences = [], drawing = [] } = round ?? {};
    const said = [cell.problem, explanation, ...sentences].filter((one) => one !== null);
    return [{ heading, sentences: said, drawing }];
  });
}

/** The first round that has anything to say; one that went wrong before all others. */
function toldRound({ rounds }: CellResult): Round | undefined {
  return (
    rounds.find(({ verdict }) => verdict === "not-linearizable") ??
    rounds.find(({ explanation, sentences }) => explanation !== null || sentences.length > 0)
  );
}
