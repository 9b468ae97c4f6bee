/** Runs commands of the repository as a reader does, to record what they print. */
import { CommandError, ExitCode, runProgram } from "@sync-strategies/command-kit";
import { wordsOf } from "../commands.ts";

/**
 * The standard output of a command of pnpm, without trailing white space. What it says on the
 * standard error goes to ours.
 *
 * @throws {CommandError} if it fails.
 */
export async function outputOf(command: string, root: string): Promise<string> {
  const [program = "", ...words] = wordsOf(command);
  const { stdout, stderr, exitCode } = await runProgram(program, ["--silent", ...words], {
    cwd: root,
    env: { ...process.env, NO_COLOR: "1", COLUMNS: "100", INIT_CWD: root },
  });
  process.stderr.write(stderr);
  if (exitCode === 0) return stdout.trim().replaceAll(/ +$/gm, "");
  throw new CommandError(ExitCode.failed, `"${command}" ended with exit code ${exitCode}`);
}
