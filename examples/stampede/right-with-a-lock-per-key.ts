import { LockPerKeyStore } from "@sync-strategies/lock-per-key-store";
import type { Database, GetPage } from "./database.ts";
import { isFor, load, textOf, type Loaded } from "./loaded.ts";

/** The same with a lock for each page: who waits, waits for the page that they asked for. */
export function cacheBefore(database: Database): GetPage {
  const cache = new LockPerKeyStore<string, Loaded>();
  return async (page) => {
    const askedAtMs = performance.now();
    const loaded = await cache.update(page, (cached) =>
      isFor(askedAtMs, cached) ? cached : load(database, page),
    );
    return textOf(loaded);
  };
}
