/**
 * One table in the making: rounds in which every contender runs once, in an order shuffled from
 * the seed, each in a fresh process, one after the other. Nothing that is measured shares the
 * machine with anything else of ours.
 */
import {
  clearProgress,
  ExitCode,
  showProgress,
  worstOf,
  type Complain,
} from "@sync-strategies/command-kit";
import { isOfRepository, type StrategySource } from "@sync-strategies/command-kit/strategies";
import {
  count,
  disqualificationOf,
  isRanked,
  isStarving,
  newTable,
  opsPerSecondOf,
  starvedIn,
  summarizeRounds,
  titleOf,
  type RoundResult,
  type StrategyResult,
  type WorkloadResult,
} from "@sync-strategies/results";
import {
  compareContenders,
  MINIMUM_ROUNDS,
  ratioBetween,
  shuffled,
  type Comparison,
} from "@sync-strategies/statistics";
import type { Workload } from "@sync-strategies/workload";
import { goContenders, strategyContender, type Contender, type RunContext } from "./contenders.ts";
import type { Reporter } from "./reporter.ts";
import type { ChosenWorkload } from "./workload-flags.ts";

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
  readonly newServicePlace: RunContext["newServicePlace"];
  readonly isChecked: boolean;
  readonly complain: Complain;
  /** Makes what runs from a strategy; by default, processes. */
  readonly makeContender?: typeof strategyContender;
  /** Called whenever there is more to keep. */
  readonly onTrial: () => void;
}

/** The strategy that most readers know: every other is compared with it by default. */
const USUAL_BASELINE = "mutex";

/** Whether it is that strategy; where members share the state, the one that does the same there. */
function isUsualBaseline(source: StrategySource): boolean {
  const { id, span, group, traits } = source;
  if (span === undefined) return id === USUAL_BASELINE;
  const { access, exclusion, reads } = traits;
  const isOneLock = access === "lock-holder" && exclusion === "store" && reads === "wait";
  return isOneLock && group === undefined && isOfRepository(source);
}

export class WorkloadComparison {
  readonly result: WorkloadResult;
  readonly #workload: Workload;
  readonly #members: ChosenWorkload["members"];
  readonly #context: ComparisonContext;
  readonly #rounds = new Map<Contender, readonly RoundResult[]>();
  #contenders: readonly Contender[] = [];
  /** The baseline under its second name, for the A/A check. */
  #baselineAgain: Contender | undefined;
  #exitCode: ExitCode = ExitCode.fine;

  constructor({ workload, sweep, members }: ChosenWorkload, context: ComparisonContext) {
    const { name, question, durationMs, operations = null } = workload;
    const { parameters } = workload;
    const isTimed = operations === null;
    this.result = newTable({
      workload: name,
      question,
      sweep,
      parameters: {
        ...parameters,
        durationMs: isTimed ? durationMs : null,
        operations,
        rounds: context.rounds,
        members,
      },
    });
    this.#workload = workload;
    this.#members = members;
    this.#context = context;
  }

  /** Runs all rounds. What they found is in {@link result}, also if this is interrupted. */
  async complete(): Promise<ExitCode> {
    const { reporter, rounds } = this.#context;
    this.#contenders = await this.#gather();
    reporter.begin(
      this.result,
      this.#contenders.map(({ name }) => name),
    );
    try {
      for (let round = 1; round <= rounds; round++) await this.#runRound(round);
    } finally {
      // Without its last rounds a table still shows those before.
      if (rounds > 1) this.#report();
      reporter.finish(this.result);
    }
    return this.#exitCode;
  }

