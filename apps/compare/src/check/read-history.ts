import {
  HistoryReader,
  type HistoryColumns,
  type Mark,
  type Operation,
} from "@sync-strategies/linearizability";
import type { HistoryFile } from "./find-histories.ts";
import { piecesOfFile } from "./pieces-of-file.ts";

export interface ReadOptions {
  /** Whether values are `[key, value]`, as those of Jepsen's independent keys. */
  readonly independent: boolean;
}

/** What was read. */
export interface History {
  readonly history: HistoryColumns | readonly Operation[];
  /** How many operations there were, if a recorder was full. */
  readonly totalOps?: number;
  /** What happened to the system. */
  readonly marks: readonly Mark[];
  /** What certainly had no effect, as far as it is kept. */
  readonly failed: readonly Operation[];
  /** How it was read, in sentences, where that matters to the verdict. */
  readonly notes: readonly string[];
}

interface HistoryOfFile extends History {
  readonly history: HistoryColumns;
  readonly times: Float64Array;
  readonly fullAt?: number;
}

/**
 * Reads one file.
 *
 * @returns also the times of its events by their numbers, if each has to have one; and the event
 *   at which its recorder was full, if it was.
 * @throws {HistoryFormatError} for a line that cannot belong to a history.
 * @throws {TypeError} if the file holds no event of a client.
 */
export async function readHistory(
  { name, path, format, operations }: HistoryFile,
  { independent, timed = false }: ReadOptions & { readonly timed?: boolean },
): Promise<HistoryOfFile> {
  const reader = new HistoryReader({ file: name, operations, format, independent, timed });
  for await (const piece of piecesOfFile(path)) reader.addBytes(piece);
  reader.end();
  // Nothing is linearizable, but a file without operations is more likely a mistake.
  if (reader.events === 0) throw new TypeError("there is no operation in it");
  return {
    history: reader.columns(),
    ...reader.full(),
    marks: reader.marks(),
    failed: reader.failed(),
    notes: [],
    times: reader.times() ?? new Float64Array(),
  };
}
