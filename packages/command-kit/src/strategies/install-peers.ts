/**
 * The peers' libraries, which nothing else here needs, are installed by the first `--peers`: from
 * the lockfile in `peers/`, a workspace of its own.
 *
 * A copy of the lockfile beside what it installed tells that this has been done, and done in full.
 */
import { spawn } from "node:child_process";
import { copyFile, readFile } from "node:fs/promises";
import { join } from "node:path";
import { CommandError, ExitCode } from "../exit-codes.ts";
import { messageOf } from "../messages.ts";
import { clearProgress, showProgress } from "../output/progress.ts";
import { peersFolder } from "../workspace.ts";

export interface Installation {
  /** Ends it; the promise then rejects with the signal's reason. */
  readonly signal: AbortSignal;
  /** Where the peers are. */
  readonly folder?: string;
  /** Ways to run pnpm, of which the first one that there is gets used. */
  readonly commands?: readonly (readonly string[])[];
}

/** `npx pnpm compare` puts pnpm on the path; without it npx fetches it. */
const pnpmCommands = [["pnpm"], ["npx", "--yes", "pnpm"]];

export async function arePeersInstalled(folder: string = peersFolder): Promise<boolean> {
  const [wanted, installed] = await Promise.all(
    [lockfile(folder), installedLockfile(folder)].map((path) => readFile(path).catch(() => null)),
  );
  return wanted != null && installed != null && wanted.equals(installed);
}

/**
 * Installs what is missing, and tells of it on stderr.
 *
 * @throws {CommandError} with one line, if that fails.
 */
export async function installPeers({
  signal,
  folder = peersFolder,
  commands = pnpmCommands,
}: Installation): Promise<void> {
  signal.throwIfAborted();
  if (await arePeersInstalled(folder)) return;
  if (!process.stderr.isTTY) process.stderr.write("compare: installing the peers, this once\n");
  const [code, output] = await runFirst(commands, folder, signal);
  clearProgress();
  signal.throwIfAborted();
  if (code !== 0) throw failed(causeIn(output), output);
  try {
    await copyFile(lockfile(folder), installedLockfile(folder));
  } catch (error) {
    throw failed(messageOf(error));
  }
}

function lockfile(folder: string): string {
  return join(folder, "pnpm-lock.yaml");
}

function installedLockfile(folder: string): string {
  return join(folder, "node_modules", ".installed-lockfile.yaml");
}

/** Runs the first of the commands that there is. Resolves to its exit code and all it printed. */
async function runFirst(
  commands: readonly (readonly string[])[],
  folder: string,
  signal: AbortSignal,
): Promise<[code: number | null, output: string]> {
  for (const [program = "", ...words] of commands) {
    try {
      return await run(program, [...words, "install", "--frozen-lockfile"], folder, signal);
    } catch (error) {
      signal.throwIfAborted();
      const isMissing = error instanceof Error && "code" in error && error.code === "ENOENT";
      if (!isMissing) throw failed(messageOf(error));
    }
  }
  throw failed("there is no pnpm, and no npx to fetch it");
}

function run(
  program: string,
  words: readonly string[],
  cwd: string,
  signal: AbortSignal,
): Promise<[code: number | null, output: string]> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, words, { cwd, signal, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    const onText = (text: Buffer): void => {
      output += text.toString();
      const line = linesOf(output).at(-1) ?? "";
      showProgress(`installing the peers, this once: ${line}`);
    };
    child.stdout.on("data", onText);
    child.stderr.on("data", onText);
    child.on("error", reject);
    child.on("close", (code) => resolve([code, output]));
  });
}

/** The first line that speaks of an error, or the last one of all. */
function causeIn(output: string): string {
  const lines = linesOf(output);
  return lines.find((line) => /\berr(or)?\b|ERR_/i.test(line)) ?? lines.at(-1) ?? "no reason given";
}

function linesOf(output: string): string[] {
  return output
    .split(/[\r\n]+/)
    .map((line) => line.trim())
    .filter((line) => line !== "");
}

function failed(reason: string, output?: string): CommandError {
  return new CommandError(
    ExitCode.failed,
    `the peers could not be installed: ${reason}; leave out --peers, or try again with --debug`,
    output,
  );
}
