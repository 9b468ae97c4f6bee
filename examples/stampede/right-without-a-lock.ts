import type { Database, GetPage } from "./database.ts";

/**
 * No lock at all: the promise goes into the cache, in the same step as the look. There is no
 * await between the two, so no other caller can get in between.
 */
export function cacheBefore(database: Database): GetPage {
  const cache = new Map<string, Promise<string>>();
  return (page) => {
    const cached = cache.get(page);
    if (cached !== undefined) return cached;
    const loading = database.load(page);
    cache.set(page, loading);
    // A failure reaches the callers that wait for it, and is not kept for later ones.
    loading.catch(() => cache.delete(page));
    return loading;
  };
}
