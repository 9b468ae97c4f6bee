/** Saved results: the last runs, in a folder of the repository, and those that were saved by name. */
import { messageOf, userPath, workspaceRoot, wrongInput } from "@sync-strategies/command-kit";
import { mkdir, readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { parseResult, type ResultDocument } from "@sync-strategies/results";

/** The variable keeps the runs of tests apart from those of people. */
const runsFolder = process.env["COMPARE_RUNS_FOLDER"] ?? join(workspaceRoot, ".cache", "runs");

/** Older runs are deleted. */
const RUNS_KEPT = 20;

/** A file for the run that is about to start; undefined where none can be kept. */
export async function openRunFile(): Promise<string | undefined> {
  try {
    await mkdir(runsFolder, { recursive: true });
    for (const name of (await runs()).slice(0, -RUNS_KEPT + 1)) await rm(join(runsFolder, name));
    return join(runsFolder, `${new Date().toISOString().replaceAll(":", "-")}.json`);
  } catch {
    return undefined;
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
    json = JSON.parse(text);
  } catch (error) {
    throw wrongInput(`${typed} is damaged, it is not JSON: ${messageOf(error)}`);
  }
  try {
    return parseResult(json);
  } catch (error) {
    throw wrongInput(`${typed} is no saved result: ${messageOf(error)}`);
  }
}
