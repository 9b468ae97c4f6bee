/**
 * Holds the changes between two results to a limit: did a strategy lose more of its speed than is
 * allowed? Three answers are possible. The interval lies below the limit: yes. It lies above: no.
 * Otherwise these rounds cannot tell, and it is said how many could.
 */
import { MINIMUM_ROUNDS, roundsToDecide } from "@sync-strategies/statistics";
import type { Change } from "./compare-results.ts";
import { count, percent } from "./format-figures.ts";

export interface Judgement {
  /** One line for each strategy that lost more, or has no figures any more. */
  readonly regressions: readonly string[];
  /** One line for each strategy of which these rounds cannot tell. */
  readonly undecided: readonly string[];
}

/**
 * @param gone the rows that the newer result lacks: a gate must not pass what is gone.
 * @param most the loss that is allowed, as a share.
 */
export function judgeRegressions(
  changes: readonly Change[],
  gone: readonly string[],
  most: number,
): Judgement {
  const regressions = gone.map((row) => `${row} is not in the new result`);
  const undecided: string[] = [];
  for (const change of changes.filter(({ kind }) => kind === "strategy")) {
    const where = `${change.strategy} in ${change.workload}`;
    if (change.problem?.startsWith("now")) {
      regressions.push(`${where} has no figures to hold to --max-regression, ${change.problem}`);
    } else if (change.problem === null && change.doubt === null && lostMore(change, most)) {
      const loss = percent(1 - (change.ratio?.value ?? 1));
      regressions.push(`${where} is ${loss} slower, more than ${percent(most)}`);
    } else if (change.problem !== null || change.doubt !== null || !lostLess(change, most)) {
      undecided.push(`${where}: cannot tell. ${reasonOf(change, most)}`);
    }
  }
  return { regressions, undecided };
}

function lostMore({ ratio, standing }: Change, most: number): boolean {
  return standing === "slower" && ratio?.high != null && ratio.high < 1 - most;
}

function lostLess({ ratio }: Change, most: number): boolean {
  return ratio?.low != null && ratio.low >= 1 - most;
}

function reasonOf(change: Change, most: number): string {
  const { problem, doubt, ratio, smallestLoss, speeds } = change;
  if (problem !== null) return `There is nothing to compare it with, ${problem}.`;
  if (doubt !== null) return `Its speed says nothing of it, ${doubt}.`;
  const rounds = Math.min(speeds.older.length, speeds.newer.length);
  if (rounds < 2 || ratio === null) {
    return (
      "One round of either says nothing of how much runs differ by themselves, so no change of any " +
      "size could be shown. Run both with --rigorous, which is ten rounds."
    );
  }
  const needed = Math.max(
    MINIMUM_ROUNDS,
    roundsToDecide(speeds.newer, speeds.older, ratio, 1 - most),
  );
  const enough = Number.isFinite(needed)
    ? `About ${count(needed)} rounds of each would decide, if the ratio stays what it is.`
    : "The ratio is too near the limit for any number of rounds to decide.";
  if (smallestLoss === null || ratio.low === null || ratio.high === null) {
    return `Fewer than ${MINIMUM_ROUNDS} rounds give no interval. ${enough}`;
  }
  return (
    `The interval, ${ratio.low.toFixed(3)} to ${ratio.high.toFixed(3)}, reaches to both sides of ` +
    `${(1 - most).toFixed(3)}; the smallest slowdown that these rounds could show is ` +
    `${percent(smallestLoss)}. ${enough}`
  );
}
