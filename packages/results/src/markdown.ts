import { printable, printableLines } from "@sync-strategies/command-kit/printable";
import { renderText } from "@sync-strategies/linearizability";
import { closingRemarks, warningsOn } from "./remarks/closing-remarks.ts";
import { columnsFor } from "./columns.ts";
import { describeWorkload } from "./describe-workload.ts";
import { loadInWords } from "./load-in-words.ts";
import { count, duration } from "./format-figures.ts";
import { hasFigures, markOf } from "./row-kind.ts";
import { sweepCurves, type SweepCurves } from "./sweep-curves.ts";
import { runtimeInWords } from "./runtime-in-words.ts";
import { titleOf } from "./title-of.ts";
import type { ResultDocument, StrategyResult, WorkloadResult } from "./result-document.ts";

/** The tables and remarks as Markdown, with every column. */
export function renderMarkdown(document: ResultDocument): string {
  const { environment } = document;
  const parts = [
    ...document.workloads.map(section),
    ...sweepCurves(document).map(curveTable),
    ...closingRemarks(document),
    ...document.notes,
    `${runtimeInWords(environment)}, ${environment.platform}, ${environment.cpu}, ` +
      `${environment.cores} cores, commit ${environment.commit ?? "unknown"}, seed ${environment.seed}. ` +
      `Load: ${loadInWords(environment)}.`,
  ];
  if (document.interrupted) parts.push("**Interrupted**: only finished trials are shown.");
  return `${printableLines(parts.join("\n\n"))}\n`;
}

function section(workload: WorkloadResult): string {
  const columns = columnsFor(workload).map((column) => column.fuller ?? column);
  const rows = workload.results.map((row) => {
    const kind = markOf(row);
    const mark = kind === "" ? "" : ` (${kind})`;
    const cells =
      row.totalOps === null || !hasFigures(row)
        ? [`no result: ${row.status}`, ...columns.slice(1).map(() => "")]
        : columns.map(({ show }) => show(row) ?? "–");
    return line([`${row.strategy}${mark}`, ...cells]);
  });
  return [
    `## ${titleOf(workload)}`,
    "",
    `${workload.question} ${describeWorkload(workload)}.`,
    "",
    line(["strategy", ...columns.map(({ head }) => head)]),
    line(["---", ...columns.map(({ isLeftAligned }) => (isLeftAligned ? "---" : "---:"))]),
    ...rows,
    ...warningsOn(workload).flatMap((warning) => ["", warning]),
    ...workload.results.flatMap(violation),
  ].join("\n");
}

function curveTable({ workload, knob, values, curves, canRank }: SweepCurves): string {
  const format = canRank ? count : duration;
  return [
    `## ${workload}, ${canRank ? "ops/s" : "p99"} by ${knob}`,
    "",
    line([knob, ...values.map(String)]),
    line(["---", ...values.map(() => "---:")]),
    ...curves.map(({ strategy, speeds, p99sUs }) =>
      line([
        strategy,
        ...(canRank ? speeds : p99sUs).map((value) => (value === null ? "–" : format(value))),
      ]),
    ),
  ].join("\n");
}

/** What a run did wrong, and the drawing of it. */
function violation({ strategy, check }: StrategyResult): string[] {
  if (check?.verdict !== "not-linearizable") return [];
  const drawing = renderText(check.witness);
  return ["", `**${strategy}**: ${check.explanation}`, "", "```text", ...drawing, "```"];
}

function line(cells: readonly string[]): string {
  return `| ${cells.map((cell) => printable(cell).replaceAll("|", "\\|")).join(" | ")} |`;
}
