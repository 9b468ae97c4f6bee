/**
 * Tables for people: one a workload, each row printed as soon as its trial is done, so that the
 * widths of columns are settled before the first figure is known.
 */
import { styleText } from "node:util";
import { closingRemarks } from "./closing-remarks.ts";
import { columnsFor, columnsThatFit, type Column } from "./columns.ts";
import { describeWorkload } from "./describe-workload.ts";
import { wrap } from "./wrap.ts";
import type { Reporter } from "./reporter.ts";
import type {
  Environment,
  ResultDocument,
  StrategyResult,
  WorkloadResult,
} from "./result-document.ts";

/** What a line may be wide where nobody says how wide the terminal is. */
const DEFAULT_WIDTH = 120;

/** The widest that sentences get, for the eye's sake. */
const PROSE_WIDTH = 96;

export class TableReporter implements Reporter {
  readonly #width = terminalWidth();
  #columns: readonly Column[] = [];
  #nameWidth = 0;
  #lastKind: StrategyResult["kind"] = "strategy";

  begin(workload: WorkloadResult, rowNames: readonly string[]): void {
    this.#nameWidth = Math.max("strategy".length, ...rowNames.map((name) => name.length));
    this.#columns = columnsThatFit(columnsFor(workload), this.#nameWidth, this.#width);
    this.#lastKind = "strategy";
    const heading = wrap(`${workload.workload}: ${workload.question}`, this.#width);
    print(`\n${bold(heading)}`);
    print(dim(wrap(describeWorkload(workload), this.#width)));
    print(this.#line("strategy", ({ head }) => head, bold));
  }

  row(_workload: WorkloadResult, row: StrategyResult): void {
    if (row.kind !== this.#lastKind) print(dim(headingOf[row.kind]));
    this.#lastKind = row.kind;
    if (row.status === "completed" || row.status === "broke-contract") {
      const paint = row.kind === "reference" ? dim : (text: string) => text;
      print(this.#line(row.strategy, ({ show }) => show(row) ?? "–", paint));
    } else {
      print(`${row.strategy.padEnd(this.#nameWidth)}  ${red(`no result: ${row.status}`)}`);
    }
    if (row.status === "broke-contract") {
      print(red(`${" ".repeat(this.#nameWidth)}  broke the contract: ${row.problem}`));
    }
  }

  end(document: ResultDocument): void {
    const width = Math.min(this.#width, PROSE_WIDTH);
    const remarks = closingRemarks(document);
    if (remarks.length > 0) print("");
    for (const remark of remarks) print(wrap(remark, width));
    for (const note of document.notes) print(wrap(note, width));
    if (document.interrupted) {
      print(yellow("Interrupted: the rows above are those that were finished."));
    }
    print(`\n${dim(wrap(describe(document.environment), width))}`);
  }

  #line(name: string, cell: (column: Column) => string, paint: (text: string) => string): string {
    const cells = this.#columns.map((column) => cell(column).padStart(column.width));
    return paint([name.padEnd(this.#nameWidth), ...cells].join("  "));
  }
}

const headingOf = {
  strategy: "",
  control: "the control: it does not coordinate its updates",
  reference: "for reference, not checked",
} as const;

function describe(environment: Environment): string {
  const { node, platform, cpu, cores, commit, seed } = environment;
  const sources = commit === null ? "" : `, commit ${commit}`;
  return `Node ${node}, ${platform}, ${cpu}, ${cores} cores${sources}, seed ${seed}.`;
}

function terminalWidth(): number {
  if (process.stdout.isTTY) return process.stdout.columns;
  return Number(process.env["COLUMNS"]) || DEFAULT_WIDTH;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

type Style = Parameters<typeof styleText>[0];

/** Colours stdout's text if stdout takes colours: NO_COLOR and FORCE_COLOR decide first. */
function painter(style: Style): (text: string) => string {
  return (text) => (takesColour() ? styleText(style, text, { validateStream: false }) : text);
}

function takesColour(): boolean {
  if (process.env["NO_COLOR"]) return false;
  if (process.env["FORCE_COLOR"]) return process.env["FORCE_COLOR"] !== "0";
  return process.stdout.isTTY && process.stdout.hasColors();
}

const bold = painter("bold");
const dim = painter("dim");
const red = painter("red");
const yellow = painter("yellow");
