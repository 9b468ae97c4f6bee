import { describeVerdict } from "./describe-verdict.ts";
import type { ScheduleReport } from "./report.ts";

/**
 * A schedule as a table for a terminal: one column per client, one row per step with each key's
 * value after it, and the verdict. "…" marks a client that still waits. No line is longer than
 * `width` columns (80 by default) unless the columns cannot be made narrow enough.
 */
export function renderSchedule(
  report: ScheduleReport,
  options: { readonly width?: number } = {},
): string {
  const { width = 80 } = options;
  const { clients, keys, steps, schedule, switches, kind, explanation } = report;
  const rows = [
    ["", ...clients.map(() => ""), ...keys.map((key) => report.initial[key] ?? "?")],
    ...steps.map(({ seen, waiting, state }, index) => [
      String(index + 1),
      ...clients.map((client) => seen[client] ?? (waiting.includes(client) ? "…" : "")),
      ...keys.map((key) => state[key] ?? "?"),
    ]),
  ];
  const head = ["", ...clients, ...keys];
  const widths = columnWidths([head, ...rows], clients.length, width);
  const rule = "─".repeat(totalWidth(widths));
  const schedules = `schedule ${schedule} (${switches} ${switches === 1 ? "switch" : "switches"})`;
  return [
    ...wrap(`${report.title}: ${schedules}`, width),
    "",
    ...renderRow(head, widths),
    rule,
    ...rows.flatMap((row) => renderRow(row, widths)),
    "",
    ...wrap(`${describeVerdict(kind)} ${explanation}`, width),
  ].join("\n");
}

const gap = "  ";
const narrowestColumn = 6;

function totalWidth(widths: readonly number[]): number {
  return widths.reduce((sum, width) => sum + width, 0) + gap.length * (widths.length - 1);
}

/** Each column as wide as its widest cell; where that is too wide, the clients' columns shrink. */
function columnWidths(
  rows: readonly (readonly string[])[],
  clientCount: number,
  width: number,
): number[] {
  const widths = rows[0]!.map((_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? "").length), 1),
  );
  while (totalWidth(widths) > width) {
    const clients = widths.slice(1, 1 + clientCount);
    const widest = Math.max(...clients);
    if (widest <= narrowestColumn) break;
    widths[1 + clients.indexOf(widest)] = widest - 1;
  }
  return widths;
}

function renderRow(cells: readonly string[], widths: readonly number[]): string[] {
  const columns = cells.map((cell, column) => wrap(cell, widths[column]!));
  const height = Math.max(...columns.map((lines) => lines.length));
  return Array.from({ length: height }, (_, line) =>
    columns
      .map((lines, column) => {
        const text = lines[line] ?? "";
        return text + " ".repeat(Math.max(0, widths[column]! - text.length));
      })
      .join(gap)
      .trimEnd(),
  );
}

/** Breaks a text into lines of at most `width`, at spaces; only longer words are broken. */
function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    let rest = word;
    const joined = line === "" ? rest : `${line} ${rest}`;
    if (joined.length <= width) {
      line = joined;
      continue;
    }
    if (line !== "") lines.push(line);
    while (rest.length > width) {
      lines.push(rest.slice(0, width));
      rest = rest.slice(width);
    }
    line = rest;
  }
  return [...lines, line];
}
