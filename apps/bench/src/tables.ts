/** The figures as tables of at most 80 columns. */
import { questions, type GroupName } from "./benchmarks.ts";
import type { Endurance } from "./endurance.ts";
import type { Row } from "./measure.ts";
import type { Scaling } from "./scaling.ts";

const NAME_WIDTH = 34;

export function groupTable(group: GroupName, rows: readonly Row[]): string[] {
  const lines = [
    `${group}: ${questions[group]}`,
    line("", "ns", "95% interval", "promises", "hops"),
  ];
  let benchmark = "";
  for (const row of rows.filter((one) => one.group === group)) {
    if (row.benchmark !== benchmark) lines.push(row.benchmark);
    ({ benchmark } = row);
    const { library, medianNs, intervalNs, promises, hops, problem } = row;
    lines.push(
      problem === null
        ? line(
            `  ${library}`,
            whole(medianNs),
            intervalNs === null ? "–" : `${whole(intervalNs.low)} to ${whole(intervalNs.high)}`,
            fraction(promises),
            fraction(hops),
          )
        : `  ${library}: no figures, ${problem}`,
    );
  }
  return lines;
}

export const countingNote = [
  "ns: median of the rounds, each in a fresh process. promises: made per operation,",
  "by V8's own count without the benchmark's awaits; an await inside a library",
  "counts as one more, since V8 makes one for it while it counts. hops: reactions",
  "run in microtasks, including the callers'.",
];

function line(name: string, ns: string, interval: string, promises: string, hops: string): string {
  return [
    name.padEnd(NAME_WIDTH),
    ns.padStart(8),
    interval.padStart(17),
    promises.padStart(9),
    hops.padStart(7),
  ]
    .join(" ")
    .trimEnd();
}

export function scalingTable({ knob, fixed, values, rows }: Scaling): string[] {
  const heads = values.map((value) => value.toLocaleString("en-US").padStart(10)).join("");
  const yardstick = rows.find(({ strategy }) => strategy === "hand-over");
  return [
    `scaling: nanoseconds per operation by ${knob} (saturated, ${fixed}, unchecked)`,
    `${knob.padEnd(22)}${heads}`,
    ...rows.map(({ strategy, nanoseconds }) => scalingLine(strategy, nanoseconds.map(whole))),
    "share of the yardstick's speed",
    ...rows
      .filter((row) => row !== yardstick)
      .map(({ strategy, nanoseconds }) =>
        scalingLine(
          strategy,
          nanoseconds.map((ns, index) => fraction(ratioOf(yardstick?.nanoseconds[index], ns))),
        ),
      ),
  ];
}

function scalingLine(strategy: string, cells: readonly string[]): string {
  return `  ${strategy.padEnd(20)}${cells.map((cell) => cell.padStart(10)).join("")}`;
}

function ratioOf(one: number | null | undefined, other: number | null): number | null {
  return one === null || one === undefined || other === null ? null : one / other;
}

export function enduranceTable(results: readonly Endurance[]): string[] {
  const [first] = results;
  const operations = first === undefined ? "" : first.operations.toLocaleString("en-US");
  return [
    `endurance: ${operations} operations through each strategy (saturated, unchecked)`,
    enduranceLine(
      "memory afterwards:",
      "ns",
      "heap",
      "buffers",
      "resident",
      "timer late",
      "timers",
    ),
    ...results.map(({ strategy, operations: count, elapsedMs, growth, latestTimerMs, timers }) =>
      enduranceLine(
        strategy,
        whole((elapsedMs * 1e6) / count),
        megabytes(growth.heap),
        megabytes(growth.buffers),
        megabytes(growth.resident),
        `${latestTimerMs.toFixed(1)} ms`,
        timers.toLocaleString("en-US"),
      ),
    ),
  ];
}

function enduranceLine(name: string, ns: string, ...cells: readonly string[]): string {
  const rest = cells.map((cell) => cell.padStart(11)).join("");
  return `${name.padEnd(18)}${ns.padStart(6)}${rest}`;
}

function megabytes(growth: number): string {
  return `${growth < 0 ? "" : "+"}${(growth / 2 ** 20).toFixed(2)} MB`;
}

function whole(value: number | null): string {
  return value === null ? "–" : Math.round(value).toLocaleString("en-US");
}

function fraction(value: number | null): string {
  return value === null ? "–" : value.toFixed(2);
}
