import type { ResultDocument, StrategyResult, WorkloadResult } from "./result-document.ts";

type Field = readonly [
  head: string,
  value: (row: StrategyResult, workload: WorkloadResult) => string | number | null | undefined,
];

const fields: readonly Field[] = [
  ["workload", (_, workload) => workload.workload],
  ["digest", (_, workload) => workload.digest],
  ["strategy", (row) => row.strategy],
  ["kind", (row) => row.kind],
  ["status", (row) => row.status],
  ["readOps", (row) => row.readOps],
  ["writeOps", (row) => row.writeOps],
  ["updateOps", (row) => row.updateOps],
  ["totalOps", (row) => row.totalOps],
  ["elapsedMs", (row) => row.elapsedMs],
  ["opsPerSecond", (row) => row.opsPerSecond],
  ["shareOfLimit", (row) => row.shareOfLimit],
  ["p50Us", (row) => row.latency?.all?.p50Us],
  ["p90Us", (row) => row.latency?.all?.p90Us],
  ["p99Us", (row) => row.latency?.all?.p99Us],
  ["p999Us", (row) => row.latency?.all?.p999Us],
  ["maxUs", (row) => row.latency?.all?.maxUs],
  ["acknowledgedUpdates", (row) => row.state?.acknowledgedUpdates],
  ["lostUpdates", (row) => row.state?.lostUpdates],
  ["verdict", (row) => row.verdict],
  ["checkedOps", (row) => row.check?.checkedOps],
  ["problem", (row) => row.problem],
];

/** One line a row of every table, as RFC 4180 has it; a missing figure is an empty field. */
export function renderCsv(document: ResultDocument): string {
  const lines = document.workloads.flatMap((workload) =>
    workload.results.map((row) => fields.map(([, value]) => quote(value(row, workload)))),
  );
  return [fields.map(([head]) => head), ...lines].map((line) => `${line.join(",")}\r\n`).join("");
}

function quote(value: string | number | null | undefined): string {
  const text = String(value ?? "");
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
