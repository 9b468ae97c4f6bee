/** The result as CSV, as RFC 4180 has it: one line per row of every table. */
import { printable } from "@sync-strategies/command-kit/printable";
import { allColumns } from "./figures/figures.ts";
import type { ResultDocument, StrategyResult, WorkloadResult } from "./result-document.ts";

type Field = readonly [
  head: string,
  value: (row: StrategyResult, workload: WorkloadResult) => string | number | null | undefined,
];

/** What a line is about. */
const identity: readonly Field[] = [
  ["workload", (_, workload) => workload.workload],
  ["sweep", (_, { sweep }) => sweep && `${sweep.knob}=${sweep.value}`],
  ["digest", (_, workload) => workload.digest],
  ["strategy", (row) => row.strategy],
  ["kind", (row) => row.kind],
  ["group", (row) => row.group],
  ["service", (row) => row.service],
  ["reply", (row) => row.reply],
  ["status", (row) => row.status],
  ["span", (_, { parameters }) => parameters.members?.span],
  ["members", (_, { parameters }) => parameters.members?.count],
];

const fields: readonly Field[] = [
  ...identity,
  ...allColumns.flatMap(({ key, of }): Field[] => (key === undefined ? [] : [[key, of]])),
];

/** A missing figure is an empty field. */
export function renderCsv(document: ResultDocument): string {
  const lines = document.workloads.flatMap((workload) =>
    workload.results.map((row) => fields.map(([, value]) => csvField(value(row, workload)))),
  );
  return [fields.map(([head]) => head), ...lines].map((line) => `${line.join(",")}\r\n`).join("");
}

/** A spreadsheet would take a text that begins like one of these for a formula. */
const formula = /^[=+\-@]/;

/** A field of a line, quoted where it has to be. A missing one is empty. */
export function csvField(value: string | number | null | undefined): string {
  const plain = typeof value === "string" ? printable(value) : String(value ?? "");
  const text = typeof value === "string" && formula.test(plain) ? `'${plain}` : plain;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
