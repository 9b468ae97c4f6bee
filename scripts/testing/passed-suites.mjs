/**
 * Which suites have passed, and how many tests they had. A suite that failed is not remembered,
 * and neither is one without a key: its tests read more than a key can tell.
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../build-all.mjs";

/** The counts of the run in which this suite passed, with all that it reads as it is now. */
export function whatPassed(suite) {
  if (suite.key === undefined) return undefined;
  try {
    return JSON.parse(readFileSync(fileOf(suite), "utf8"));
  } catch {
    // It never passed here, or the file is damaged: the tests run.
    return undefined;
  }
}

export function rememberPassed({ suite, counts }) {
  if (suite.key === undefined || counts.failed > 0) return;
  mkdirSync(folderOf(suite), { recursive: true });
  writeFileSync(fileOf(suite), JSON.stringify(counts));
}

function folderOf({ name }) {
  return join(root, ".cache", "tests", name.replaceAll(/[^\w-]+/g, "-"));
}

function fileOf(suite) {
  return join(folderOf(suite), `${suite.key}.json`);
}
