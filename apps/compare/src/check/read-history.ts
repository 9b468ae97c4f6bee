import { HistoryReader, type HistoryColumns, type Mark } from "@sync-strategies/linearizability";
import type { CheckRequest } from "./command-line.ts";
import type { HistoryFile } from "./find-histories.ts";
import { piecesOfFile } from "./pieces-of-file.ts";

/** What a file holds. */
export interface History {
  readonly columns: HistoryColumns;
  /** What happened to the system. */
  readonly marks: readonly Mark[];
}

/**
 * @throws {HistoryFormatError} for a line that cannot belong to a history.
 * @throws {TypeError} if the file holds no event of a client.
 */
export async function readHistory(
  { name, path, format, operations }: HistoryFile,
  { independent }: Pick<CheckRequest, "independent">,
): Promise<History> {
  const reader = new HistoryReader({ file: name, operations, format, independent });
  for await (const piece of piecesOfFile(path)) reader.addBytes(piece);
  reader.end();
  // Nothing is linearizable, but a file without operations is more likely a mistake.
  if (reader.events === 0) throw new TypeError("there is no operation in it");
  return { columns: reader.columns(), marks: reader.marks() };
}
