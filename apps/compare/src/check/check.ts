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
  wrongInput,
  type Complain,
} from "@sync-strategies/command-kit";
import {
  check as checkHistory,
  HistoryFormatError,
  withFailed,
  withMarks,
  type Mark,
  type Operation,
  type Verdict,
} from "@sync-strategies/linearizability";
import type { CheckRequest } from "./command-line.ts";
import { findFiles, findHistories, type HistoryFile } from "./find-histories.ts";
import type { CheckedHistory } from "./checked-history.ts";
import { openOrderFile, writeOrder } from "./order-output.ts";
import { readHistory, type History } from "./read-history.ts";
import { assertDifferent, readMerged } from "./read-merged.ts";
import { reportAsJson, reportAsTable, reportOne } from "./report-checks.ts";

/** @param complain called for each file that makes no sense, with one line. */
export async function check(request: CheckRequest, complain: Complain): Promise<ExitCode> {
  const { sources, histories, isFolder } = await findSources(request);
  const { budget, saveOrder } = request;
  const order = request.order || saveOrder !== undefined;
  if (order && isFolder) {
    throw wrongInput(`the order is that of one history; ${request.paths[0]} is a folder`);
  }
  const orderFile = saveOrder === undefined ? undefined : await openOrderFile(saveOrder, histories);
  const reporter =
    request.format === "json"
      ? reportAsJson()
      : isFolder
        ? reportAsTable(sources.map(({ file }) => file))
        : reportOne(request);
  let exitCode: ExitCode = ExitCode.fine;
  for (const { file, read } of sources) {
    let checked: CheckedHistory;
    try {
      const { history, totalOps, marks, failed, notes } = await read();
      const verdict = checkHistory(history, file.model, {
        budget,
        order,
        ...(totalOps !== undefined && { totalOps }),
      });
      checked = { file, verdict: completed(verdict, marks, failed), problem: undefined, notes };
    } catch (error) {
      const problem = problemOf(file, error);
      checked = { file, verdict: undefined, problem, notes: [] };
      complain(problem);
    }
    exitCode = worstOf(exitCode, exitCodeFor(checked));
    reporter.add(checked);
    if (orderFile === undefined || checked.verdict === undefined) continue;
    const found = orderOf(checked.verdict);
    if (found === undefined) complain(`${orderFile.name}: there is no order to write`);
    else await writeOrder(orderFile, found);
  }
  reporter.end();
  return exitCode;
}

/** A history to check: a file, or several to be merged under the first one's model. */
interface Source {
  readonly file: HistoryFile;
  readonly read: () => Promise<History>;
}

async function findSources(
  request: CheckRequest,
): Promise<{ sources: readonly Source[]; histories: readonly HistoryFile[]; isFolder: boolean }> {
  const { paths, merge } = request;
  if (merge === undefined) {
    const { files, isFolder } = await findHistories(paths[0] ?? "", request);
    const sources = files.map((file) => ({ file, read: () => readHistory(file, request) }));
    return { sources, histories: files, isFolder };
  }
  const files = await findFiles(paths, request);
  await assertDifferent(files);
  const file = { ...files[0]!, name: files.map(({ name }) => name).join(" + ") };
  const read = (): Promise<History> => readMerged(files, { ...request, ...merge });
  return { sources: [{ file, read }], histories: files, isFolder: false };
}

function orderOf(verdict: Verdict): readonly Operation[] | undefined {
  return verdict.verdict === "linearizable" ? verdict.order : undefined;
}

/** The verdict, with what happened to the system in its witness, and what failed in its words. */
function completed(
  verdict: Verdict,
  marks: readonly Mark[],
  failed: readonly Operation[],
): Verdict {
  if (verdict.verdict !== "not-linearizable") return verdict;
  return withFailed({ ...verdict, witness: withMarks(verdict.witness, marks) }, failed);
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
