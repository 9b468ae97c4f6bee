/**
 * The parent's side of a trial: starts the child, watches that it gets on, ends it if it does
 * not, and turns whatever happens into an outcome.
 */
import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Extent, WorkloadParameters } from "@sync-strategies/workload";
import type { StrategySource } from "../strategies/strategy-source.ts";
import type { TrialMessage, TrialOutcome, TrialPhase, TrialRequest } from "./trial.ts";

/** A trial has hung if no operation completed for this long, plus what its timers explain. */
const PATIENCE_MS = 5_000;

export interface TrialOptions {
  /** How much is run. */
  readonly extent: Extent;
  /** Whether the run's history is recorded and checked. */
  readonly isChecked: boolean;
  /** The file that the run's history is to be written to; none if missing. */
  readonly saveHistoryTo: string | undefined;
  /** Ends the trial at once; the promise then rejects with the signal's reason. */
  readonly signal: AbortSignal;
  /** Told now and then how far the trial is. */
  readonly onProgress: (phase: TrialPhase, completedOps: number) => void;
}

/**
 * Runs one trial in a fresh process. Never rejects for what a strategy does.
 *
 * The child runs compiled code with no loader and no flags. What it prints goes to stderr,
 * which leaves stdout to the results.
 */
export async function runTrial(
  strategy: StrategySource,
  parameters: WorkloadParameters,
  options: TrialOptions,
): Promise<TrialOutcome> {
  options.signal.throwIfAborted();
  const child = fork(fileURLToPath(new URL("trial-child.js", import.meta.url)), [], {
    execArgv: /^(packages|peers)\//.test(strategy.origin) ? [] : ["--enable-source-maps"],
    stdio: ["ignore", 2, "pipe", "ipc"],
  });
  const errors: Buffer[] = [];
  child.stderr?.on("data", (chunk: Buffer) => errors.push(chunk));
  const patienceMs = patience(parameters);
  let phase: TrialPhase = "loading";
  let completedOps = -1;
  let watchdog: NodeJS.Timeout | undefined;
  let onAbort: (() => void) | undefined;

  const outcome = await new Promise<TrialOutcome>((resolve, reject) => {
    const watch = (): void => {
      clearTimeout(watchdog);
      watchdog = setTimeout(() => resolve(hung(phase, patienceMs, parameters)), patienceMs);
    };
    watch();
    onAbort = () => reject(options.signal.reason as Error);
    options.signal.addEventListener("abort", onAbort);
    child.on("message", (sent) => {
      const message = sent as TrialMessage;
      if (message.type === "progress") {
        if (message.phase !== phase || message.completedOps > completedOps) watch();
        ({ phase, completedOps } = message);
        options.onProgress(phase, completedOps);
      } else if (message.type === "measured") {
        resolve({ status: "completed", measurement: message.measurement });
      } else {
        const { message: text, location, stack } = message.failure;
        const place = location === undefined ? "" : ` (${location})`;
        resolve({
          status: "threw",
          reason: `threw while ${message.phase}: ${text}${place}`,
          stack,
        });
      }
    });
    child.on("error", (error) => resolve({ status: "died", reason: error.message }));
    child.on("exit", (code, signal) => {
      const how = signal === null ? `with exit code ${code}` : `by ${signal}`;
      resolve({
        status: "died",
        reason: `its process ended ${how} while ${phase}`,
        stack: Buffer.concat(errors).toString(),
      });
    });
    const request: TrialRequest = {
      moduleUrl: strategy.moduleUrl,
      strategyId: strategy.id,
      parameters,
      extent: options.extent,
      isChecked: options.isChecked,
      saveHistoryTo: options.saveHistoryTo,
    };
    child.send(request, () => {});
  }).finally(() => {
    clearTimeout(watchdog);
    if (onAbort !== undefined) options.signal.removeEventListener("abort", onAbort);
    child.removeAllListeners("message");
    child.kill("SIGKILL");
  });
  if (outcome.status !== "died") process.stderr.write(Buffer.concat(errors));
  return outcome;
}

/** Of arrivals at random twenty times the mean gap is not to be expected in any run. */
const LONGEST_GAP = 20;

function patience({ pauseUs, hold, updaters, ratePerSecond = 0 }: WorkloadParameters): number {
  const holdUs = updaters > 0 && typeof hold === "number" ? hold : 0;
  const gapMs = ratePerSecond > 0 ? (LONGEST_GAP * 1000) / ratePerSecond : 0;
  return PATIENCE_MS + (3 * holdUs + pauseUs) / 1000 + gapMs;
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
