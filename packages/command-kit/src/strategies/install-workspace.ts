/**
 * Installs a separate workspace from its lockfile, when it is first used.
 *
 * Invariant: a copy of the lockfile is next to what was installed from it only while that is
 * complete. It is removed before anything is installed, so that an installation that was interrupted
 * begins anew, whatever had been installed before it.
 */
import { copyFile, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { CommandError } from "../command-error.ts";
import { ExitCode } from "../exit-codes.ts";
import { messageOf } from "../message-of.ts";
import { clearProgress, showProgress } from "../progress.ts";
import { printError } from "../terminal.ts";
import { MissingProgramError, runProgram, type ProgramResult } from "../run-program.ts";
import type { SeparateWorkspace } from "./separate-workspaces.ts";

export interface Installation {
  /** Ends it; the promise then rejects with the signal's reason. */
  readonly signal: AbortSignal;
  /** Ways to run pnpm; the first one that is installed is used. */
  readonly commands?: readonly (readonly string[])[];
}

/** `npx pnpm compare` puts pnpm on the path; without it npx fetches it. */
const pnpmCommands = [["pnpm"], ["npx", "--yes", "pnpm"]];

/** Whether all that the lockfile lists is installed. */
export async function isInstalled({ folder }: SeparateWorkspace): Promise<boolean> {
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
export async function installWorkspace(
  workspace: SeparateWorkspace,
  { signal, commands = pnpmCommands }: Installation,
): Promise<void> {
  signal.throwIfAborted();
  if (await isInstalled(workspace)) return;
  const { folder } = workspace;
  if (!process.stderr.isTTY) printError(`${noticeOf(workspace)}\n`);
  try {
    await rm(installedLockfile(folder), { force: true });
    const { exitCode, stdout, stderr } = await runFirst(commands, workspace, signal);
    if (exitCode !== 0) throw failed(workspace, causeIn(stdout + stderr), stdout + stderr);
    await copyFile(lockfile(folder), installedLockfile(folder));
  } catch (error) {
    signal.throwIfAborted();
    throw error instanceof CommandError ? error : failed(workspace, messageOf(error));
  } finally {
    clearProgress();
  }
}

function noticeOf({ contents }: SeparateWorkspace): string {
  return `installing ${contents} (first use only)`;
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
  workspace: SeparateWorkspace,
  signal: AbortSignal,
): Promise<ProgramResult> {
  for (const [program = "", ...words] of commands) {
    try {
      return await runProgram(program, [...words, "install", "--frozen-lockfile"], {
        cwd: workspace.folder,
        signal,
        onOutput: (text) => {
          const line = linesOf(text).at(-1);
          if (line !== undefined) showProgress(`${noticeOf(workspace)}: ${line}`);
        },
      });
    } catch (error) {
      if (!(error instanceof MissingProgramError)) throw error;
    }
  }
  throw failed(workspace, "there is no pnpm, and no npx to fetch it");
}

/**
 * The first line with an error's code, otherwise the first that names an error, or the last; and the
 * innermost of its causes, where they are listed below it as a tree.
 */
function causeIn(output: string): string {
  const lines = linesOf(output);
  const line =
    lines.find((each) => /\bERR_[A-Z]/.test(each)) ??
    lines.find((each) => /\berr(or)?\b/i.test(each)) ??
    lines.at(-1) ??
    "no reason given";
  const innermost = lines.findLast((each) => each.startsWith("╰─▶"));
  return innermost === undefined ? line : `${line}: ${innermost.replace("╰─▶", "").trim()}`;
}

function linesOf(output: string): string[] {
  return output
    .split(/[\r\n]+/)
    .map((line) => line.trim())
    .filter((line) => line !== "");
}

function failed({ contents, flag }: SeparateWorkspace, reason: string, output?: string) {
  return new CommandError(
    ExitCode.failed,
    `${contents} could not be installed: ${reason}; leave out ${flag}, or try again with --debug`,
    output,
  );
}
