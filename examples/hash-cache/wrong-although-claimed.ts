import type { Rendezvous } from "../rendezvous.ts";
import { HASH_BYTES, type GetHash, type Hasher } from "./files.ts";
import { HashTable } from "./table.ts";

const HALF = HASH_BYTES / 2;

/** Only the thread that claims the file computes. But the claim comes before the hash. */
export function cacheOn(table: HashTable, hasher: Hasher, others: Rendezvous): GetHash {
  const { EMPTY, CLAIMED } = HashTable;
  return (file) => {
    if (Atomics.compareExchange(table.states, file, EMPTY, CLAIMED) === EMPTY) {
      const hash = hasher.hash(file);
      table.write(file, hash.subarray(0, HALF));
      others.meet(); // The other threads read the hash here,
      others.meet(); // and have read it.
      table.write(file, hash.subarray(HALF), HALF);
      return table.read(file);
    }
    others.meet();
    const found = table.read(file);
    others.meet();
    return found;
  };
}
