/**
 * What changed between two results. They were measured at different times, so no round of one
 * belongs to a round of the other: Welch's test instead of pairs.
 */
import {
  compareTwoResults,
  holm,
  MINIMUM_DIFFERENCE,
  MINIMUM_ROUNDS,
  smallestLoss,
  type Ratio,
  type Standing,
} from "@sync-strategies/statistics";
import { opsPerSecondOf } from "./figures/counts.ts";
import { isTooDisturbed } from "./disqualification.ts";
import { isStarving } from "./figures/in-flight.ts";
import { membersInWords } from "./members-in-words.ts";
import type { ResultDocument, StrategyResult, WorkloadResult } from "./result-document.ts";
import { titleOf } from "./title-of.ts";

/** One row of both results. Speeds are in operations per second. */
export interface Change {
  readonly workload: string;
  readonly strategy: string;
  readonly kind: StrategyResult["kind"];
  readonly older: number | null;
  readonly newer: number | null;
  readonly ratio: {
    readonly value: number;
    readonly low: number | null;
    readonly high: number | null;
  } | null;
  /** After Holm's correction over all rows; null with too few rounds. */
  readonly adjustedPValue: number | null;
  readonly standing: Standing;
  /** Why there is no ratio; null if there is one. */
  readonly problem: string | null;
  /** Why the ratio says nothing of the strategy, although there is one; null if it does. */
  readonly doubt: string | null;
  /** The smallest loss that the interval could have told from none; null without an interval. */
  readonly smallestLoss: number | null;
  /** The speeds of the rounds that completed, in operations per second. */
  readonly speeds: { readonly older: readonly number[]; readonly newer: readonly number[] };
}

/** Why the two results should not be compared; empty if they may be. */
export function objections(older: ResultDocument, newer: ResultDocument): string[] {
  return [...machineObjections(older, newer), ...workloadObjections(older, newer)];
}

/** Speeds of different machines, or of different versions of Node, say nothing about the code. */
function machineObjections(older: ResultDocument, newer: ResultDocument): string[] {
  return (["cpu", "cores", "platform", "node"] as const).flatMap((name) => {
    const [before, after] = [older.environment[name], newer.environment[name]];
    return before === after ? [] : [`${name} was ${before} and is ${after}`];
  });
}

function workloadObjections(older: ResultDocument, newer: ResultDocument): string[] {
  return newer.workloads.flatMap((workload) => {
    const other = sameTable(workload, older);
    if (other === undefined) return [];
    const [there, here] = [other, workload].map(({ parameters }) =>
      membersInWords(parameters.members),
    );
    if (there !== here) return [`${titleOf(workload)} ran in ${there} and now runs in ${here}`];
    if (other.digest !== workload.digest) {
      return [`${titleOf(workload)} asked something else (its digest differs)`];
    }
    const [before, after] = [isChecked(other), isChecked(workload)];
    if (before === after) return [];
    return [
      `${titleOf(workload)} was ${before ? "" : "un"}checked and is ${after ? "" : "un"}checked`,
    ];
  });
}

/** What the older result has and the newer one lacks: a gate must not pass what is gone. */
export function missingRows(older: ResultDocument, newer: ResultDocument): string[] {
  return older.workloads.flatMap((workload) =>
    workload.results
      .filter(({ kind }) => kind !== "reference")
      .filter(({ strategy }) => {
        const rows = sameTable(workload, newer)?.results ?? [];
        return !rows.some((row) => row.strategy === strategy);
      })
      .map(({ strategy }) => `${strategy} in ${titleOf(workload)}`),
  );
}

/** Recording histories takes time, too. */
function isChecked({ results }: WorkloadResult): boolean {
  return results.some(({ check }) => check !== null);
}

function sameTable(
  workload: WorkloadResult,
  { workloads }: ResultDocument,
): WorkloadResult | undefined {
  return workloads.find((other) => titleOf(other) === titleOf(workload));
}

