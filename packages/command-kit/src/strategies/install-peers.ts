/**
 * The peers' libraries, which nothing else here needs, are installed by the first `--peers`: from
 * the lockfile in `peers/`, a separate workspace.
 *
 * A copy of the lockfile, kept next to what was installed from it, shows that this has been done
 * in full.
 */
import { copyFile, readFile } from "node:fs/promises";
import { join } from "node:path";
import { CommandError } from "../command-error.ts";
import { ExitCode } from "../exit-codes.ts";
import { messageOf } from "../message-of.ts";
import { clearProgress, showProgress } from "../progress.ts";
import { printError } from "../terminal.ts";
import { MissingProgramError, runProgram, type ProgramResult } from "../run-program.ts";
import { peersFolder } from "./find-peers.ts";

export interface Installation {
  /** Ends it; the promise then rejects with the signal's reason. */
  readonly signal: AbortSignal;
  /** The folder of the peers. */
  readonly folder?: string;
  /** Ways to run pnpm; the first one that is installed is used. */
  readonly commands?: readonly (readonly string[])[];
}

/** `npx pnpm compare` puts pnpm on the path; without it npx fetches it. */
const pnpmCommands = [["pnpm"], ["npx", "--yes", "pnpm"]];

const NOTICE = "installing peers (first use only)";

export async function arePeersInstalled(folder: string = peersFolder): Promise<boolean> {
  const [wanted, installed] = await Promise.all(
    [lockfile(folder), installedLockfile(folder)].map((path) => readFile(path).catch(() => null)),
  );
  return wanted != null && installed != null && wanted.equals(installed);
}

/**
 * Installs what is missing, and says so on stderr.
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
  if (!process.stderr.isTTY) printError(`compare: ${NOTICE}\n`);
  const { exitCode, stdout, stderr } = await runFirst(commands, folder, signal);
  clearProgress();
  signal.throwIfAborted();
  if (exitCode !== 0) throw failed(causeIn(stdout + stderr), stdout + stderr);
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

/** Runs the first of the commands that is installed. */
async function runFirst(
  commands: readonly (readonly string[])[],
  folder: string,
  signal: AbortSignal,
): Promise<ProgramResult> {
  for (const [program = "", ...words] of commands) {
    try {
      return await runProgram(program, [...words, "install", "--frozen-lockfile"], {
        cwd: folder,
        signal,
        onOutput: (text) => {
          const line = linesOf(text).at(-1);
          if (line !== undefined) showProgress(`${NOTICE}: ${line}`);
        },
      });
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof MissingProgramError)) throw failed(messageOf(error));
    }
  }
  throw failed("there is no pnpm, and no npx to fetch it");
}

/** The first line that names an error, otherwise the last line. */
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
