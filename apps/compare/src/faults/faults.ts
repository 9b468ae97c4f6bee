/**
 * `pnpm compare faults`: something goes wrong on purpose while clients use a state, and each strategy
 * is held to what is expected of it then.
 */
import {
  clearProgress,
  ExitCode,
  exitCodeOfInterruption,
  OutputFile,
  print,
  showProgress,
  worstOf,
} from "@sync-strategies/command-kit";
import { externalStateWorkspace, installWorkspace } from "@sync-strategies/command-kit/strategies";
import { describeEnvironment, loadAverage } from "../compare/environment.ts";
import type { CellResult, FaultResult, Outcome } from "./cell-result.ts";
import { nameOf } from "./cell-words.ts";
import type { FaultFormat, FaultsRequest } from "./command-line.ts";
import type { FaultsDocument } from "./document.ts";
import { selectFaults } from "./find-faults.ts";
import { loadFault, playRounds, StrategyModules, type PlayContext } from "./play-faults.ts";
import { renderFaultsCsv } from "./render-csv.ts";
import { renderFaultsMarkdown } from "./render-markdown.ts";
import { renderFault, renderFaultsEnd } from "./render-text.ts";

export interface FaultsContext extends PlayContext {
  readonly commandLine: readonly string[];
}

/** Plays, prints, and returns the exit code that it calls for. */
export async function faults(request: FaultsRequest, context: FaultsContext): Promise<ExitCode> {
  const { seed, rounds, format } = request;
  const { commandLine, signal, complain } = context;
  const files = selectFaults(request.ids);
  const output =
    request.save === undefined ? undefined : await OutputFile.open("--save", request.save);
  await installWorkspace(externalStateWorkspace, { signal });
  const environment = await describeEnvironment(seed, commandLine);
  const strategies = new StrategyModules(context.scratch);
  const results: FaultResult[] = [];
  try {
    for (const file of files) {
      showProgress(`${file.id}: loading`);
      const loaded = await loadFault(file, context);
      const { id, title, question, doesNotShow, cells } = loaded.fault;
      const found: CellResult[] = [];
      // What has been played is kept if the next cell is interrupted.
      results.push({ id, title, question, doesNotShow, cells: found });
      for (const [number, cell] of cells.entries()) {
        const onRound = (round: number): void =>
          showProgress(
            `${id}: ${nameOf(cell)}${rounds > 1 ? `, round ${round} of ${rounds}` : ""}`,
          );
        found.push(await playRounds(loaded, number, request, strategies, { ...context, onRound }));
      }
      clearProgress();
      if (format === "text") print(renderFault(results.at(-1)!));
    }
  } catch (error) {
    if (!signal.aborted) throw error;
    const last = results.at(-1);
    if (format === "text" && last !== undefined && last.cells.length > 0) print(renderFault(last));
    complain("interrupted");
  }
  clearProgress();
  const document: FaultsDocument = {
    schemaVersion: 1,
    kind: "faults",
    interrupted: signal.aborted,
    rounds,
    environment: { ...environment, loadAverageAtEnd: loadAverage() },
    faults: results,
  };
  print(renderers[format](document));
  await output?.write(jsonOf(document));
  return exitCodeOfInterruption() ?? exitCodeFor(results);
}

const renderers: Readonly<Record<FaultFormat, (document: FaultsDocument) => string>> = {
  // Each fault was printed when it had been played.
  text: renderFaultsEnd,
  json: (document) => JSON.stringify(document, null, 2),
  csv: (document) => renderFaultsCsv(document).trimEnd(),
  markdown: renderFaultsMarkdown,
};

function jsonOf(document: FaultsDocument): string {
  return `${JSON.stringify(document, null, 2)}\n`;
}

function exitCodeFor(results: readonly FaultResult[]): ExitCode {
  return worstOf(...results.flatMap(({ cells }) => cells.map(({ outcome }) => exitCodes[outcome])));
}

const exitCodes: Readonly<Record<Outcome, ExitCode>> = {
  "as-expected": ExitCode.fine,
  better: ExitCode.fine,
  "not-run": ExitCode.fine,
  unknown: ExitCode.unknown,
  worse: ExitCode.broken,
  failed: ExitCode.failed,
};
