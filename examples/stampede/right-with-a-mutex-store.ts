import { MutexStore } from "@sync-strategies/mutex-store";
import type { Database, GetPage } from "./database.ts";

/** One lock for the cache: looking and loading are one step, for one page at a time. */
export function cacheBefore(database: Database): GetPage {
  const cache = new MutexStore<string, string>();
  return (page) => cache.update(page, (cached) => cached ?? database.load(page));
}
