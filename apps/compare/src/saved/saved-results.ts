/** Saved results: the last runs, in a folder of the repository, and those that were saved by name. */
import {
  makeFolder,
  messageOf,
  printable,
  reasonOf,
  replaceFile,
  userPath,
  workspaceRoot,
  wrongInput,
} from "@sync-strategies/command-kit";
import { readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { parseResult, type ResultDocument } from "@sync-strategies/results";

/** The variable keeps the runs of tests apart from those of people. */
const runsFolder = userPath(
  process.env["COMPARE_RUNS_FOLDER"] || join(workspaceRoot, ".cache", "runs"),
);

/** Older runs are deleted. */
const RUNS_KEPT = 20;

/** The record of a run that every comparison leaves, for `pnpm compare diff`. */
export class RunRecord {
  readonly #path: string;
  #problem: string | undefined;

  private constructor(problem: string | undefined) {
    // Two runs may start at the same time.
    const name = `${new Date().toISOString().replaceAll(":", "-")}-${process.pid}.json`;
    this.#path = join(runsFolder, name);
    this.#problem = problem;
  }

  static async open(): Promise<RunRecord> {
    try {
      await makeFolder(runsFolder);
    } catch (error) {
      return new RunRecord(reasonOf(error));
    }
    for (const name of (await runs()).slice(0, -RUNS_KEPT + 1)) {
      // What cannot be deleted takes up room, and does no other harm.
      await rm(join(runsFolder, name)).catch(() => {});
    }
    return new RunRecord(undefined);
  }

  /** Keeps the run as it is now, if it can be kept. */
  keep(text: string): void {
    try {
      replaceFile(this.#path, text);
      this.#problem = undefined;
    } catch (error) {
      this.#problem ??= reasonOf(error);
    }
  }

  /** One line about a run that could not be kept. */
  get problem(): string | undefined {
    if (this.#problem === undefined) return undefined;
    return `this run is not kept for pnpm compare diff: ${runsFolder}: ${this.#problem}`;
  }
}

/** The last two runs, the older one first. */
export async function lastTwoRuns(): Promise<[string, string]> {
  const [older, newer] = (await runs()).slice(-2);
  if (older === undefined || newer === undefined) {
    throw wrongInput(
      "there are not two runs to compare yet; run pnpm compare first, or name two saved results",
    );
  }
  return [join(runsFolder, older), join(runsFolder, newer)];
}

async function runs(): Promise<string[]> {
  const names = await readdir(runsFolder).catch(() => []);
  return names.filter((name) => name.endsWith(".json")).toSorted();
}

/**
 * Reads a saved result.
 *
 * @throws {CommandError} if there is none, or if it is damaged or of another version.
 */
export async function readResult(typed: string): Promise<ResultDocument> {
  let text: string;
  try {
    text = await readFile(userPath(typed), "utf8");
  } catch (error) {
    const isMissing = (error as NodeJS.ErrnoException).code === "ENOENT";
    throw wrongInput(`${typed}: ${isMissing ? "there is no such file" : messageOf(error)}`);
  }
  let json: unknown;
  try {
    // Names in it come from wherever the file does.
    json = JSON.parse(text, (_, value: unknown) =>
      typeof value === "string" ? printable(value) : value,
    );
  } catch (error) {
    throw wrongInput(`${typed} is damaged, it is not JSON: ${messageOf(error)}`);
  }
  try {
    return parseResult(json);
  } catch (error) {
    throw wrongInput(`${typed} is no saved result: ${messageOf(error)}`);
  }
}
