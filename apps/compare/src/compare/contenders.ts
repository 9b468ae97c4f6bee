/**
 * What takes part in a round: the strategies, the baseline once more for the A/A check, and the
 * references. Each can be asked for one run at a time.
 */
import { messageOf, type OutputDraft, type OutputFile } from "@sync-strategies/command-kit";
import { YARDSTICKS, type StrategySource } from "@sync-strategies/command-kit/strategies";
import {
  measuredRound,
  type MeasuredRound,
  type RowStatus,
  type StrategyResult,
} from "@sync-strategies/results";
import { faultOf, runTrial, type TrialPhase } from "@sync-strategies/trial";
import { runLengthOf, type Workload } from "@sync-strategies/workload";
import type { HistoriesOfWorkload, HistoryRun } from "./history-files.ts";
import type { ServicePlace } from "@sync-strategies/state-store";
import type { SpreadMembers } from "./members-flags.ts";
import { goStrategies, referenceName, runGo, writeGoWorkload } from "./go-reference.ts";

/** How one run ended. */
export interface RunOutcome {
  readonly status: RowStatus;
  readonly problem: string | null;
  readonly measured: MeasuredRound | null;
  readonly stack?: string | undefined;
  /** One line if the history was to be saved, and was not. */
  readonly unsaved?: string | undefined;
}

export type Identity = Pick<
  StrategyResult,
  "strategy" | "title" | "kind" | "group" | "service" | "reply" | "traits"
>;

export interface Contender {
  /** Its name in the order of a round. */
  readonly name: string;
  /** Its row's identity; a reference's title is complete once it has run. */
  readonly identity: () => Identity;
  /** @param round from 1. Rejects for an interruption, and where no process can be started. */
  readonly run: (round: number) => Promise<RunOutcome>;
}

export interface RunContext {
  readonly signal: AbortSignal;
  readonly scratch: string;
  /** What the clients are spread over; null for one event loop. */
  readonly members: SpreadMembers | null;
  /** A server of the service, and a namespace there that no other run has. */
  readonly newServicePlace: (service: string) => ServicePlace;
  readonly onProgress: (name: string, phase: TrialPhase, completedOps: number) => void;
  /** Where histories are written; undefined if nowhere. */
  readonly histories: HistoriesOfWorkload | undefined;
  /** Whether histories are recorded and checked. */
  readonly isChecked: boolean;
}

/**
 * A strategy, run in a fresh process each time.
 *
 * @param isAgain whether this is the baseline under its second name.
 */
export function strategyContender(
  source: StrategySource,
  workload: Workload,
  context: RunContext,
  isAgain = false,
): Contender {
  const { id, title, traits, group, service, reply } = source;
  const name = isAgain ? `${id} (again)` : id;
  const identity: Identity = {
    strategy: id,
    title,
    kind: kindOf(source),
    group,
    service,
    reply,
    traits,
  };
  return {
    name,
    identity: () => identity,
    async run(round) {
      const history = await openHistory({ strategy: id, isAgain, round }, context);
      try {
        const outcome = await runTrial(source, workload.parameters, {
          runLength: runLengthOf(workload),
          isChecked: context.isChecked,
          saveHistoryTo: history?.draft?.path,
          members: context.members ?? undefined,
          service: service === undefined ? undefined : context.newServicePlace(service),
          scratch: context.scratch,
          signal: context.signal,
          onProgress: (phase, completedOps) => context.onProgress(name, phase, completedOps),
        });
        if (outcome.status !== "completed") {
          const { status, reason, stack } = outcome;
          return { status, problem: reason, measured: null, stack };
        }
        const { measured } = outcome;
        const fault = traits.control ? undefined : faultOf(measured);
        return {
          status: fault === undefined ? "completed" : "broke-contract",
          problem: fault ?? null,
          measured,
          unsaved: await keepHistory(history, outcome.unsaved),
        };
      } finally {
        history?.draft?.discard();
      }
    },
  };
}

/** A draft of the run's history, or one line that says why there is none. */
interface OpenHistory {
  readonly file?: OutputFile;
  readonly draft?: OutputDraft;
  readonly problem?: string;
}

async function openHistory(
  run: HistoryRun,
  { histories, scratch }: RunContext,
): Promise<OpenHistory | undefined> {
  if (histories === undefined) return undefined;
  try {
    const file = await histories(run);
    return { file, draft: file.draft(scratch) };
  } catch (error) {
    return { problem: messageOf(error) };
  }
}

/**
 * Puts the draft where it belongs. Resolves to one line if there is nothing to be put there.
 *
 * @param problem why the trial could not write it.
 */
async function keepHistory(
  history: OpenHistory | undefined,
  problem: string | undefined,
): Promise<string | undefined> {
  if (problem !== undefined) return `${history?.file?.name}: it could not be written: ${problem}`;
  try {
    await history?.draft?.keep();
    return history?.problem;
  } catch (error) {
    return messageOf(error);
  }
}

function kindOf({ group, traits }: StrategySource): StrategyResult["kind"] {
  if (group !== undefined) return group === YARDSTICKS ? "yardstick" : "peer";
  return traits.control ? "control" : "strategy";
}

/**
 * The same workload in Go, whose histories are not recorded: on as many processors as there are
 * members, or on as many as Go chooses.
 */
export async function goContenders(
  program: string,
  workload: Workload,
  { signal, scratch, members, onProgress }: RunContext,
): Promise<Contender[]> {
  const file = await writeGoWorkload(workload.parameters, scratch);
  return goStrategies.map((strategy) => {
    const name = referenceName(strategy);
    let title = `${strategy} in Go`;
    return {
      name,
      identity: () => ({ strategy: name, title, kind: "reference", traits: null }),
      async run() {
        onProgress(name, "running", 0);
        try {
          const result = await runGo(program, strategy, {
            workloadFile: file,
            durationMs: workload.durationMs,
            processors: members?.count,
            signal,
          });
          title = `${strategy} in Go (${result.goVersion}, GOMAXPROCS ${result.gomaxprocs})`;
          const state =
            result.lostUpdates === undefined
              ? null
              : {
                  acknowledgedUpdates: result.acknowledgedUpdates,
                  lostUpdates: result.lostUpdates,
                  lostUpdatesIsLowerBound: false,
                  contradictions: [],
                };
          const measured = measuredRound.parse({ ...result, state });
          return { status: "completed", problem: null, measured };
        } catch (error) {
          signal.throwIfAborted();
          return { status: "died", problem: messageOf(error), measured: null };
        }
      },
    };
  });
}
