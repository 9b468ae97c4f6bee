import { nanosecondsOver } from "./columns.ts";
import type { ResultDocument, StrategyResult, WorkloadResult } from "./result-document.ts";

type Field = readonly [
  head: string,
  value: (row: StrategyResult, workload: WorkloadResult) => string | number | null | undefined,
];

const fields: readonly Field[] = [
  ["workload", (_, workload) => workload.workload],
  ["sweep", (_, { sweep }) => sweep && `${sweep.knob}=${sweep.value}`],
  ["digest", (_, workload) => workload.digest],
  ["strategy", (row) => row.strategy],
  ["kind", (row) => row.kind],
  ["group", (row) => row.group],
  ["reply", (row) => row.reply],
  ["status", (row) => row.status],
  ["readOps", (row) => row.readOps],
  ["writeOps", (row) => row.writeOps],
  ["updateOps", (row) => row.updateOps],
  ["totalOps", (row) => row.totalOps],
  ["elapsedMs", (row) => row.elapsedMs],
  ["opsPerSecond", (row) => row.opsPerSecond],
  ["opsPerSecondLow", (row) => row.opsPerSecondInterval?.low],
  ["opsPerSecondHigh", (row) => row.opsPerSecondInterval?.high],
  ["rounds", (row) => row.rounds.length],
  ["ratio", (row) => row.ratio?.value],
  ["ratioLow", (row) => row.ratio?.low],
  ["ratioHigh", (row) => row.ratio?.high],
  ["standing", (row) => row.standing],
  ["tier", (row) => row.tier],
  [
    "nsOverBaseline",
    (row, { comparison, results }) =>
      comparison && nanosecondsOver(results, comparison.baseline, row),
  ],
  ["shareOfLimit", (row) => row.shareOfLimit],
  ["p50Us", (row) => row.latency?.all?.p50Us],
  ["p90Us", (row) => row.latency?.all?.p90Us],
  ["p99Us", (row) => row.latency?.all?.p99Us],
  ["p999Us", (row) => row.latency?.all?.p999Us],
  ["maxUs", (row) => row.latency?.all?.maxUs],
  ["readP50Us", (row) => row.latency?.read?.p50Us],
  ["readP99Us", (row) => row.latency?.read?.p99Us],
  ["writeP50Us", (row) => row.latency?.write?.p50Us],
  ["writeP99Us", (row) => row.latency?.write?.p99Us],
  ["updateP50Us", (row) => row.latency?.update?.p50Us],
  ["updateP99Us", (row) => row.latency?.update?.p99Us],
  ["fairReads", (row) => row.fairness?.read?.jainIndex],
  ["leastReads", (row) => row.fairness?.read?.least],
  ["mostReads", (row) => row.fairness?.read?.most],
  ["readersWithNone", (row) => row.fairness?.read?.starved],
  ["fairWrites", (row) => row.fairness?.write?.jainIndex],
  ["leastWrites", (row) => row.fairness?.write?.least],
  ["mostWrites", (row) => row.fairness?.write?.most],
  ["writersWithNone", (row) => row.fairness?.write?.starved],
  ["fairUpdates", (row) => row.fairness?.update?.jainIndex],
  ["leastUpdates", (row) => row.fairness?.update?.least],
  ["mostUpdates", (row) => row.fairness?.update?.most],
  ["updatersWithNone", (row) => row.fairness?.update?.starved],
  ["cpuNsPerOp", (row) => row.resources?.cpuNs],
  ["heapBytesPerOp", (row) => row.resources?.heapBytes],
  ["gcCount", (row) => row.resources?.gcCount],
  ["gcMs", (row) => row.resources?.gcMs],
  ["timerLateP50Us", (row) => row.timerLateness?.p50Us],
  ["timerLateMaxUs", (row) => row.timerLateness?.maxUs],
  ["dropped", (row) => row.openLoop?.dropped],
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
