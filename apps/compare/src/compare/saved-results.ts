/** Results that are kept: each run's in a folder of the repository, and those that were saved. */
import {
  CommandError,
  ExitCode,
  messageOf,
  userPath,
  workspaceRoot,
} from "@sync-strategies/command-kit";
import { mkdir, readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import type { ResultDocument } from "./output/result-document.ts";
import { parseResult } from "./output/result-schema.ts";

/** The variable keeps what tests run apart from what people run. */
const runsFolder = process.env["COMPARE_RUNS_FOLDER"] ?? join(workspaceRoot, ".cache", "runs");

/** Older runs are forgotten. */
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
    throw new CommandError(
      ExitCode.wrongInput,
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
    throw wrong(`${typed}: ${isMissing ? "there is no such file" : messageOf(error)}`);
  }
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw wrong(`${typed} is damaged, it is not JSON: ${messageOf(error)}`);
  }
  try {
    return parseResult(json);
  } catch (error) {
    throw wrong(`${typed} is no saved result: ${messageOf(error)}`);
  }
}

function wrong(message: string): CommandError {
  return new CommandError(ExitCode.wrongInput, message);
}
