import type { StateStore } from "@sync-strategies/state-store";
import type { GetHash, Hasher } from "./files.ts";
import { HashTable } from "./table.ts";

/**
 * The same table, with a lock per file: bytes are written while it is held. A thread that acquires
 * the lock later sees all that was written before it was released.
 */
export function cacheOn(
  table: HashTable,
  states: StateStore<number, number>,
  hasher: Hasher,
): GetHash {
  return async (file) => {
    await states.update(file, (state) => {
      if (state !== HashTable.FULL) table.write(file, hasher.hash(file));
      return HashTable.FULL;
    });
    return table.read(file);
  };
}
