import { CommandError, parseWords } from "@sync-strategies/command-kit";
import { check } from "../src/check/check.ts";
import { checkCommand } from "../src/check/command-line.ts";
import { printedBy } from "./printed.ts";

/** What `pnpm compare check` does with these words, without a process. */
export async function runCheck(
  words: readonly string[],
): Promise<{ stdout: string; complaints: string[]; exitCode: number }> {
  const complaints: string[] = [];
  let exitCode: number | undefined;
  const command = checkCommand(async (request) => {
    exitCode = await check(request, (line) => complaints.push(line));
  });
  const stdout = await printedBy(async () => {
    try {
      await parseWords(command, words);
    } catch (error) {
      if (!(error instanceof CommandError)) throw error;
      exitCode = error.exitCode;
      complaints.push(error.message);
    }
  });
  return { stdout, complaints, exitCode: exitCode ?? -1 };
}
