import type { Database, GetPage } from "./database.ts";

/** As it is often written: look into the cache, ask the database, keep what it says. */
export function cacheBefore(database: Database): GetPage {
  const cache = new Map<string, string>();
  return async (page) => {
    const cached = cache.get(page);
    if (cached !== undefined) return cached;
    // A caller that asks during this await finds the cache empty, and asks the database as well.
    const loaded = await database.load(page);
    cache.set(page, loaded);
    return loaded;
  };
}
