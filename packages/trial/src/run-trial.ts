/**
 * The parent's side of a trial: starts the child, says what counts as progress, and turns whatever
 * happens into an outcome.
 */
import { superviseChild } from "@sync-strategies/command-kit";
import { lineOf } from "@sync-strategies/command-kit/in-child";
import { isOfRepository, type StrategySource } from "@sync-strategies/command-kit/strategies";
import type { RunLength, WorkloadParameters } from "@sync-strategies/workload";
import { measuredRound } from "@sync-strategies/results";
import type { TrialPhase } from "./measure.ts";
import type { TrialMessage, TrialOutcome, TrialRequest } from "./protocol.ts";

/**
 * A trial has hung if no operation completed for this long, plus what its timers explain. It is
 * generous: a busy machine must not make a strategy look hung.
 */
const PATIENCE_MS = 10_000;

/** The same for the harness's own work, which takes long where there is much of it. */
const OWN_PATIENCE_MS = 10 * 60_000;

/** The phases in which no code of the strategy runs. */
const ownPhases: ReadonlySet<TrialPhase> = new Set(["preparing", "checking", "saving the history"]);

export interface TrialOptions {
  /** How much is run. */
  readonly runLength: RunLength;
  /** Whether the run's history is recorded and checked. */
  readonly isChecked: boolean;
  /** The file that the run's history is to be written to, which is there; none if missing. */
  readonly saveHistoryTo: string | undefined;
  /** Ends the trial at once; the promise then rejects with the signal's reason. */
  readonly signal: AbortSignal;
  /** Called now and then with how far the trial is. */
  readonly onProgress: (phase: TrialPhase, completedOps: number) => void;
  /** How long the strategy may make no progress, in milliseconds. */
  readonly patienceMs?: number;
}

/**
 * Runs one trial in a fresh process. Never rejects for what a strategy does.
 *
 * @throws the signal's reason, if it aborts; a {@link CommandError} where no process can be started.
 */
export async function runTrial(
  strategy: StrategySource,
  parameters: WorkloadParameters,
  options: TrialOptions,
): Promise<TrialOutcome> {
  const { runLength, isChecked, saveHistoryTo, signal, onProgress } = options;
  const patienceMs = (options.patienceMs ?? PATIENCE_MS) + timersExplain(parameters);
  const request: TrialRequest = {
    moduleUrl: strategy.moduleUrl,
    strategyId: strategy.id,
    parameters,
    runLength,
    isChecked,
    saveHistoryTo,
  };
  let phase: TrialPhase = "loading";
  let completedOps = -1;
  const end = await superviseChild<TrialMessage, TrialOutcome>(
    new URL("trial-child.js", import.meta.url),
    {
      request,
      patienceMs,
      signal,
      withSourceMaps: !isOfRepository(strategy),
      onMessage(message, { progress, result }) {
        if (message.type === "progress") {
          if (message.phase !== phase || message.completedOps > completedOps) {
            progress(ownPhases.has(message.phase) ? OWN_PATIENCE_MS : patienceMs);
          }
          phase = message.phase;
          completedOps = message.completedOps;
          onProgress(phase, completedOps);
        } else if (message.type === "measured") {
          result(outcomeOf(message));
        } else {
          const { failure } = message;
          const reason = `threw while ${message.phase}: ${lineOf(failure)}`;
          result({ status: "threw", reason, stack: failure.stack });
        }
      },
    },
  );
  switch (end.end) {
    case "result":
      return end.result;
    case "hung":
      return hung(phase, end.patienceMs, parameters);
    case "died":
      return { status: "died", reason: `${end.reason} while ${phase}`, stack: end.stderr };
  }
}

type MeasuredMessage = Extract<TrialMessage, { readonly type: "measured" }>;

/** A strategy shares the process that measures it, so its figures are looked at again. */
function outcomeOf({ measurement, unsaved }: MeasuredMessage): TrialOutcome {
  const parsed = measuredRound.safeParse(measurement);
  if (parsed.success) return { status: "completed", measured: parsed.data, unsaved };
  const [issue] = parsed.error.issues;
  const what = `${issue?.path.join(".")}: ${issue?.message}`;
  return { status: "threw", reason: `measured what cannot be: ${what}` };
}

/** Of arrivals at random, a gap of twenty times the mean is not to be expected in any run. */
const LONGEST_GAP = 20;

/** How long the workload's own timers may keep all operations from completing, in milliseconds. */
function timersExplain({ pauseUs, hold, updaters, ratePerSecond }: WorkloadParameters): number {
  const holdUs = updaters > 0 && typeof hold === "number" ? hold : 0;
  const gapMs = ratePerSecond > 0 ? (LONGEST_GAP * 1000) / ratePerSecond : 0;
  return (3 * holdUs + pauseUs) / 1000 + gapMs;
}

function hung(phase: TrialPhase, patienceMs: number, parameters: WorkloadParameters): TrialOutcome {
  const seconds = Math.round(patienceMs / 100) / 10;
  const cause =
    phase === "closing"
      ? "close() never resolved"
      : phase === "loading" || phase === "creating the store"
        ? "it never finished"
        : "no operation completed";
  const hint =
    parameters.updaters > 0 && phase !== "closing"
      ? "; an updater that awaits its own store waits for itself"
      : "";
  return { status: "hung", reason: `hung while ${phase}: ${cause} for ${seconds} s${hint}` };
}