export function changesBetween(older: ResultDocument, newer: ResultDocument): Change[] {
  const pairs = newer.workloads.flatMap((workload) =>
    workload.results.flatMap((row) => {
      const other = sameTable(workload, older)?.results.find(
        ({ strategy }) => strategy === row.strategy,
      );
      return other === undefined ? [] : [{ workload: titleOf(workload), row, other }];
    }),
  );
  const tested = pairs.map(({ row, other }) => ratioOf(speedsOf(row), speedsOf(other)));
  const known = tested.flatMap((ratio) => ratio ?? []);
  const adjusted = holm(known.map(({ pValue }) => pValue));
  return pairs.map(({ workload, row, other }, index) => {
    const ratio = tested[index];
    const adjustedPValue = ratio === undefined ? null : adjusted[known.indexOf(ratio)]!;
    const broken = [other, row].find(({ status }) => status !== "completed");
    const single =
      row.opsPerSecond === null || !other.opsPerSecond
        ? null
        : { value: row.opsPerSecond / other.opsPerSecond, low: null, high: null };
    const doubt = doubtOf(row, "now") ?? doubtOf(other, "before");
    const isUnsound = broken !== undefined || doubt !== null;
    return {
      workload,
      strategy: row.strategy,
      kind: row.kind,
      older: other.opsPerSecond,
      newer: row.opsPerSecond,
      ratio: broken ? null : (ratio ?? single),
      adjustedPValue: broken ? null : adjustedPValue,
      standing: isUnsound ? "undecided" : standingOf(ratio, adjustedPValue),
      problem: broken ? `${broken === row ? "now" : "before"}: ${broken.status}` : null,
      doubt,
      smallestLoss: broken || ratio === undefined ? null : smallestLoss(ratio),
      speeds: { older: speedsOf(other), newer: speedsOf(row) },
    };
  });
}

/** Why a row's speed is not the strategy's. */
function doubtOf(row: StrategyResult, when: "now" | "before"): string | null {
  if (isStarving(row)) return `${when}: starved clients`;
  if (isTooDisturbed(row)) return `${when}: the machine was busy`;
  const idle = row.rounds.filter(
    ({ measured }) => measured !== null && opsPerSecondOf(measured) === 0,
  );
  if (idle.length === 0) return null;
  return `${when}: nothing completed in ${idle.length} of ${row.rounds.length} rounds`;
}

function speedsOf({ rounds }: StrategyResult): number[] {
  return rounds.flatMap(({ status, measured }) => {
    if (status !== "completed" || measured === null) return [];
    const speed = opsPerSecondOf(measured);
    return speed > 0 ? [speed] : [];
  });
}

function ratioOf(newer: readonly number[], older: readonly number[]): Ratio | undefined {
  if (Math.min(newer.length, older.length) < MINIMUM_ROUNDS) return undefined;
  return compareTwoResults(newer, older);
}

function standingOf(ratio: Ratio | undefined, adjustedPValue: number | null): Change["standing"] {
  if (ratio === undefined || adjustedPValue === null) return "undecided";
  const factor = Math.max(ratio.value, 1 / ratio.value);
  const isClaim = adjustedPValue < 0.05 && (ratio.low > 1 || ratio.high < 1);
  if (!isClaim || factor < 1 + MINIMUM_DIFFERENCE) return "tie";
  return ratio.value > 1 ? "faster" : "slower";
}

/** Whether a result holds less than was asked for. */
export function interruptionRemarks(older: ResultDocument, newer: ResultDocument): string[] {
  return [
    ...(older.interrupted ? ["The old result was interrupted: it holds what was finished."] : []),
    ...(newer.interrupted ? ["The new result was interrupted: it holds what was finished."] : []),
  ];
}

/** A run's length is not part of the digest, since it does not change what is asked. */
export function lengthRemarks(older: ResultDocument, newer: ResultDocument): string[] {
  return newer.workloads.flatMap((workload) => {
    const before = sameTable(workload, older)?.parameters;
    const { durationMs, operations } = workload.parameters;
    if (before === undefined) return [];
    if (before.durationMs === durationMs && before.operations === operations) return [];
    return [
      `${titleOf(workload)} ran for another length: a longer run is warm for more of its time.`,
    ];
  });
}
