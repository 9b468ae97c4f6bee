/**
 * `pnpm compare diff`: what changed between two saved results. They were measured at different
 * times, so no round of one belongs to a round of the other: Welch's test instead of pairs.
 */
import {
  CommandError,
  ExitCode,
  worstOf,
  bold,
  dim,
  print,
  proseWidth,
  red,
  wrap,
} from "@sync-strategies/command-kit";
import {
  compareTwoResults,
  holm,
  MINIMUM_DIFFERENCE,
  MINIMUM_ROUNDS,
  type Ratio,
} from "@sync-strategies/statistics";
import type { PlainFormat } from "../command-line.ts";
import { count, list, percent } from "../output/format-figures.ts";
import type { ResultDocument, StrategyResult, WorkloadResult } from "../output/result-document.ts";
import { lastTwoRuns, readResult } from "../saved-results.ts";
import { totalOf } from "../summarize-rounds.ts";
import { titleOf } from "../workload-title.ts";

export interface DiffRequest {
  /** The older and the newer one; undefined for the last two runs. */
  readonly files: readonly [string, string] | undefined;
  /** As a share, 1 being all. */
  readonly maximumRegression: number | undefined;
  readonly force: boolean;
  readonly format: PlainFormat;
}

/** One row of both results. */
interface Change {
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
  readonly verdict: "faster" | "slower" | "tie" | "undecided";
  /** Why there is no ratio; null if there is one. */
  readonly problem: string | null;
}

/** @param complain told of each regression past the limit. */
export async function diff(
  request: DiffRequest,
  complain: (line: string) => void,
): Promise<ExitCode> {
  const [olderFile, newerFile] = request.files ?? (await lastTwoRuns());
  const older = await readResult(olderFile);
  const newer = await readResult(newerFile);
  const objections = [...machinesDiffer(older, newer), ...workloadsDiffer(older, newer)];
  if (objections.length > 0 && !request.force) {
    throw new CommandError(
      ExitCode.wrongInput,
      `these results cannot be compared: ${objections.join("; ")}; --force compares them all the same`,
    );
  }
  const changes = changesBetween(older, newer);
  const gone = rowsWithoutTwin(older, newer);
  if (changes.length === 0) {
    throw new CommandError(ExitCode.wrongInput, "these results have no workload in common");
  }
  if (request.format === "json") {
    print(JSON.stringify({ schemaVersion: 1, objections, gone, changes }, null, 2));
  } else {
    printChanges({ changes, objections, gone, older, newer });
  }
  let exitCode: ExitCode = ExitCode.fine;
  for (const line of regressions(changes, gone, request.maximumRegression)) {
    complain(line);
    exitCode = worstOf(exitCode, ExitCode.broken);
  }
  return exitCode;
}

/** Speeds of different machines, or of different versions of Node, say nothing of the code. */
function machinesDiffer(older: ResultDocument, newer: ResultDocument): string[] {
  return (["cpu", "cores", "platform", "node"] as const).flatMap((name) => {
    const [before, after] = [older.environment[name], newer.environment[name]];
    return before === after ? [] : [`${name} was ${before} and is ${after}`];
  });
}