  async #gather(): Promise<Contender[]> {
    const { strategies, goProgram } = this.#context;
    const context = this.#runContext();
    return [
      ...strategies.map((source) => this.#contenderOf(source, false)),
      ...(goProgram === undefined ? [] : await goContenders(goProgram, this.#workload, context)),
    ];
  }

  /** @param isAgain whether this is the baseline under its second name. */
  #contenderOf(source: StrategySource, isAgain: boolean): Contender {
    const { makeContender = strategyContender } = this.#context;
    return makeContender(source, this.#workload, this.#runContext(), isAgain);
  }

  #runContext(): RunContext {
    return { ...this.#context, members: this.#members, onProgress: this.#progress };
  }

  /**
   * A strategy that has failed, or has starved clients, cannot be the baseline: the next one takes
   * its place.
   */
  #baseline(): StrategySource | undefined {
    const { strategies, baseline } = this.#context;
    const candidates = strategies.filter(
      ({ id, traits }) => !traits.control && !this.#hasFailed(id),
    );
    const chosen = candidates.find((source) =>
      baseline === undefined ? isUsualBaseline(source) : source.id === baseline,
    );
    return chosen ?? candidates[0];
  }

  #hasFailed(name: string): boolean {
    const contender = this.#contenders.find((one) => one.name === name);
    return (
      contender !== undefined &&
      this.#roundsOf(contender).some(
        ({ status, measured }) =>
          status !== "completed" ||
          (measured !== null && starvedIn(measured, this.result.parameters).length > 0),
      )
    );
  }

  /** The baseline under its second name, as soon as there is one that it should be. */
  #chooseBaselineAgain(): void {
    const baseline = this.#baseline();
    if (this.#context.rounds < MINIMUM_ROUNDS || baseline === undefined) return;
    if (this.#baselineAgain?.identity().strategy === baseline.id) return;
    this.#baselineAgain = this.#contenderOf(baseline, true);
  }

  /**
   * With one round no order is better than another, and rows are printed as they come: in the
   * order in which they were named.
   */
  async #runRound(round: number): Promise<void> {
    const { rounds, onTrial } = this.#context;
    const { seed } = this.#workload.parameters;
    this.#chooseBaselineAgain();
    const taking = [
      ...this.#contenders,
      ...(this.#baselineAgain === undefined ? [] : [this.#baselineAgain]),
    ];
    const order = rounds === 1 ? taking : shuffled(taking, seed, round);
    this.result.order.push(order.map(({ name }) => name));
    for (const contender of order) {
      const results = this.#roundsOf(contender);
      // A contender that hung once would hang again and cost another timeout.
      if (results.some(({ status }) => status === "hung")) continue;
      this.#round = round;
      const { stack, unsaved, ...outcome } = await contender.run(round);
      this.#rounds.set(contender, [...results, this.#judgeDigest({ round, ...outcome })]);
      if (stack) this.#context.complain("", stack);
      if (unsaved !== undefined) {
        this.#context.complain(unsaved);
        this.#exitCode = worstOf(this.#exitCode, ExitCode.failed);
      }
      this.#summarize();
      if (rounds === 1) this.#reportRow(contender);
      onTrial();
    }
  }

  #roundsOf(contender: Contender): readonly RoundResult[] {
    return this.#rounds.get(contender) ?? [];
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

  /** Brings the result up to date with all that has run. */
  #summarize(): void {
    const rows = this.#contenders
      .filter((contender) => this.#roundsOf(contender).length > 0)
      .map((contender) => ({ contender, row: this.#rowOf(contender) }));
    this.result.baselineAgain =
      this.#baselineAgain === undefined ? null : this.#rowOf(this.#baselineAgain);
    this.result.comparison = this.#compare(rows);
    this.result.results = rows.map(({ contender, row }) => ({
      ...row,
      ...this.#comparedFields(contender),
    }));
    if (this.#baselineAgain !== undefined && this.result.baselineAgain !== null) {
      this.result.baselineAgain = {
        ...this.result.baselineAgain,
        ...this.#comparedFields(this.#baselineAgain),
      };
    }
  }

  /**
   * Only strategies, peers among them, that completed every round are ranked, and of them only those
   * that starved no clients. References are not ranked, since what they did was not checked; nor is
   * the control, which is there to be wrong, nor a
   * yardstick, which is there to be compared with.
   */
  #compare(
    rows: readonly { readonly contender: Contender; readonly row: StrategyResult }[],
  ): WorkloadResult["comparison"] {
    const baseline = this.#baseline()?.id;
    if (this.#context.rounds === 1 || baseline === undefined) return null;
    const ranked = rows
      .filter(({ row }) => isRanked(row) && row.status === "completed" && !isStarving(row))
      .map(({ contender, row }) => ({ name: row.strategy, rates: this.#speeds(contender) }));
    if (!ranked.some(({ name }) => name === baseline)) return null;
    const again = this.result.baselineAgain;
    return compareContenders(ranked, baseline, {
      baselineAgain: this.#baselineAgain && this.#speeds(this.#baselineAgain),
      disqualification: disqualificationOf(
        again === null ? rows.map(({ row }) => row) : [...rows.map(({ row }) => row), again],
        this.result.parameters,
      ),
    });
  }

  /** Operations per second in each round; undefined where there is none to be compared. */
  #speeds(contender: Contender): (number | undefined)[] {
    const rounds = this.#roundsOf(contender);
    return Array.from({ length: this.#context.rounds }, (_, index) => {
      const found = rounds.find(({ round }) => round === index + 1);
      if (found?.status !== "completed" || found.measured === null) return undefined;
      const speed = opsPerSecondOf(found.measured);
      return speed > 0 ? speed : undefined;
    });
  }

  /** A row before it is compared with others. */
  #rowOf(contender: Contender): StrategyResult {
    return {
      ...contender.identity(),
      ...summarizeRounds(this.#roundsOf(contender), this.result),
      ratio: null,
      standing: null,
      tier: null,
    };
  }

  #comparedFields(contender: Contender): Pick<StrategyResult, "ratio" | "standing" | "tier"> {
    const { comparison } = this.result;
    const baseline = this.#contenders.find(({ name }) => name === comparison?.baseline);
    if (comparison === null || baseline === undefined) {
      return { ratio: null, standing: null, tier: null };
    }
    if (contender === baseline) {
      return { ratio: null, standing: "baseline", tier: tierOf(contender, comparison) };
    }
    const compared = comparison.contenders.find(({ name }) => name === contender.name);
    return {
      ratio: ratioBetween(this.#speeds(contender), this.#speeds(baseline)) ?? null,
      standing: compared?.standing ?? null,
      tier: tierOf(contender, comparison),
    };
  }

  #report(): void {
    for (const contender of this.#contenders) this.#reportRow(contender);
    if (this.result.baselineAgain !== null && this.#baselineAgain !== undefined) {
      this.#judge(this.#baselineAgain.name, this.result.baselineAgain);
    }
  }

  #reportRow({ name }: Contender): void {
    const row = this.result.results.find(({ strategy }) => strategy === name);
    if (row === undefined) return;
    clearProgress();
    this.#judge(name, row);
    this.#context.reporter.row(this.result, row);
  }

  /** Complains about what went wrong with a row, and remembers the exit code for it. */
  #judge(name: string, { problem, kind, traits, status, verdict }: StrategyResult): void {
    if (problem !== null) {
      this.#context.complain(`${name} in ${titleOf(this.result)}: ${problem}`);
      // A peer counts like any strategy: its user asked for it, and wants to know.
      const isExpected = kind === "reference" || traits?.control === true;
      if (!isExpected) this.#exitCode = worstOf(this.#exitCode, ExitCode.broken);
      if (status === "other-workload") this.#exitCode = worstOf(this.#exitCode, ExitCode.failed);
    }
    if (verdict === "unknown") this.#exitCode = worstOf(this.#exitCode, ExitCode.unknown);
  }
}

/** From 1; null where the contender is in none. */
function tierOf({ name }: Contender, { tiers = [] }: Comparison): number | null {
  const tier = tiers.findIndex((names) => names.includes(name));
  return tier === -1 ? null : tier + 1;
}
