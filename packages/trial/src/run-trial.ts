/**
 * The parent's side of a trial: starts the child, says what counts as progress, and turns whatever
 * happens into an outcome.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { noTemporaryFiles, superviseChild, withoutSecrets } from "@sync-strategies/command-kit";
import { lineOf } from "@sync-strategies/command-kit/in-child";
import { isOfRepository, type StrategySource } from "@sync-strategies/command-kit/strategies";
import { measuredRound, memberInWords, type Members } from "@sync-strategies/results";
import type { ServicePlace } from "@sync-strategies/state-store";
import type { RunLength, WorkloadParameters } from "@sync-strategies/workload";
import type { TrialPhase } from "./measure.ts";
import { reasonOfHang } from "./hung.ts";
import type { TrialMessage, TrialOutcome, TrialRequest } from "./protocol.ts";
import { waitedMs, type Signs } from "./signs-of-life.ts";

/**
 * A trial has hung if no operation completed for this long, plus what its timers explain, in one of
 * its members if it has any. It is generous: a busy machine must not make a strategy look hung.
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
  /** Over what the clients of a shared strategy are spread; missing for one of one event loop. */
  readonly members?: Members | undefined;
  /**
   * Of a strategy of a service: its server, and a namespace of up to 38 characters. Each state gets
   * one that begins with it.
   */
  readonly service?: ServicePlace | undefined;
  /** Where the files of shared states get a folder, which is removed; by default the system's. */
  readonly scratch?: string | undefined;
}

/**
 * Runs one trial in a fresh process. Never rejects for what a strategy does.
 *
 * @throws the signal's reason, if it aborts; a {@link CommandError} where no process can be started
 *   or no temporary folder made.
 */
export async function runTrial(
  strategy: StrategySource,
  parameters: WorkloadParameters,
  options: TrialOptions,
): Promise<TrialOutcome> {
  const { runLength, isChecked, saveHistoryTo, members, service } = options;
  const request: TrialRequest = {
    moduleUrl: strategy.moduleUrl,
    strategyId: strategy.id,
    parameters,
    runLength,
    isChecked,
    saveHistoryTo,
  };
  if (members === undefined) return shown(await superviseTrial(strategy, request, options));
  const folder = await temporaryFolder(options.scratch ?? tmpdir());
  try {
    const noun = memberInWords(members);
    const withMembers = { ...request, members: { ...members, noun, folder, service } };
    return shown(await superviseTrial(strategy, withMembers, options));
  } finally {
    // The process that is being killed may still write to it.
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Client libraries put URLs into their messages. */
function shown(outcome: TrialOutcome): TrialOutcome {
  if (outcome.status === "completed") return outcome;
  const { status, reason, stack } = outcome;
  return { status, reason: withoutSecrets(reason), stack: stack && withoutSecrets(stack) };
}

async function temporaryFolder(parent: string): Promise<string> {
  try {
    return await mkdtemp(join(parent, "trial-"));
  } catch (error) {
    throw noTemporaryFiles(error);
  }
}

async function superviseTrial(
  strategy: StrategySource,
  request: TrialRequest,
  { signal, onProgress, ...options }: TrialOptions,
): Promise<TrialOutcome> {
  const { parameters } = request;
  const patienceMs = (options.patienceMs ?? PATIENCE_MS) + timersExplain(parameters);
  const patienceIn = (phase: TrialPhase): number =>
    ownPhases.has(phase) ? OWN_PATIENCE_MS : patienceMs;
  let signs: Signs = { phase: "loading", completedOps: 0, idleMs: 0, members: [] };
  const end = await superviseChild<TrialMessage, TrialOutcome>(
    new URL("trial-child.js", import.meta.url),
    {
      request,
      patienceMs,
      signal,
      withSourceMaps: !isOfRepository(strategy),
      onMessage(message, { progress, result }) {
        if (message.type === "progress") {
          signs = message;
          // What has kept the trial waiting so far has used up some of the patience.
          progress(Math.max(0, patienceIn(signs.phase) - waitedMs(signs)));
          onProgress(signs.phase, signs.completedOps);
        } else if (message.type === "measured") {
          result(outcomeOf(message));
        } else {
          result(failed(message));
        }
      },
    },
  );
  switch (end.end) {
    case "result":
      return end.result;
    case "hung":
      return {
        status: "hung",
        reason: reasonOfHang(signs, patienceIn(signs.phase), parameters),
      };
    case "died":
      return { status: "died", reason: `${end.reason} while ${signs.phase}`, stack: end.stderr };
  }
}

type MessageOf<Type> = Extract<TrialMessage, { readonly type: Type }>;

function failed({ status, phase, failure }: MessageOf<"failed">): TrialOutcome {
  const reason =
    status === "died"
      ? `${failure.message} while ${phase}`
      : `threw while ${phase}: ${lineOf(failure)}`;
  return { status, reason, stack: failure.stack };
}

/** A strategy shares the process that measures it, so its figures are looked at again. */
function outcomeOf({ measurement, unsaved }: MessageOf<"measured">): TrialOutcome {
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
