/** The files that `--save-history` asks for: one for each run, tried before the first of them. */
import { OutputFile, pathFor, userPath } from "@sync-strategies/command-kit";
import type { ChosenWorkload } from "./workload-flags.ts";

/** A run of one strategy on one workload. */
export interface HistoryRun {
  readonly strategy: string;
  /** Whether it runs as the baseline under its second name. */
  readonly isAgain: boolean;
  /** From 1. */
  readonly round: number;
}

/**
 * The file of a run's history.
 *
 * @throws {CommandError} if it cannot be written.
 */
export type HistoriesOfWorkload = (run: HistoryRun) => Promise<OutputFile>;

export interface HistoryRuns {
  readonly workloads: readonly ChosenWorkload[];
  readonly strategies: readonly string[];
  readonly rounds: number;
}

export class HistoryFiles {
  /** Those of the first round. */
  readonly files: readonly OutputFile[];
  readonly #typed: string;
  readonly #runs: HistoryRuns;

  private constructor(typed: string, runs: HistoryRuns, files: readonly OutputFile[]) {
    this.#typed = typed;
    this.#runs = runs;
    this.files = files;
  }

  /**
   * @param typed the path of the file, or of the stem of several.
   * @throws {CommandError} if one of them cannot be written.
   */
  static async open(typed: string, runs: HistoryRuns): Promise<HistoryFiles> {
    const files: OutputFile[] = [];
    const histories = new HistoryFiles(typed, runs, files);
    for (const [index] of runs.workloads.entries()) {
      for (const strategy of runs.strategies) {
        files.push(await histories.of(index)({ strategy, isAgain: false, round: 1 }));
      }
    }
    return histories;
  }

  /** The files of the workload in this place. */
  of(index: number): HistoriesOfWorkload {
    const workload = workloadNames(this.#runs.workloads)[index] ?? "";
    return ({ strategy, isAgain, round }) => {
      const again = isAgain ? ["again"] : [];
      const path = this.#isOnlyOne
        ? this.#typed
        : pathFor(this.#typed, workload, strategy, ...again, ...(round > 1 ? [round] : []));
      return OutputFile.open("--save-history", path);
    };
  }

  /** One line for those who read the result. */
  get note(): string {
    const isSwept = this.#runs.workloads.some(({ sweep }) => sweep !== null);
    const workload = isSwept ? "WORKLOAD.KNOB-VALUE" : "WORKLOAD";
    const path = this.#isOnlyOne ? this.#typed : pathFor(this.#typed, workload, "STRATEGY");
    return `Histories are saved as ${userPath(path)}; check them with pnpm compare check.`;
  }

  get #isOnlyOne(): boolean {
    const { workloads, strategies, rounds } = this.#runs;
    return workloads.length * strategies.length * rounds === 1;
  }
}

/** A name for each of the workloads, all different: one may run at several points, or twice. */
function workloadNames(workloads: readonly ChosenWorkload[]): string[] {
  const taken = new Map<string, number>();
  return workloads.map(({ workload, sweep }) => {
    const name = sweep === null ? workload.name : `${workload.name}.${sweep.knob}-${sweep.value}`;
    const before = taken.get(name) ?? 0;
    taken.set(name, before + 1);
    return before === 0 ? name : `${name}-${before + 1}`;
  });
}
