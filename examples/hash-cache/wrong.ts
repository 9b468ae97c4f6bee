import type { Rendezvous } from "../rendezvous.ts";
import type { GetHash, Hasher } from "./files.ts";
import { HashTable } from "./table.ts";

/** As it is often written: look into the table, compute, keep the hash. */
export function cacheOn(table: HashTable, hasher: Hasher, others: Rendezvous): GetHash {
  return (file) => {
    if (Atomics.load(table.states, file) === HashTable.FULL) return table.read(file);
    // The other threads look here. They find nothing either, and compute the same hash.
    others.meet();
    table.write(file, hasher.hash(file));
    Atomics.store(table.states, file, HashTable.FULL);
    return table.read(file);
  };
}
