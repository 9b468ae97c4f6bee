/**
 * Who takes part in a round: the strategies, the baseline once more for the A/A check, and the
 * references. Each can be asked for one run at a time.
 */
import { messageOf, pathFor } from "@sync-strategies/command-kit";
import { YARDSTICKS, type StrategySource } from "@sync-strategies/command-kit/strategies";
import { runLengthOf, type Workload } from "@sync-strategies/workload";
import type { MeasuredRound, RowStatus, StrategyResult } from "./output/result-document.ts";
import { goStrategies, runGo, writeGoWorkload } from "./reference/go-reference.ts";
import { faultOf } from "./trial/fault.ts";
import { runTrial } from "./trial/run-trial.ts";
import type { TrialPhase } from "./trial/trial.ts";

/** What came of one run. */
export interface RunOutcome {
  readonly status: RowStatus;
  readonly problem: string | null;
  readonly measured: MeasuredRound | null;
  readonly stack?: string | undefined;
}

export interface Contender {
  /** What it is called in the order of a round. */
  readonly name: string;
  readonly row: Pick<StrategyResult, "strategy" | "kind" | "group" | "reply" | "traits"> & {
    title: string;
  };
  /** @param round from 1 on. Never rejects but for an interruption. */
  readonly run: (round: number) => Promise<RunOutcome>;
}

export interface RunContext {
  readonly signal: AbortSignal;
  readonly scratch: string;
  readonly onProgress: (name: string, phase: TrialPhase | "running", completedOps: number) => void;
  /** Where histories go; undefined if nowhere. */
  readonly histories: { readonly path: string; readonly isOnlyOne: boolean } | undefined;
  /** Whether histories are recorded and checked. */
  readonly isChecked: boolean;
}

/**
 * A strategy, run in a fresh process each time.
 *
 * @param isTwin whether this is the baseline's second self.
 */
export function strategyContender(
  source: StrategySource,
  workload: Workload,
  context: RunContext,
  isTwin = false,
): Contender {
  const { id, title, traits, group, reply } = source;
  const name = isTwin ? `${id} (again)` : id;
  return {
    name,
    row: { strategy: id, title, kind: kindOf(source), group, reply, traits },
    async run(round) {
      const outcome = await runTrial(source, workload.parameters, {
        runLength: runLengthOf(workload),
        isChecked: context.isChecked,
        saveHistoryTo: historyPath(context.histories, [
          workload.name,
          isTwin ? `${id}-again` : id,
          ...(round > 1 ? [round] : []),
        ]),
        signal: context.signal,
        onProgress: (phase, completedOps) => context.onProgress(name, phase, completedOps),
      });
      if (outcome.status !== "completed") {
        const { status, reason, stack } = outcome;
        return { status, problem: reason, measured: null, stack };
      }
      const { run, state, verdict, digest, resources } = outcome.measurement;
      const fault = traits.control ? undefined : faultOf(state, verdict);
      const { openLoop = null, meanPauseUs = null, perClientCalls: _, ...counted } = run;
      return {
        status: fault === undefined ? "completed" : "broke-contract",
        problem: fault ?? null,
        measured: { ...counted, openLoop, meanPauseUs, digest, resources, state, check: verdict },
      };
    },
  };
}

function kindOf({ group, traits }: StrategySource): StrategyResult["kind"] {
  if (group !== undefined) return group === YARDSTICKS ? "floor" : "peer";
  return traits.control ? "control" : "strategy";
}

function historyPath(
  histories: RunContext["histories"],
  run: readonly (string | number)[],
): string | undefined {
  if (histories === undefined) return undefined;
  return histories.isOnlyOne ? histories.path : pathFor(histories.path, ...run);
}

/** The same workload in Go, whose histories are not recorded. */
export async function goContenders(
  program: string,
  workload: Workload,
  { signal, scratch, onProgress }: RunContext,
): Promise<Contender[]> {
  const file = await writeGoWorkload(workload.parameters, scratch);
  return goStrategies.map((strategy) => {
    const name = `go-${strategy}`;
    const row = { strategy: name, title: `${strategy} in Go`, kind: "reference", traits: null };
    return {
      name,
      row: row as Contender["row"],
      async run() {
        onProgress(name, "running", 0);
        try {
          const result = await runGo(program, strategy, file, workload.durationMs, signal);
          const { goVersion, gomaxprocs, lostUpdates, ...counted } = result;
          row.title = `${strategy} in Go (${goVersion}, GOMAXPROCS ${gomaxprocs})`;
          const { readOps, writeOps, updateOps, elapsedMs, perClientOps, digest, latency } =
            counted;
          const state =
            lostUpdates === undefined
              ? null
              : {
                  acknowledgedUpdates: updateOps,
                  lostUpdates,
                  lostUpdatesIsLowerBound: false,
                  contradictions: [],
                };
          return {
            status: "completed",
            problem: null,
            measured: {
              ...{ readOps, writeOps, updateOps, elapsedMs, perClientOps, digest, latency, state },
              ...{ inFlightAtDeadline: null, perTenthOps: null, meanPauseUs: null },
              ...{ timerLateness: null, turnsMs: null },
              ...{ openLoop: null, resources: null, check: null },
            },
          };
        } catch (error) {
          signal.throwIfAborted();
          return { status: "died", problem: messageOf(error), measured: null };
        }
      },
    };
  });
}
