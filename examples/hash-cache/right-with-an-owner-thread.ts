import type { StateStore } from "@sync-strategies/state-store";
import { FILES, hexadecimal, type GetHash, type Hasher } from "./files.ts";

/** No shared memory: one thread owns the cache, and a hash is a message. */
export function cacheOn(cache: StateStore<string, string>, hasher: Hasher): GetHash {
  return async (file) => {
    const name = FILES[file] ?? "";
    const cached = await cache.read(name);
    // The update looks again: another thread may have been first.
    return cached ?? (await cache.update(name, (hash) => hash ?? hexadecimal(hasher.hash(file))));
  };
}
