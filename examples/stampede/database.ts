/** What the versions have in common: pages that are cached, and the database that they come from. */
import { fakeLatency } from "../fake-latency.ts";

/** Resolves to a page, from the cache if it is there. */
export type GetPage = (page: string) => Promise<string>;

export class Database {
  isDown = false;
  queries = 0;
  mostAtOnce = 0;
  #running = 0;

  async load(page: string): Promise<string> {
    this.queries += 1;
    this.#running += 1;
    this.mostAtOnce = Math.max(this.mostAtOnce, this.#running);
    await fakeLatency(10);
    this.#running -= 1;
    if (this.isDown) throw new Error("the database is down");
    return `the text of ${page}`;
  }
}
