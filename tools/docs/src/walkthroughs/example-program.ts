/**
 * The example program of a strategy's package, and what it prints. Its output depends on neither
 * chance nor time, so it is recorded once and compared by a test.
 */
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { CommandError, ExitCode, runProgram } from "@sync-strategies/command-kit";

/** The file that holds a program's output: `example.output.txt` for `example.ts`. */
function outputFileOf(program: string): string {
  return program.replace(/\.ts$/, ".output.txt");
}

/** The output that is kept next to the program; undefined if there is none. */
export async function keptOutput(folder: string, program: string): Promise<string | undefined> {
  return readFile(join(folder, outputFileOf(program)), "utf8").catch(() => undefined);
}

/** Runs the program and keeps its output. Resolves to whether the output has changed. */
export async function keepOutput(folder: string, program: string): Promise<boolean> {
  const output = await runExample(join(folder, program));
  if (output === (await keptOutput(folder, program))) return false;
  await writeFile(join(folder, outputFileOf(program)), output);
  return true;
}

/**
 * What a program prints, run from its source.
 *
 * @throws {CommandError} if it fails.
 */
export async function runExample(file: string): Promise<string> {
  const { stdout, stderr, exitCode } = await runProgram(
    process.execPath,
    ["--conditions=@sync-strategies/source", "--import", import.meta.resolve("tsx"), file],
    { env: { ...process.env, NO_COLOR: "1" } },
  );
  if (exitCode === 0) return stdout;
  throw new CommandError(ExitCode.failed, `${file} ended with exit code ${exitCode}`, stderr);
}
