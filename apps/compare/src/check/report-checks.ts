/** The output of `check`: one history in full, many as a table, or all as JSON. */
import {
  bold,
  print,
  printable,
  proseWidth,
  red,
  terminalWidth,
  yellow,
  wrap,
} from "@sync-strategies/command-kit";
import { renderText, type Operation, type Verdict } from "@sync-strategies/linearizability";
import { count, duration, list, plural } from "@sync-strategies/results";
import type { CheckedHistory, CheckReporter } from "./checked-history.ts";
import type { HistoryFile } from "./find-histories.ts";
import { linesOfOrder } from "./order-output.ts";

const verdictInWords = {
  linearizable: "linearizable",
  "not-linearizable": "not linearizable",
  unknown: "unknown",
} as const;

/** One history: the verdict, and for a violation the explanation and the drawing. */
export function reportOne({ order }: { readonly order: boolean }): CheckReporter {
  return {
    add({ file, verdict, notes }) {
      if (verdict === undefined) return;
      const { engine, elapsedMs } = verdict;
      const basis = `${operationsIn(verdict)} checked by ${engine} in ${duration(elapsedMs * 1000)}`;
      print(`${file.name}: ${paint(verdict)(verdictInWords[verdict.verdict])}, ${basis}.`);
      if (file.expected !== undefined && file.expected !== verdict.verdict) {
        print(red(`Expected: ${verdictInWords[file.expected]}.`));
      }
      for (const note of notes) print(wrap(printable(note), proseWidth(), { later: "" }));
      if (verdict.verdict === "linearizable") {
        if (order) printOrder(verdict.order);
        return;
      }
      print(`\n${wrap(printable(verdict.explanation), proseWidth(), { later: "" })}`);
      if (verdict.verdict === "unknown") return;
      print("");
      const drawing = renderText(verdict.witness, { width: terminalWidth() - INDENT.length });
      for (const line of drawing) print(line === "" ? "" : INDENT + printable(line));
    },
    end() {},
  };
}

/** A recorder that was full saw the first ones only. */
function operationsIn({ checkedOps, totalOps }: Verdict): string {
  if (checkedOps === totalOps) return plural(checkedOps, "operation");
  return `the first ${count(checkedOps)} of ${plural(totalOps, "operation")}`;
}

function printOrder(order: readonly Operation[] | undefined): void {
  if (order === undefined) {
    print("\nNo order was found within the budget, though there is one.");
    return;
  }
  print("\nOne order that explains it:\n");
  for (const line of linesOfOrder(order)) print(INDENT + line);
}

const INDENT = "  ";

/** That of the longest name of an engine, `elements`. */
const ENGINE_WIDTH = 8;

/** Many histories: one line each, and a summary. */
export function reportAsTable(files: readonly HistoryFile[]): CheckReporter {
  const nameWidth = Math.max("history".length, ...files.map(({ name }) => name.length));
  const all: CheckedHistory[] = [];
  const hasExpectations = files.some(({ expected }) => expected !== undefined);
  const line = (name: string, operations: string, time: string, engine: string, verdict: string) =>
    [
      name.padEnd(nameWidth),
      operations.padStart(10),
      time.padStart(8),
      engine.padEnd(ENGINE_WIDTH),
      verdict,
    ].join("  ");
  print(bold(line("history", "operations", "time", "engine", "verdict")));
  return {
    add(checked) {
      all.push(checked);
      const { file, verdict, problem } = checked;
      if (verdict === undefined) {
        const reason = problem?.slice(file.name.length).replace(/^[:,] /, "");
        print(line(file.name, "", "", "", red(`not read: ${reason}`)));
        return;
      }
      const words = paint(verdict)(verdictInWords[verdict.verdict]);
      const { expected } = file;
      const surprise =
        expected === undefined || expected === verdict.verdict
          ? ""
          : red(`, expected: ${verdictInWords[expected]}`);
      const { checkedOps, totalOps, elapsedMs, engine } = verdict;
      const first =
        checkedOps < totalOps ? `, first ${count(checkedOps)} of ${count(totalOps)}` : "";
      const time = duration(elapsedMs * 1000);
      print(line(file.name, count(checkedOps), time, engine, words + first + surprise));
    },
    end() {
      const checked = all.flatMap(({ verdict }) => (verdict === undefined ? [] : [verdict]));
      const elapsedMs = checked.reduce((sum, verdict) => sum + verdict.elapsedMs, 0);
      const amounts = (["linearizable", "not-linearizable", "unknown"] as const).map((kind) => {
        const number = checked.filter(({ verdict }) => verdict === kind).length;
        return `${count(number)} ${verdictInWords[kind]}`;
      });
      const unread = all.length - checked.length;
      if (unread > 0) amounts.push(`${count(unread)} not read`);
      print(
        `\n${wrap(
          `${plural(all.length, "history", "histories")}, ${duration(elapsedMs * 1000)} of checking ` +
            `(reading not counted): ${list(amounts)}.`,
          proseWidth(),
        )}`,
      );
      if (hasExpectations) print(agreement(all));
      else if (checked.some(({ verdict }) => verdict === "not-linearizable")) {
        print("To see what is wrong with one of them: pnpm compare check FILE");
      }
    },
  };
}

function agreement(all: readonly CheckedHistory[]): string {
  const differing = all.filter(
    ({ file, verdict }) => file.expected !== undefined && verdict?.verdict !== file.expected,
  );
  if (differing.length === 0) return "Every verdict is the expected one.";
  const names = differing.map(({ file }) => file.name);
  return red(wrap(`Not as expected: ${list(names)}.`, proseWidth()));
}

/** One document with everything, witnesses included. */
export function reportAsJson(): CheckReporter {
  const histories: unknown[] = [];
  return {
    add({ file, verdict, problem, notes }) {
      const { name, model, expected } = file;
      histories.push({
        file: name,
        model: model.name,
        initial: model.initial,
        expected: expected ?? null,
        problem: problem ?? null,
        notes,
        check: verdict ?? null,
      });
    },
    end: () => print(JSON.stringify({ schemaVersion: 1, histories }, null, 2)),
  };
}

function paint({ verdict }: Verdict): (text: string) => string {
  if (verdict === "linearizable") return (text) => text;
  return verdict === "unknown" ? yellow : red;
}
