import type { Example, Log } from "../example.ts";
import { Database, type GetPage } from "./database.ts";
import { cacheBefore as withLocks } from "./right-with-a-lock-per-key.ts";
import { cacheBefore as withOneLock } from "./right-with-a-mutex-store.ts";
import { cacheBefore as withKeptPromises } from "./right-without-a-lock.ts";
import { cacheBefore } from "./wrong.ts";

const PAGES = ["home", "news", "shop"];
const VISITORS = 120;

/** A server has just started, its cache is empty, and 120 visitors ask for three pages. */
async function openSite(cacheOf: (database: Database) => GetPage, log: Log): Promise<void> {
  const database = new Database();
  const getPage = cacheOf(database);
  const visits = Array.from({ length: VISITORS / PAGES.length }, () => PAGES).flat();
  const texts = await Promise.all(visits.map((page) => getPage(page)));
  const right = texts.filter((text, index) => text === `the text of ${visits[index]}`).length;
  log(
    `${database.queries} queries, at most ${database.mostAtOnce} at once; ` +
      `${right} of ${VISITORS} visitors got their page`,
  );
}

export const story: Example = {
  title: "A cache stampede",
  versions: {
    wrong: (log) => openSite(cacheBefore, log),
    "right, with a mutex's store": (log) => openSite(withOneLock, log),
    "right, with a lock per key": (log) => openSite(withLocks, log),
    "right, without a lock": (log) => openSite(withKeptPromises, log),
  },
};
