/**
 * The strategies, one after the other, each in a worker that ends after it: what is measured shares
 * the processor with nothing else of ours. A strategy that hangs or throws is a row like any other.
 */
import type { StrategyEntry } from "../../../build/strategy-modules.ts";
import type { RaceRow } from "../../../race/race-document.ts";
import type { RaceWorkload } from "../../../race/workloads.ts";
import type { RaceTrialProgress, RaceTrialReply } from "../../../worker/jobs/race-trial.ts";
import { JobError, runJob, TIME_LIMIT } from "../../../worker/run-job.ts";

/** A runner's state, in the order in which they are shown. */
export type Runner =
  | { readonly state: "waits"; readonly strategy: StrategyEntry }
  | {
      readonly state: "runs";
      readonly strategy: StrategyEntry;
      readonly phase: RaceTrialProgress["phase"];
      readonly completedOps: number;
    }
  | {
      readonly state: "done";
      readonly strategy: StrategyEntry;
      readonly opsPerSecond: number | undefined;
      readonly row: RaceRow;
    };

export interface RaceOptions {
  readonly strategies: readonly StrategyEntry[];
  readonly workload: RaceWorkload;
  readonly durationMs: number;
  readonly signal: AbortSignal;
  readonly onChange: (runners: readonly Runner[]) => void;
  readonly onClockStep: (ms: number) => void;
}

/** Beyond the run itself: loading, warming up, checking a long history on a slow machine. */
const GRACE_MS = 30_000;

/** Resolves when all have run. Rejects with the signal's reason if that aborts. */
export async function runRace(options: RaceOptions): Promise<void> {
  const { strategies, workload, durationMs, signal, onChange, onClockStep } = options;
  const runners: Runner[] = strategies.map((strategy) => ({ state: "waits", strategy }));
  onChange([...runners]);
  for (const [index, strategy] of strategies.entries()) {
    const show = (runner: Runner): void => {
      runners[index] = runner;
      onChange([...runners]);
    };
    show({ state: "runs", strategy, phase: "loading", completedOps: 0 });
    try {
      const reply = await runJob(
        "race-trial",
        { strategy: strategy.id, workload, durationMs },
        {
          signal,
          ownWorker: true,
          timeLimitMs: durationMs + GRACE_MS,
          onProgress: (news) => show({ state: "runs", strategy, ...news }),
        },
      );
      onClockStep(reply.clockStepMs);
      show(done(strategy, reply));
    } catch (error) {
      if (signal.aborted) throw error;
      show(failed(strategy, error));
    }
  }
}

function done(strategy: StrategyEntry, { round, opsPerSecond }: RaceTrialReply): Runner {
  return { state: "done", strategy, opsPerSecond, row: rowOf(strategy, round) };
}

function failed(strategy: StrategyEntry, error: unknown): Runner {
  const isHung = error instanceof JobError && error.code === TIME_LIMIT;
  const problem = error instanceof Error ? error.message : String(error);
  const status = isHung ? "hung" : "threw";
  const round = { round: 1, status, problem, measured: null } as const;
  return { state: "done", strategy, opsPerSecond: undefined, row: rowOf(strategy, round) };
}

function rowOf(
  { id, title, reply, traits }: StrategyEntry,
  round: RaceTrialReply["round"],
): RaceRow {
  return { strategy: id, title, reply, traits, round };
}
