/**
 * Tables for people: one per workload. Each row is printed as soon as its trial is done, so the
 * widths of columns are settled before the first figure is known.
 */
import {
  bold,
  dim,
  print,
  proseWidth,
  red,
  terminalWidth,
  wrap,
  yellow,
} from "@sync-strategies/command-kit";
import { renderText } from "@sync-strategies/linearizability";
import {
  closingRemarks,
  columnsFor,
  describeWorkload,
  hasFigures,
  headingOf,
  isStarving,
  list,
  loadInWords,
  runtimeInWords,
  sweepCurves,
  titleOf,
  warningsOn,
  type Column,
  type Environment,
  type ResultDocument,
  type StrategyResult,
  type WorkloadResult,
} from "@sync-strategies/results";
import { drawCurves } from "./draw-curves.ts";
import { columnsThatFit } from "./fit-columns.ts";
import type { Reporter } from "./reporter.ts";

const INDENT = "  ";

/** Stacked figures are those that a terminal of this width would show side by side. */
const STACKED_WIDTH = 80;

export class TableReporter implements Reporter {
  readonly #width = terminalWidth();
  #columns: readonly Column[] = [];
  /** Whether each figure has a line to itself: where not even the verdict fits next to the name. */
  #isStacked = false;
  #nameWidth = 0;
  #lastHeading = "";
  /** The headings of columns that there was no room for. */
  readonly #hidden = new Set<string>();

  begin(workload: WorkloadResult, rowNames: readonly string[]): void {
    this.#nameWidth = Math.max("strategy".length, ...rowNames.map((name) => name.length));
    this.#columns = [];
    this.#lastHeading = "";
    print(`\n${bold(wrap(`${titleOf(workload)}: ${workload.question}`, this.#width))}`);
    print(dim(wrap(describeWorkload(workload), this.#width)));
    // With rounds the columns depend on how they compare.
    if (workload.parameters.rounds === 1) this.#head(workload);
  }

  #head(workload: WorkloadResult): void {
    const all = columnsFor(workload);
    this.#columns = columnsThatFit(all, this.#nameWidth, this.#width);
    this.#isStacked = this.#columns.length === 0;
    if (this.#isStacked) this.#columns = columnsThatFit(all, this.#nameWidth, STACKED_WIDTH);
    for (const column of all) {
      const { fuller = column, shorter = column } = column;
      const isShown = [column, fuller, shorter].some((form) => this.#columns.includes(form));
      if (!isShown && column.rank >= 0) this.#hidden.add(column.head);
    }
    if (!this.#isStacked) print(this.#line("strategy", ({ head }) => head, bold));
  }

  row(workload: WorkloadResult, row: StrategyResult): void {
    if (this.#columns.length === 0) this.#head(workload);
    const heading = headingOf(row, workload.parameters.members);
    if (heading !== this.#lastHeading) print(dim(heading));
    this.#lastHeading = heading;
    if (hasFigures(row)) {
      const paint = row.kind === "reference" ? dim : (text: string) => text;
      print(this.#line(row.strategy, ({ show }) => show(row) ?? "–", paint));
    } else {
      this.#note(row.strategy, `no result: ${row.status}${whereFailed(row)}`, red);
    }
    if (isStarving(row)) {
      this.#note("", "starved clients, not ranked: see the warning below", yellow);
    }
    if (row.status === "broke-contract") {
      this.#note("", `broke the contract: ${row.problem}`, red);
    }
  }

  /** Words where the figures would be. */
  #note(name: string, words: string, paint: (text: string) => string): void {
    if (!this.#isStacked) return print(`${name.padEnd(this.#nameWidth)}  ${paint(words)}`);
    if (name !== "") print(name);
    print(paint(wrap(words, this.#width, { all: INDENT })));
  }

  /** While its rows are still in view: warnings, and each violation with a drawing of it. */
  finish(workload: WorkloadResult): void {
    const warnings = warningsOn(workload);
    if (warnings.length > 0) print("");
    for (const warning of warnings) print(yellow(wrap(warning, proseWidth())));
    for (const { strategy, check } of workload.results) {
      if (check?.verdict !== "not-linearizable") continue;
      print(`\n${wrap(`${bold(strategy)}: ${check.explanation}`, proseWidth())}\n`);
      const drawing = renderText(check.witness, { width: this.#width - INDENT.length });
      for (const line of drawing) print(line === "" ? "" : INDENT + line);
    }
  }

  end(document: ResultDocument): void {
    const width = proseWidth();
    const remarks = closingRemarks(document);
    for (const sweep of sweepCurves(document)) {
      const [title = "", head = "", ...lines] = drawCurves(sweep, this.#width);
      print(`\n${bold(title)}\n${bold(head)}`);
      for (const line of lines) print(line);
    }
    if (remarks.length > 0) print("");
    for (const remark of remarks) print(wrap(remark, width));
    for (const note of document.notes) print(wrap(note, width));
    if (this.#hidden.size > 0) print(dim(wrap(hiddenNote([...this.#hidden]), width)));
    if (document.interrupted) {
      print(yellow("Interrupted: the rows above are those that were finished."));
    }
    print(`\n${dim(wrap(describe(document.environment), width))}`);
    if (document.workloads.every(({ parameters }) => parameters.members === null)) {
      print(dim("State that several share: pnpm compare --threads, --processes or --services"));
    }
  }

  #line(name: string, cell: (column: Column) => string, paint: (text: string) => string): string {
    if (this.#isStacked) {
      const figures = this.#columns.map((column) =>
        wrap(`${column.head}: ${cell(column)}`, this.#width, { all: INDENT }),
      );
      return paint([name, ...figures].join("\n"));
    }
    const cells = this.#columns.map((column) =>
      column.isLeftAligned
        ? cell(column).padEnd(column.width)
        : cell(column).padStart(column.width),
    );
    return paint([name.padEnd(this.#nameWidth), ...cells].join("  ").trimEnd());
  }
}

/** " in round 4 of 10", if there were several. */
function whereFailed({ rounds, problem }: StrategyResult): string {
  return rounds.length > 1 ? ` ${/^in round \d+ of \d+/.exec(problem ?? "")?.[0] ?? ""}` : "";
}

function hiddenNote(heads: readonly string[]): string {
  const few =
    heads.length <= 6
      ? list(heads)
      : `${heads.slice(0, 5).join(", ")} and ${heads.length - 5} more`;
  return `No room for ${few}: a wider terminal, --format markdown or --report shows them.`;
}

function describe(environment: Environment): string {
  const { platform, cpu, cores, commit, seed } = environment;
  const sources = commit === null ? "" : `, commit ${commit}`;
  return `${runtimeInWords(environment)}, ${platform}, ${cpu}, ${cores} cores${sources}, seed ${seed}. Load: ${loadInWords(environment)}.`;
}
