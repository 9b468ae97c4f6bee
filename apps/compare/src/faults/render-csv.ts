/** One line per cell. */
import { columns, type FaultsDocument } from "@sync-strategies/faults/results";
import { csvField } from "@sync-strategies/results";

export function renderFaultsCsv({ faults }: FaultsDocument): string {
  const head = ["fault", ...columns.map(({ key }) => key), "outcome", "rounds", "problem"];
  const lines = faults.flatMap(({ id, cells }) =>
    cells.map((cell) => [
      id,
      ...columns.map(({ show, raw = show }) => raw(cell)),
      cell.outcome,
      cell.rounds.length,
      cell.problem,
    ]),
  );
  return [head, ...lines].map((line) => `${line.map(csvField).join(",")}\r\n`).join("");
}
