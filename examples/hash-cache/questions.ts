/** What a thread does in this story: it asks for the hash of every file. */
import { portOwner } from "@sync-strategies/owner-thread-stores";
import { futexPerKey } from "@sync-strategies/shared-memory-stores";
import { Rendezvous } from "../rendezvous.ts";
import { THREADS } from "../threads.ts";
import { FILES, Hasher, hashOf, hexadecimal, type GetHash } from "./files.ts";
import { cacheOn as withLock } from "./right-with-a-lock-per-key.ts";
import { cacheOn as withOwner } from "./right-with-an-owner-thread.ts";
import { HashTable } from "./table.ts";
import { cacheOn as claiming } from "./wrong-although-claimed.ts";
import { cacheOn } from "./wrong.ts";

/** What the threads keep hashes in. */
export type Cache =
  | {
      readonly version: "wrong" | "claimed";
      readonly table: SharedArrayBuffer;
      readonly arrivals: SharedArrayBuffer;
    }
  | {
      readonly version: "lock per key";
      readonly table: SharedArrayBuffer;
      readonly address: unknown;
    }
  | { readonly version: "owner thread"; readonly address: unknown };

export interface Answers {
  /** How many hashes this thread has computed. */
  readonly computed: number;
  readonly right: number;
  /** Answers that are not the file's hash. */
  readonly wrong: readonly string[];
}

export default async function askForAll(cache: Cache): Promise<Answers> {
  const hasher = new Hasher();
  switch (cache.version) {
    case "owner thread": {
      await using hashes = await portOwner.openStore<string, string>(cache.address);
      return await answersOf(withOwner(hashes, hasher), hasher);
    }
    case "lock per key": {
      await using states = await futexPerKey.openStore<number, number>(cache.address);
      return await answersOf(withLock(new HashTable(cache.table), states, hasher), hasher);
    }
    default: {
      const others = new Rendezvous(cache.arrivals, THREADS);
      const version = cache.version === "wrong" ? cacheOn : claiming;
      return answersOf(version(new HashTable(cache.table), hasher, others), hasher);
    }
  }
}

async function answersOf(getHash: GetHash, hasher: Hasher): Promise<Answers> {
  const wrong: string[] = [];
  for (const file of FILES.keys()) {
    const answer = await getHash(file);
    if (answer !== hexadecimal(hashOf(file))) wrong.push(answer);
  }
  return { computed: hasher.computed, right: FILES.length - wrong.length, wrong };
}
