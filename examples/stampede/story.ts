import type { Example, Log } from "../example.ts";
import { Database, type GetPage } from "./database.ts";
import { cacheBefore as withLocks } from "./right-with-a-lock-per-key.ts";
import { cacheBefore as withOneLock } from "./right-with-a-mutex-store.ts";
import { cacheBefore as withKeptPromises } from "./right-without-a-lock.ts";
import { cacheBefore } from "./wrong.ts";

const PAGES = ["home", "news", "shop"];
const VISITORS = 120;

/**
 * A server has just started, its cache is empty, and 120 visitors ask for three pages. First the
 * database is down; when it is up, they all come again.
 */
async function openSite(cacheOf: (database: Database) => GetPage, log: Log): Promise<void> {
  const database = new Database();
  const getPage = cacheOf(database);
  for (const isDown of [true, false]) {
    database.isDown = isDown;
    database.queries = 0;
    database.mostAtOnce = 0;
    const served = await serveVisitors(getPage);
    log(
      `the database is ${isDown ? "down" : "up"}: ${database.queries} queries, ` +
        `at most ${database.mostAtOnce} at once; ${served} of ${VISITORS} visitors got their page`,
    );
  }
}

/** Resolves to the number of visitors that got the page that they asked for. */
async function serveVisitors(getPage: GetPage): Promise<number> {
  const visits = Array.from({ length: VISITORS / PAGES.length }, () => PAGES).flat();
  const outcomes = await Promise.allSettled(visits.map((page) => getPage(page)));
  return outcomes.filter(
    (outcome, index) =>
      outcome.status === "fulfilled" && outcome.value === `the text of ${visits[index]}`,
  ).length;
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
