/**
 * Tables for people: one a workload, each row printed as soon as its trial is done, so that the
 * widths of columns are settled before the first figure is known.
 */
import { renderText } from "@sync-strategies/linearizability";
import { closingRemarks } from "./closing-remarks.ts";
import { columnsFor, columnsThatFit, type Column } from "./columns.ts";
import { describeWorkload } from "./describe-workload.ts";
import { bold, dim, print, proseWidth, red, terminalWidth, yellow } from "./terminal.ts";
import { wrap } from "./wrap.ts";
import type { Reporter } from "./reporter.ts";
import type {
  Environment,
  ResultDocument,
  StrategyResult,
  WorkloadResult,
} from "./result-document.ts";

const INDENT = "  ";

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

  /** Each violation, where its row still is in view: what happened, and a drawing of it. */
  finish(workload: WorkloadResult): void {
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
    if (remarks.length > 0) print("");
    for (const remark of remarks) print(wrap(remark, width));
    for (const note of document.notes) print(wrap(note, width));
    if (document.interrupted) {
      print(yellow("Interrupted: the rows above are those that were finished."));
    }
    print(`\n${dim(wrap(describe(document.environment), width))}`);
  }

  #line(name: string, cell: (column: Column) => string, paint: (text: string) => string): string {
    const cells = this.#columns.map((column) =>
      column.isText === true ? cell(column) : cell(column).padStart(column.width),
    );
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
