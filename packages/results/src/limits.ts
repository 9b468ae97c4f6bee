/**
 * Limits that a run must keep, such as `p99>5ms`: the condition under which it fails. They hold
 * for every strategy; what the control and the references do is nobody's fault.
 */
import { parseTime, suggestion } from "@sync-strategies/command-kit";
import { InvalidArgumentError } from "@commander-js/extra-typings";
import { count, duration } from "./output/format-figures.ts";
import type { ResultDocument, StrategyResult } from "./output/result-document.ts";
import { titleOf } from "./workload-title.ts";

interface Metric {
  readonly unit: "time" | "number";
  readonly of: (row: StrategyResult) => number | null | undefined;
}

const metrics: Readonly<Record<string, Metric>> = {
  p50: { unit: "time", of: (row) => row.latency?.all?.p50Us },
  p90: { unit: "time", of: (row) => row.latency?.all?.p90Us },
  p99: { unit: "time", of: (row) => row.latency?.all?.p99Us },
  "p99.9": { unit: "time", of: (row) => row.latency?.all?.p999Us },
  max: { unit: "time", of: (row) => row.latency?.all?.maxUs },
  "ops/s": { unit: "number", of: (row) => row.opsPerSecond },
  total: { unit: "number", of: (row) => row.totalOps },
  readOps: { unit: "number", of: (row) => row.readOps },
  writeOps: { unit: "number", of: (row) => row.writeOps },
  updates: { unit: "number", of: (row) => row.updateOps },
  lost: { unit: "number", of: (row) => row.state?.lostUpdates },
  "read p50": { unit: "time", of: (row) => row.latency?.read?.p50Us },
  "read p99": { unit: "time", of: (row) => row.latency?.read?.p99Us },
  "write p50": { unit: "time", of: (row) => row.latency?.write?.p50Us },
  "write p99": { unit: "time", of: (row) => row.latency?.write?.p99Us },
  "update p50": { unit: "time", of: (row) => row.latency?.update?.p50Us },
  "update p99": { unit: "time", of: (row) => row.latency?.update?.p99Us },
  "fair reads": { unit: "number", of: (row) => row.fairness?.read?.jainIndex },
  "fair writes": { unit: "number", of: (row) => row.fairness?.write?.jainIndex },
  "fair updates": { unit: "number", of: (row) => row.fairness?.update?.jainIndex },
  dropped: { unit: "number", of: (row) => row.openLoop?.dropped },
  "cpu/op": { unit: "time", of: (row) => nanoseconds(row.resources?.cpuNs) },
  "heap/op": { unit: "number", of: (row) => row.resources?.heapBytes },
};

/** As microseconds. */
function nanoseconds(value: number | null | undefined): number | undefined {
  return value === null || value === undefined ? undefined : value / 1000;
}

export interface Limit {
  /** As it was typed. */
  readonly text: string;
  readonly metric: string;
  readonly relation: ">" | "<";
  /** Times in microseconds. */
  readonly value: number;
}

/** `METRIC>VALUE` or `METRIC<VALUE`; several flags add up. */
export function parseLimit(text: string, before: readonly Limit[] = []): Limit[] {
  const [, name = "", relation, value = ""] = /^([^<>]+)([<>])(.+)$/.exec(text) ?? [];
  if (relation !== ">" && relation !== "<") {
    throw new InvalidArgumentError('Write METRIC>VALUE or METRIC<VALUE, as "p99>5ms".');
  }
  const metric = metrics[name];
  const names = Object.keys(metrics);
  if (metric === undefined) {
    const hint = suggestion(name, names) || `; there are ${names.join(", ")}`;
    throw new InvalidArgumentError(`There is no metric "${name}"${hint}`);
  }
  const number = metric.unit === "time" ? parseTime(value) : Number(value.replaceAll(",", ""));
  if (!Number.isFinite(number)) throw new InvalidArgumentError(`"${value}" is no number.`);
  return [...before, { text, metric: name, relation, value: number }];
}

/** An index between 0 and 1 needs its decimals. */
function plain(value: number): string {
  return value < 10 ? String(Number(value.toFixed(3))) : count(value);
}

/** One line for each row that crossed a limit, or of which nobody can say whether it did. */
export function crossed(limits: readonly Limit[], { workloads }: ResultDocument): string[] {
  return workloads.flatMap((workload) =>
    workload.results
      .filter(({ kind, status }) => kind === "strategy" && status === "completed")
      .flatMap((row) =>
        limits.flatMap(({ text, metric, relation, value }) => {
          const { of, unit } = metrics[metric]!;
          const figure = of(row);
          const where = `${row.strategy} in ${titleOf(workload)}`;
          if (figure === null || figure === undefined) {
            return [`${where}: there is no ${metric} to hold against "${text}"`];
          }
          const isCrossed = relation === ">" ? figure > value : figure < value;
          const shown = unit === "time" ? duration(figure) : plain(figure);
          return isCrossed ? [`${where}: ${metric} is ${shown}, which "${text}" forbids`] : [];
        }),
      ),
  );
}
