/**
 * The command. Results go to stdout; progress and complaints, one line each, to stderr.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { check, type CheckRequest } from "./check/check.ts";
import { runCommandLine, type CompareRequest, type Format } from "./command-line.ts";
import { compare } from "./compare.ts";
import { diff, type DiffRequest } from "./diff/diff.ts";
import { CommandError, ExitCode } from "./exit-codes.ts";
import { explore, type ExploreRequest } from "./explore/explore.ts";
import { list, type ListRequest } from "./list.ts";
import { messageOf } from "./messages.ts";
import { renderCsv } from "./output/csv.ts";
import { renderMarkdown } from "./output/markdown.ts";
import { clearProgress } from "./output/progress.ts";
import { atTheEnd, type Reporter } from "./output/reporter.ts";
import { TableReporter } from "./output/table-reporter.ts";

const typed = process.argv.slice(2);
const debug = typed.includes("--debug");

// Whoever reads our output may stop reading it, as `head` does. That is no fault.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  process.exit(error.code === "EPIPE" ? ExitCode.fine : ExitCode.failed);
});

try {
  await runCommandLine(typed, {
    compare: runComparison,
    list: runList,
    check: runCheck,
    explore: runExploring,
    diff: runDiff,
  });
} catch (error) {
  complain(messageOf(error), error instanceof Error ? error.stack : undefined);
  process.exitCode = error instanceof CommandError ? error.exitCode : ExitCode.failed;
}

async function runComparison(request: CompareRequest): Promise<void> {
  process.exitCode = await compare(request, {
    reporter: reporterFor(request.format),
    signal: interruption(),
    scratch: scratchFolder(),
    complain,
    commandLine: typed,
  });
}

async function runList(request: ListRequest): Promise<void> {
  await list(request, { scratch: scratchFolder(), signal: interruption() });
}

async function runCheck(request: CheckRequest): Promise<void> {
  process.exitCode = await check(request, complain);
}

async function runDiff(request: DiffRequest): Promise<void> {
  process.exitCode = await diff(request, complain);
}

async function runExploring(request: ExploreRequest): Promise<void> {
  process.exitCode = await explore(request, {
    signal: interruption(),
    scratch: scratchFolder(),
    complain,
  });
}

/** A folder that goes when the command ends. */
function scratchFolder(): string {
  const scratch = mkdtempSync(join(tmpdir(), "sync-strategies-"));
  process.on("exit", () => rmSync(scratch, { recursive: true, force: true }));
  return scratch;
}

/** Aborted by the first Ctrl-C. The second one does not wait for anything. */
function interruption(): AbortSignal {
  const controller = new AbortController();
  const interrupt = (): void => {
    if (controller.signal.aborted) process.exit(ExitCode.interrupted);
    controller.abort(new CommandError(ExitCode.interrupted, "interrupted"));
  };
  process.on("SIGINT", interrupt);
  process.on("SIGTERM", interrupt);
  return controller.signal;
}

function reporterFor(format: Format): Reporter {
  switch (format) {
    case "table":
      return new TableReporter();
    case "json":
      return atTheEnd((document) => `${JSON.stringify(document, null, 2)}\n`);
    case "csv":
      return atTheEnd(renderCsv);
    case "markdown":
      return atTheEnd(renderMarkdown);
  }
}

function complain(line: string, stack?: string): void {
  clearProgress();
  if (line !== "") process.stderr.write(`compare: ${line}\n`);
  if (debug && stack) process.stderr.write(`${stack}\n`);
}