function workloadsDiffer(older: ResultDocument, newer: ResultDocument): string[] {
  return newer.workloads.flatMap((workload) => {
    const other = twinOf(workload, older);
    if (other === undefined) return [];
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

/** What the older result has and the newer one has not: a gate must not pass what is gone. */
function rowsWithoutTwin(older: ResultDocument, newer: ResultDocument): string[] {
  return older.workloads.flatMap((workload) =>
    workload.results
      .filter(({ kind }) => kind !== "reference")
      .filter(({ strategy }) => {
        const rows = twinOf(workload, newer)?.results ?? [];
        return !rows.some((row) => row.strategy === strategy);
      })
      .map(({ strategy }) => `${strategy} in ${titleOf(workload)}`),
  );
}

/** Recording histories takes time of its own. */
function isChecked({ results }: WorkloadResult): boolean {
  return results.some(({ check }) => check !== null);
}

function twinOf(
  workload: WorkloadResult,
  { workloads }: ResultDocument,
): WorkloadResult | undefined {
  return workloads.find((other) => titleOf(other) === titleOf(workload));
}

function changesBetween(older: ResultDocument, newer: ResultDocument): Change[] {
  const pairs = newer.workloads.flatMap((workload) =>
    workload.results.flatMap((row) => {
      const other = twinOf(workload, older)?.results.find(
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
    return {
      workload,
      strategy: row.strategy,
      kind: row.kind,
      older: other.opsPerSecond,
      newer: row.opsPerSecond,
      ratio: broken ? null : (ratio ?? single),
      adjustedPValue: broken ? null : adjustedPValue,
      verdict: broken ? "undecided" : verdictOf(ratio, adjustedPValue),
      problem: broken ? `${broken === row ? "now" : "before"}: ${broken.status}` : null,
    };
  });
}

function speedsOf({ rounds }: StrategyResult): number[] {
  return rounds.flatMap(({ status, measured }) => {
    if (status !== "completed" || measured === null) return [];
    const speed = totalOf(measured) / measured.elapsedMs;
    return speed > 0 ? [speed] : [];
  });
}

function ratioOf(newer: readonly number[], older: readonly number[]): Ratio | undefined {
  if (Math.min(newer.length, older.length) < MINIMUM_ROUNDS) return undefined;
  return compareTwoResults(newer, older);
}

function verdictOf(ratio: Ratio | undefined, adjustedPValue: number | null): Change["verdict"] {
  if (ratio === undefined || adjustedPValue === null) return "undecided";
  const factor = Math.max(ratio.value, 1 / ratio.value);
  const isClaim = adjustedPValue < 0.05 && (ratio.low > 1 || ratio.high < 1);
  if (!isClaim || factor < 1 + MINIMUM_DIFFERENCE) return "tie";
  return ratio.value > 1 ? "faster" : "slower";
}

/** Of strategies that are sure to have got slower, those that did by more than is allowed. */
function regressions(
  changes: readonly Change[],
  gone: readonly string[],
  most: number | undefined,
): string[] {
  if (most === undefined) return [];
  const missing = gone.map((row) => `${row} is not in the new result`);
  const slower = changes.flatMap(({ workload, strategy, kind, ratio, verdict, problem }) => {
    if (kind !== "strategy") return [];
    const where = `${strategy} in ${workload}`;
    if (problem !== null) return [`${where} cannot be held against --max-regression, ${problem}`];
    const loss = 1 - (ratio?.value ?? 1);
    if (verdict === "undecided") {
      return loss > most
        ? [`${where} looks ${percent(loss)} slower, but too few rounds to be sure; use --rigorous`]
        : [];
    }
    return verdict === "slower" && loss > most
      ? [`${where} is ${percent(loss)} slower, more than ${percent(most)}`]
      : [];
  });
  return [...missing, ...slower];
}

interface Difference {
  readonly changes: readonly Change[];
  readonly objections: readonly string[];
  readonly gone: readonly string[];
  readonly older: ResultDocument;
  readonly newer: ResultDocument;
}

function printChanges({ changes, objections, gone, older, newer }: Difference): void {
  const nameWidth = Math.max(8, ...changes.map(({ strategy }) => strategy.length));
  for (const workload of new Set(changes.map((change) => change.workload))) {
    print(`\n${bold(workload)}, ops/s`);
    const head = ["old".padStart(12), "new".padStart(12), "new / old".padStart(9), "95% interval"];
    print(bold(["strategy".padEnd(nameWidth), ...head].join("  ")));
    for (const change of changes.filter((one) => one.workload === workload)) {
      print(lineOf(change, nameWidth));
    }
  }
  const undecided = changes.some(({ verdict, problem }) => verdict === "undecided" && !problem);
  const remarks = [
    ...(undecided
      ? [
          `Fewer than ${MINIMUM_ROUNDS} rounds: no intervals, and small differences are no differences.`,
        ]
      : []),
    ...lengthsDiffer(older, newer),
    ...(gone.length > 0 ? [`Not in the new result: ${list(gone)}.`] : []),
    ...(objections.length > 0 ? [`Compared all the same: ${list(objections)}.`] : []),
  ];
  if (remarks.length > 0) print("");
  for (const remark of remarks) print(wrap(remark, proseWidth()));
  print(`\n${dim(wrap(`old: ${when(older)}; new: ${when(newer)}`, proseWidth()))}`);
}

/** A run's length is not part of the digest, since it does not change what is asked. */
function lengthsDiffer(older: ResultDocument, newer: ResultDocument): string[] {
  return newer.workloads.flatMap((workload) => {
    const before = twinOf(workload, older)?.parameters;
    const { durationMs, operations } = workload.parameters;
    if (before === undefined) return [];
    if (before.durationMs === durationMs && before.operations === operations) return [];
    return [
      `${titleOf(workload)} ran for another length: a longer run is warm for more of its time.`,
    ];
  });
}

function when({ environment: { startedAt, commit } }: ResultDocument): string {
  return `${startedAt.slice(0, 16).replace("T", " ")}, commit ${commit ?? "unknown"}`;
}

function showSpeed(value: number | null): string {
  return (value === null ? "–" : count(value)).padStart(12);
}

function lineOf(change: Change, nameWidth: number): string {
  const { strategy, older, newer, ratio, verdict, problem } = change;
  const interval =
    ratio === null || ratio.low === null || ratio.high === null
      ? ""
      : `${ratio.low.toFixed(3)} to ${ratio.high.toFixed(3)}`;
  const words = { faster: "faster", slower: red("slower"), tie: "~", undecided: "" }[verdict];
  return [
    ...[strategy.padEnd(nameWidth), showSpeed(older), showSpeed(newer)],
    (ratio?.value.toFixed(3) ?? "–").padStart(9),
    [interval.padEnd(14), problem === null ? words : red(problem)].join("  "),
  ]
    .join("  ")
    .trimEnd();
}
