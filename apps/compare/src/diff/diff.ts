/**
 * `pnpm compare diff`: what changed between two saved results, printed and held to a limit.
 */
import {
  bold,
  dim,
  ExitCode,
  print,
  proseWidth,
  red,
  worstOf,
  wrap,
  wrongInput,
  yellow,
  type Complain,
} from "@sync-strategies/command-kit";
import {
  changesBetween,
  count,
  interruptionRemarks,
  judgeRegressions,
  lengthRemarks,
  list,
  missingRows,
  objections,
  percent,
  type Change,
  type ResultDocument,
} from "@sync-strategies/results";
import { MINIMUM_ROUNDS } from "@sync-strategies/statistics";
import { lastTwoRuns, readResult } from "../saved/saved-results.ts";
import type { DiffRequest } from "./command-line.ts";

/** @param complain called for each regression past the limit, and for each that the rounds cannot decide. */
export async function diff(request: DiffRequest, complain: Complain): Promise<ExitCode> {
  const [olderFile, newerFile] = request.files ?? (await lastTwoRuns());
  const older = await readResult(olderFile);
  const newer = await readResult(newerFile);
  const found = objections(older, newer);
  if (found.length > 0 && !request.force) {
    throw wrongInput(
      `these results cannot be compared: ${found.join("; ")}; --force compares them anyway`,
    );
  }
  const changes = changesBetween(older, newer);
  const missing = missingRows(older, newer);
  if (changes.length === 0) throw wrongInput("these results have no workload in common");
  if (request.format === "json") {
    const document = { schemaVersion: 1, objections: found, gone: missing, changes };
    print(JSON.stringify(document, null, 2));
  } else {
    printChanges({ changes, objections: found, missing, older, newer });
  }
  let exitCode: ExitCode = ExitCode.fine;
  if (request.maximumRegression === undefined) return exitCode;
  const { regressions, undecided } = judgeRegressions(changes, missing, request.maximumRegression);
  for (const line of regressions) {
    complain(line);
    exitCode = worstOf(exitCode, ExitCode.broken);
  }
  for (const line of undecided) {
    complain(line);
    exitCode = worstOf(exitCode, ExitCode.unknown);
  }
  return exitCode;
}

interface Difference {
  readonly changes: readonly Change[];
  readonly objections: readonly string[];
  readonly missing: readonly string[];
  readonly older: ResultDocument;
  readonly newer: ResultDocument;
}

function printChanges({ changes, objections: found, missing, older, newer }: Difference): void {
  const nameWidth = Math.max(8, ...changes.map(({ strategy }) => strategy.length));
  for (const workload of new Set(changes.map((change) => change.workload))) {
    print(`\n${bold(workload)}, ops/s`);
    const head = ["old".padStart(12), "new".padStart(12), "new / old".padStart(9), "95% interval"];
    print(bold(["strategy".padEnd(nameWidth), ...head].join("  ")));
    for (const change of changes.filter((one) => one.workload === workload)) {
      print(lineOf(change, nameWidth));
    }
  }
  const hasNoInterval = changes.some(
    ({ smallestLoss, problem, doubt }) => smallestLoss === null && !problem && !doubt,
  );
  const remarks = [
    ...(hasNoInterval
      ? [`Fewer than ${MINIMUM_ROUNDS} rounds: no intervals, and small differences mean nothing.`]
      : []),
    ...tieRemarks(changes),
    ...interruptionRemarks(older, newer),
    ...lengthRemarks(older, newer),
    ...(missing.length > 0 ? [`Not in the new result: ${list(missing)}.`] : []),
    ...(found.length > 0 ? [`Compared anyway: ${list(found)}.`] : []),
  ];
  if (remarks.length > 0) print("");
  for (const remark of remarks) print(wrap(remark, proseWidth()));
  print(`\n${dim(wrap(`old: ${when(older)}; new: ${when(newer)}`, proseWidth()))}`);
}

/** A tie says that no change was seen: how large a one could not have been. */
function tieRemarks(changes: readonly Change[]): string[] {
  const ties = changes.flatMap(({ strategy, workload, standing, smallestLoss }) =>
    standing === "tie" && smallestLoss !== null
      ? [`${percent(smallestLoss)} for ${strategy} in ${workload}`]
      : [],
  );
  if (ties.length === 0) return [];
  return [`Ties (~): the smallest slowdown that these rounds could show is ${list(ties)}.`];
}

function when({ environment: { startedAt, commit } }: ResultDocument): string {
  return `${startedAt.slice(0, 16).replace("T", " ")}, commit ${commit ?? "unknown"}`;
}

function showSpeed(value: number | null): string {
  return (value === null ? "–" : count(value)).padStart(12);
}

function lineOf(change: Change, nameWidth: number): string {
  const { strategy, older, newer, ratio, standing, problem, doubt } = change;
  const interval =
    ratio === null || ratio.low === null || ratio.high === null
      ? ""
      : `${ratio.low.toFixed(3)} to ${ratio.high.toFixed(3)}`;
  const words = { faster: "faster", slower: red("slower"), tie: "~", undecided: "" }[standing];
  const cells = [
    strategy.padEnd(nameWidth),
    showSpeed(older),
    showSpeed(newer),
    (ratio?.value.toFixed(3) ?? "–").padStart(9),
    interval.padEnd(14),
    problem === null ? (doubt === null ? words : yellow(doubt)) : red(problem),
  ];
  return cells.join("  ").trimEnd();
}
