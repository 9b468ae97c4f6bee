/** Other people's programs, such as pnpm, git and go: the one place that starts them. */
import { spawn } from "node:child_process";
import { killWithItsOwn } from "./kill-with-its-own.ts";

export interface ProgramOptions {
  readonly cwd?: string | undefined;
  readonly env?: NodeJS.ProcessEnv | undefined;
  /** Kills the program and all that it started; the promise then rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /** The program is killed after this time, in milliseconds. */
  readonly timeoutMs?: number | undefined;
  /** Called with each piece of output of either stream. */
  readonly onOutput?: ((text: string) => void) | undefined;
}

export interface ProgramResult {
  readonly stdout: string;
  readonly stderr: string;
  /** Null if a signal ended it, as the time limit does. */
  readonly exitCode: number | null;
}

/** A program that is not installed. */
export class MissingProgramError extends Error {
  readonly code = "MISSING_PROGRAM";
}

/**
 * Runs a program, without a shell and without standard input, and resolves when it has ended.
 *
 * @throws {MissingProgramError} if there is no such program.
 */
export function runProgram(
  program: string,
  words: readonly string[],
  { cwd, env, signal, timeoutMs, onOutput }: ProgramOptions = {},
): Promise<ProgramResult> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const child = spawn(program, words, {
      cwd,
      env,
      // Without a signal nothing but the terminal ends it early, so it stays in the terminal's group.
      detached: signal !== undefined && process.platform !== "win32",
      signal,
      timeout: timeoutMs,
      killSignal: "SIGKILL",
      stdio: ["ignore", "pipe", "pipe"],
    });
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => {
      stdout.push(chunk);
      onOutput?.(chunk.toString());
    });
    child.stderr.on("data", (chunk: Buffer) => {
      stderr.push(chunk);
      onOutput?.(chunk.toString());
    });
    child.on("error", (error: NodeJS.ErrnoException) => {
      if (signal?.aborted) {
        killWithItsOwn(child);
        reject(signal.reason as Error);
      } else if (error.code === "ENOENT") reject(new MissingProgramError(`there is no ${program}`));
      else reject(error);
    });
    child.on("close", (exitCode) => {
      resolve({
        stdout: Buffer.concat(stdout).toString(),
        stderr: Buffer.concat(stderr).toString(),
        exitCode,
      });
    });
  });
}
