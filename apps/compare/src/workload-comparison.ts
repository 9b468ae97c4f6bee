/**
 * One table in the making: rounds in which every contender runs once, in an order shuffled from
 * the seed, each in a fresh process, one after the other. Nothing that is measured shares the
 * machine with anything else of ours.
 */
import {
  compareContenders,
  MINIMUM_ROUNDS,
  ratioBetween,
  shuffled,
} from "@sync-strategies/statistics";
import { withDefaults, type Workload } from "@sync-strategies/workload";
import { goContenders, strategyContender, type Contender, type RunContext } from "./contenders.ts";
import { ExitCode, worstOf } from "./exit-codes.ts";
import { count } from "./output/format-figures.ts";
import { clearProgress, showProgress } from "./output/progress.ts";
import type { Reporter } from "./output/reporter.ts";
import type {
  RoundResult,
  StrategyResult,
  SweepPoint,
  WorkloadResult,
} from "./output/result-document.ts";
import type { StrategySource } from "./strategies/strategy-source.ts";
import { titleOf } from "./workload-title.ts";
import { summarizeRounds, totalOf } from "./summarize-rounds.ts";

/** What all workloads of one comparison share. */
export interface ComparisonContext {
  readonly strategies: readonly StrategySource[];
  /** The compiled Go program; undefined to leave the references out. */
  readonly goProgram: string | undefined;
  readonly rounds: number;
  /** The strategy that others are compared with; undefined to choose one. */
  readonly baseline: string | undefined;
  readonly reporter: Reporter;
  readonly signal: AbortSignal;
  readonly scratch: string;
  readonly histories: RunContext["histories"];
  readonly complain: (line: string, stack?: string) => void;
  /** Called whenever there is more to keep. */
  readonly onTrial: () => void;
}

/** The one that most readers know; every other is compared with it unless told otherwise. */
const USUAL_BASELINE = "mutex";

export class WorkloadComparison {
  readonly result: WorkloadResult;
  readonly #workload: Workload;
  readonly #context: ComparisonContext;
  readonly #rounds = new Map<Contender, RoundResult[]>();
  #contenders: readonly Contender[] = [];
  #exitCode: ExitCode = ExitCode.fine;

  constructor(workload: Workload, sweep: SweepPoint | null, context: ComparisonContext) {
    const { name, question, durationMs, operations = null } = workload;
    const parameters = withDefaults(workload.parameters);
    const { readers, writers, updaters, pauseUs } = parameters;
    const clients = readers + writers + updaters;
    const isTimed = operations === null;
    this.result = {
      workload: name,
      question,
      sweep,
      parameters: {
        ...parameters,
        durationMs: isTimed ? durationMs : null,
        operations,
        rounds: context.rounds,
      },
      limit: pauseUs === 0 || !isTimed ? null : Math.round((clients * durationMs * 1000) / pauseUs),
      digest: null,
      order: [],
      results: [],
      sameTwice: null,
      comparison: null,
    };
    this.#workload = workload;
    this.#context = context;
  }

  /** Runs all rounds. What they found is in {@link result}, also if this is interrupted. */
  async complete(): Promise<ExitCode> {
    const { reporter, rounds } = this.#context;
    this.#contenders = await this.#gather();
    const rows = this.#contenders.filter(({ isTwin }) => !isTwin);
    reporter.begin(
      this.result,
      rows.map(({ name }) => name),
    );
    try {
      for (let round = 1; round <= rounds; round++) await this.#runRound(round);
    } finally {
      // Without its last rounds a table still shows those before.
      if (rounds > 1) this.#finish(rows);
      reporter.finish(this.result);
    }
    return this.#exitCode;
  }

