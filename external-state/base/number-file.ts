/**
 * Numbers in a file: a record of 16 bytes per key, in the order of the keys.
 *
 * | bytes | what |
 * |---|---|
 * | 0 to 7 | the value, a 64-bit floating point number |
 * | 8 | 1 if the key was ever written |
 *
 * A record is read and written by one call of the system, and lies on one page of memory. So a
 * process that is killed leaves it whole, either the old one or the new one: the kernel ends a call
 * for a signal only between two pages.
 *
 * The calls are synchronous. They copy 16 bytes to or from the kernel's memory, within microseconds;
 * a thread of the pool would take ten times as long to be asked. Nothing is forced to the disk: what
 * was written outlives its process, not a loss of power.
 */
import { readSync, writeSync } from "node:fs";
import { writeFile, type FileHandle } from "node:fs/promises";
import type { NumberCells } from "@sync-strategies/shared-memory-stores/stores";

export const RECORD_BYTES = 16;

const WRITTEN_AT = 8;

export const recordOf = (key: number): number => key * RECORD_BYTES;

/** Writes the file of a state in which no key was ever written, with room for all of them. */
export async function createNumberFile(path: string, keys: number): Promise<void> {
  await writeFile(path, new Uint8Array(recordOf(keys)));
}

export class NumberFile implements NumberCells {
  readonly keys: number;
  /** Closes the file, and what belongs to it. */
  readonly close: () => Promise<void>;
  readonly #fd: number;
  readonly #record = Buffer.alloc(RECORD_BYTES);

  constructor(file: FileHandle, keys: number, close: () => Promise<void>) {
    this.#fd = file.fd;
    this.keys = keys;
    this.close = close;
  }

  read(key: number): number | undefined {
    readSync(this.#fd, this.#record, 0, RECORD_BYTES, recordOf(key));
    return this.#record[WRITTEN_AT] === 1 ? this.#record.readDoubleLE(0) : undefined;
  }

  write(key: number, value: number): void {
    this.#record.writeDoubleLE(value, 0);
    this.#record[WRITTEN_AT] = 1;
    writeSync(this.#fd, this.#record, 0, RECORD_BYTES, recordOf(key));
  }
}
