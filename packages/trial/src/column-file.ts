/**
 * Plain data with long columns of numbers, on its way from process to process: the columns go to a
 * file as they are in memory, one after the other, and an outline tells the rest.
 */
import { open, type FileHandle } from "node:fs/promises";

const columnTypes = { Uint8Array, Int32Array, Float64Array };
type Column = InstanceType<(typeof columnTypes)[keyof typeof columnTypes]>;

/** In the outline, in the place of a column. */
interface ColumnPlace {
  readonly columnType: keyof typeof columnTypes;
  readonly length: number;
}

/** Writes the columns to a new file. Resolves to the outline, which can be posted. */
export async function writeColumns(path: string, data: unknown): Promise<unknown> {
  const columns: Column[] = [];
  const outline = replaced(data, (value) => {
    if (!ArrayBuffer.isView(value)) return undefined;
    const column = value as Column;
    columns.push(column);
    const columnType = column.constructor.name as ColumnPlace["columnType"];
    return { columnType, length: column.length } satisfies ColumnPlace;
  });
  const file = await open(path, "wx");
  try {
    for (const column of columns) await file.appendFile(bytesOf(column));
  } finally {
    await file.close();
  }
  return outline;
}

/** The data again, from its outline and the file with its columns. */
export async function readColumns(path: string, outline: unknown): Promise<unknown> {
  const columns: Column[] = [];
  const data = replaced(outline, (value) => {
    if (!("columnType" in value)) return undefined;
    const { columnType, length } = value as ColumnPlace;
    const column = new columnTypes[columnType](length);
    columns.push(column);
    return column;
  });
  const file = await open(path);
  try {
    for (const column of columns) await fill(bytesOf(column), file);
  } finally {
    await file.close();
  }
  return data;
}

/** A copy in which some objects have given way to others. */
function replaced(data: unknown, replacement: (value: object) => unknown): unknown {
  if (typeof data !== "object" || data === null) return data;
  const entries = (): [string, unknown][] =>
    Object.entries(data).map(([name, value]) => [name, replaced(value, replacement)]);
  return replacement(data) ?? Object.fromEntries(entries());
}

function bytesOf({ buffer, byteOffset, byteLength }: Column): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

/** What one read may fetch at most, in bytes. */
const MOST_PER_READ = 2 ** 30;

async function fill(bytes: Uint8Array, file: FileHandle): Promise<void> {
  for (let filled = 0; filled < bytes.length;) {
    const { bytesRead } = await file.read(
      bytes,
      filled,
      Math.min(MOST_PER_READ, bytes.length - filled),
    );
    if (bytesRead === 0) throw new RangeError("The file of a history ends before its columns do.");
    filled += bytesRead;
  }
}
