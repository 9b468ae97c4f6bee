import { MutexStore } from "@sync-strategies/mutex-store";
import type { Database, GetPage } from "./database.ts";
import { isFor, load, textOf, type Loaded } from "./loaded.ts";

/** One lock for the cache: looking and loading are one step, for one page at a time. */
export function cacheBefore(database: Database): GetPage {
  const cache = new MutexStore<string, Loaded>();
  return async (page) => {
    const askedAtMs = performance.now();
    const loaded = await cache.update(page, (cached) =>
      isFor(askedAtMs, cached) ? cached : load(database, page),
    );
    return textOf(loaded);
  };
}
