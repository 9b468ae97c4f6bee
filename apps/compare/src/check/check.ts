/**
 * `pnpm compare check`: histories recorded here or elsewhere, each checked for linearizability.
 * A file that makes no sense is named, with its line, and does not keep the others from being
 * checked.
 */
import {
  ExitCode,
  messageOf,
  reasonOf,
  worstOf,
  type Complain,
} from "@sync-strategies/command-kit";
import {
  check as checkHistory,
  HistoryFormatError,
  withMarks,
  type Mark,
  type Verdict,
} from "@sync-strategies/linearizability";
import type { CheckRequest } from "./command-line.ts";
import { findHistories, type HistoryFile } from "./find-histories.ts";
import type { CheckedHistory } from "./checked-history.ts";
import { readHistory } from "./read-history.ts";
import { reportAsJson, reportAsTable, reportOne } from "./report-checks.ts";

/** @param complain called for each file that makes no sense, with one line. */
export async function check(request: CheckRequest, complain: Complain): Promise<ExitCode> {
  const { files, isFolder } = await findHistories(request.path, request);
  const reporter =
    request.format === "json" ? reportAsJson() : isFolder ? reportAsTable(files) : reportOne();
  const { budget } = request;
  let exitCode: ExitCode = ExitCode.fine;
  for (const file of files) {
    let checked: CheckedHistory;
    try {
      const { columns, marks } = await readHistory(file, request);
      const verdict = checkHistory(columns, file.model, { budget });
      checked = { file, verdict: marked(verdict, marks), problem: undefined };
    } catch (error) {
      const problem = problemOf(file, error);
      checked = { file, verdict: undefined, problem };
      complain(problem);
    }
    exitCode = worstOf(exitCode, exitCodeFor(checked));
    reporter.add(checked);
  }
  reporter.end();
  return exitCode;
}

/** The verdict, and in its witness what happened to the system. */
function marked(verdict: Verdict, marks: readonly Mark[]): Verdict {
  if (verdict.verdict !== "not-linearizable") return verdict;
  return { ...verdict, witness: withMarks(verdict.witness, marks) };
}

function problemOf({ name }: HistoryFile, error: unknown): string {
  if (error instanceof HistoryFormatError) return error.message;
  const { code } = error as NodeJS.ErrnoException;
  if (code === "ENOENT") return `${name}: there is no such file`;
  return `${name}: ${code === undefined ? messageOf(error) : `it cannot be read: ${reasonOf(error)}`}`;
}

/** Where the manifest expects a verdict, that verdict is fine. */
function exitCodeFor({ file, verdict }: CheckedHistory): ExitCode {
  if (verdict === undefined) return ExitCode.wrongInput;
  if (verdict.verdict === "unknown") return ExitCode.unknown;
  const { expected = "linearizable" } = file;
  return verdict.verdict === expected ? ExitCode.fine : ExitCode.broken;
}