  async #gather(): Promise<Contender[]> {
    const { strategies, goProgram, rounds } = this.#context;
    const context: RunContext = { ...this.#context, onProgress: this.#progress };
    const contenders = strategies.map((source) =>
      strategyContender(source, this.#workload, context),
    );
    const baseline = this.#baseline();
    if (rounds >= MINIMUM_ROUNDS && baseline !== undefined) {
      contenders.push(strategyContender(baseline, this.#workload, context, true));
    }
    if (goProgram !== undefined) {
      contenders.push(...(await goContenders(goProgram, this.#workload, context)));
    }
    return contenders;
  }

  #baseline(): StrategySource | undefined {
    const { strategies, baseline = USUAL_BASELINE } = this.#context;
    const candidates = strategies.filter(({ traits }) => !traits.control);
    return candidates.find(({ id }) => id === baseline) ?? candidates[0];
  }

  /**
   * With one round no order is better than another, and rows are printed as they come: in the
   * order in which they were named.
   */
  async #runRound(round: number): Promise<void> {
    const { rounds } = this.#context;
    const { seed } = this.#workload.parameters;
    const order = rounds === 1 ? [...this.#contenders] : shuffled(this.#contenders, seed, round);
    this.result.order.push(order.map(({ name }) => name));
    for (const contender of order) {
      const results = this.#rounds.get(contender) ?? [];
      this.#rounds.set(contender, results);
      // Who hung once would hang again, and take its time for it.
      if (results.some(({ status }) => status === "hung")) continue;
      this.#round = round;
      const { stack, ...outcome } = await contender.run(round);
      results.push(this.#judgeDigest({ round, ...outcome }));
      if (stack) this.#context.complain("", stack);
      if (rounds === 1) this.#addRow(contender);
      this.#context.onTrial();
    }
  }

  #round = 1;

  readonly #progress: RunContext["onProgress"] = (name, phase, completedOps) => {
    const { rounds } = this.#context;
    const which = rounds === 1 ? "" : `, round ${this.#round} of ${rounds}`;
    const operations = completedOps > 0 ? `, ${count(completedOps)} operations` : "";
    showProgress(`${titleOf(this.result)}${which}: ${name}, ${phase}${operations}`);
  };

  /** The first run's digest is the table's; a run with another one was asked something else. */
  #judgeDigest(result: RoundResult): RoundResult {
    const digest = result.measured?.digest;
    if (digest === undefined) return result;
    this.result.digest ??= digest;
    if (digest === this.result.digest) return result;
    return {
      ...result,
      status: "other-workload",
      problem: `it ran another workload (digest ${digest}) and is not compared`,
    };
  }

  /** Compares, and adds the rows, once all rounds are done. */
  #finish(contenders: readonly Contender[]): void {
    const twin = this.#contenders.find(({ isTwin }) => isTwin);
    if (twin !== undefined) this.result.sameTwice = this.#rowOf(twin);
    this.result.comparison = this.#compare(contenders, twin);
    for (const contender of contenders) this.#addRow(contender);
    const problem = this.result.sameTwice?.problem;
    if (twin !== undefined && problem) {
      this.#context.complain(`${twin.name} in ${titleOf(this.result)}: ${problem}`);
    }
  }

  /**
   * Only strategies, peers among them, that completed every round are ranked. References are not,
   * since nobody has checked what they did; nor is the control, which is there to be wrong, nor a
   * floor, which is there to be out of reach.
   */
  #compare(
    contenders: readonly Contender[],
    twin: Contender | undefined,
  ): WorkloadResult["comparison"] {
    const ranked = contenders
      .filter((contender) => isRanked(contender.row) && this.#isComplete(contender))
      .map((contender) => ({ name: contender.name, rates: this.#speeds(contender) }));
    const baseline = this.#baseline()?.id;
    if (baseline === undefined || !ranked.some(({ name }) => name === baseline)) return null;
    return compareContenders(ranked, baseline, twin && this.#speeds(twin));
  }

  #isComplete(contender: Contender): boolean {
    const rounds = this.#rounds.get(contender) ?? [];
    return rounds.length > 0 && rounds.every(({ status }) => status === "completed");
  }

  /** Operations a millisecond in each round; undefined where there is none to be compared. */
  #speeds(contender: Contender): (number | undefined)[] {
    const rounds = this.#rounds.get(contender) ?? [];
    return Array.from({ length: this.#context.rounds }, (_, index) => {
      const found = rounds.find(({ round }) => round === index + 1);
      if (found?.status !== "completed" || found.measured === null) return undefined;
      const speed = totalOf(found.measured) / found.measured.elapsedMs;
      return speed > 0 ? speed : undefined;
    });
  }

  #rowOf(contender: Contender): StrategyResult {
    const rounds = this.#rounds.get(contender) ?? [];
    return {
      ...contender.row,
      ...summarizeRounds(rounds, this.result),
      ...this.#standingOf(contender),
    };
  }

  #standingOf(contender: Contender): Pick<StrategyResult, "ratio" | "standing" | "tier"> {
    const { comparison } = this.result;
    const baseline = this.#contenders.find(({ name }) => name === comparison?.baseline);
    if (comparison === null || baseline === undefined) {
      return { ratio: null, standing: null, tier: null };
    }
    const standing = comparison.standings.find(({ name }) => name === contender.name);
    const tier = comparison.tiers?.findIndex((names) => names.includes(contender.name)) ?? -1;
    return {
      ratio:
        contender === baseline
          ? null
          : (ratioBetween(this.#speeds(contender), this.#speeds(baseline)) ?? null),
      standing: contender === baseline ? "baseline" : (standing?.verdict ?? null),
      tier: tier === -1 ? null : tier + 1,
    };
  }

  #addRow(contender: Contender): void {
    const row = this.#rowOf(contender);
    if (row.rounds.length === 0) return;
    this.result.results.push(row);
    clearProgress();
    if (row.problem !== null) {
      this.#context.complain(`${row.strategy} in ${titleOf(this.result)}: ${row.problem}`);
      // A peer is a strategy as any other: its user asked for it, and wants to know.
      const isExpected = row.kind === "reference" || row.traits?.control === true;
      if (!isExpected) this.#exitCode = worstOf(this.#exitCode, ExitCode.broken);
      if (row.status === "other-workload") {
        this.#exitCode = worstOf(this.#exitCode, ExitCode.failed);
      }
    }
    if (row.verdict === "unknown") this.#exitCode = worstOf(this.#exitCode, ExitCode.unknown);
    this.#context.reporter.row(this.result, row);
  }
}

function isRanked({ kind }: Contender["row"]): boolean {
  return kind === "strategy" || kind === "peer";
}
