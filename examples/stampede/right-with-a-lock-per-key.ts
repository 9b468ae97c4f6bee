import { LockPerKeyStore } from "@sync-strategies/lock-per-key-store";
import type { Database, GetPage } from "./database.ts";

/** The same with a lock for each page: who waits, waits for the page that they asked for. */
export function cacheBefore(database: Database): GetPage {
  const cache = new LockPerKeyStore<string, string>();
  return (page) => cache.update(page, (cached) => cached ?? database.load(page));
}
