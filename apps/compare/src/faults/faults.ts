/**
 * `pnpm compare faults`: something goes wrong on purpose while clients use a state, and each strategy
 * is held to what is expected of it then.
 */
import {
  clearProgress,
  CommandError,
  ExitCode,
  exitCodeOfInterruption,
  OutputFile,
  print,
  printableLines,
  showProgress,
  worstOf,
  type Complain,
} from "@sync-strategies/command-kit";
import { externalStateWorkspace, installWorkspace } from "@sync-strategies/command-kit/strategies";
import {
  nameOf,
  type CellResult,
  type FaultResult,
  type FaultsDocument,
  type Outcome,
} from "@sync-strategies/faults/results";
import { describeEnvironment, loadAverage } from "../compare/environment.ts";
import type { FaultFormat, FaultsRequest } from "./command-line.ts";
import { selectFaults, type FaultFile } from "./find-faults.ts";
import { loadFault, playRounds, StrategyModules, type PlayContext } from "./play-faults.ts";
import { renderFaultsCsv } from "./render-csv.ts";
import { renderFaultsMarkdown } from "./render-markdown.ts";
import { renderFault, renderFaultsEnd } from "./render-text.ts";

export interface FaultsContext extends PlayContext {
  readonly commandLine: readonly string[];
}

/** Plays, prints, and returns the exit code that it calls for. */
export async function faults(request: FaultsRequest, context: FaultsContext): Promise<ExitCode> {
  const { signal } = context;
  const files = selectFaults(request.ids);
  const output =
    request.save === undefined ? undefined : await OutputFile.open("--save", request.save);
  await installWorkspace(externalStateWorkspace, { signal });
  const environment = await describeEnvironment(request.seed, context.commandLine);
  const results: FaultResult[] = [];
  let unloaded: ExitCode = ExitCode.fine;
  try {
    unloaded = await playAll(files, request, context, results);
  } catch (error) {
    if (!signal.aborted) throw error;
    context.complain("interrupted");
  } finally {
    clearProgress();
  }
  const document: FaultsDocument = {
    schemaVersion: 1,
    kind: "faults",
    interrupted: signal.aborted,
    rounds: request.rounds,
    environment: { ...environment, loadAverageAtEnd: loadAverage() },
    faults: results,
  };
  process.stdout.write(renderers[request.format](document));
  await output?.write(jsonOf(document));
  return exitCodeOfInterruption() ?? worstOf(unloaded, exitCodeFor(results));
}

/**
 * @param results filled cell by cell: what has been played is kept if the next cell is interrupted.
 * @returns what faults that could not be loaded call for.
 */
async function playAll(
  files: readonly FaultFile[],
  { seed, rounds, format }: FaultsRequest,
  context: FaultsContext,
  results: FaultResult[],
): Promise<ExitCode> {
  const { signal } = context;
  let unloaded: ExitCode = ExitCode.fine;
  const strategies = new StrategyModules(context.scratch);
  const complain = once(context.complain);
  for (const file of files) {
    showProgress(`${file.id}: loading`);
    const loaded = await loadFault(file, context).catch((error: unknown) => {
      // The other faults can be played all the same.
      if (signal.aborted || !(error instanceof CommandError)) throw error;
      complain(error.message, error.details);
      unloaded = ExitCode.failed;
    });
    if (loaded === undefined) continue;
    const { id, title, question, doesNotShow, cells } = loaded.fault;
    const found: CellResult[] = [];
    const result: FaultResult = { id, title, question, doesNotShow, cells: found };
    results.push(result);
    try {
      for (const [number, cell] of cells.entries()) {
        const onRound = (round: number): void => {
          const which = rounds === 1 ? "" : `, round ${round} of ${rounds}`;
          showProgress(`${id}: ${nameOf(cell)}${which}`);
        };
        const options = { ...context, complain, onRound };
        const played = await playRounds(loaded, number, { seed, rounds }, strategies, options);
        if (played !== undefined) found.push(played);
        signal.throwIfAborted();
      }
    } finally {
      clearProgress();
      if (format === "text" && found.length > 0) print(renderFault(result));
    }
  }
  return unloaded;
}

const renderers: Readonly<Record<FaultFormat, (document: FaultsDocument) => string>> = {
  // Each fault was printed when it had been played.
  text: (document) => printableLines(`${renderFaultsEnd(document)}\n`, true),
  json: (document) => printableLines(jsonOf(document)),
  csv: renderFaultsCsv,
  markdown: (document) => `${renderFaultsMarkdown(document)}\n`,
};

function jsonOf(document: FaultsDocument): string {
  return `${JSON.stringify(document, null, 2)}\n`;
}

/** A service that is missing concerns many cells, and is one line. */
function once(complain: Complain): Complain {
  const said = new Set<string>();
  return (line, stack) => {
    if (said.has(line)) return;
    said.add(line);
    complain(line, stack);
  };
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
