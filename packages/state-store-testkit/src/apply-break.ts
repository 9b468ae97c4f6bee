/** Changes one line of a source, and shows the change. */
import type { Break } from "./breaks.ts";

/** The part of a break that says what is changed. */
export type Change = Pick<Break, "file" | "line" | "becomes">;

/**
 * The source with the break's line replaced.
 *
 * @throws {RangeError} unless the source has that line exactly once: a break must not silently
 *   miss, nor hit the wrong place.
 */
export function applyBreak(source: string, change: Change): string {
  const lines = source.split("\n");
  const index = findLine(lines, change);
  const indentation = indentationOf(lines[index] ?? "");
  return lines.toSpliced(index, 1, ...change.becomes.map((line) => indentation + line)).join("\n");
}

/** The change as a diff, without the indentation. A line that stays has no sign before it. */
export function diffOf(source: string, change: Change): string[] {
  findLine(source.split("\n"), change);
  const { line, becomes } = change;
  const now = becomes.map((each) => (each === line ? `  ${each}` : `+ ${each}`));
  return becomes.includes(line) ? now : [`- ${line}`, ...now];
}

/** The number of the break's line, from 1 on. */
export function lineNumberOf(source: string, change: Change): number {
  return findLine(source.split("\n"), change) + 1;
}

function findLine(lines: readonly string[], { file, line }: Change): number {
  const [index, ...others] = [...lines.keys()].filter((each) => lines[each]?.trim() === line);
  if (index === undefined) throw new RangeError(`${file} has no line "${line}" any more`);
  if (others.length > 0) {
    const times = others.length === 1 ? "twice" : `${others.length + 1} times`;
    throw new RangeError(`${file} has the line "${line}" ${times}`);
  }
  return index;
}

function indentationOf(line: string): string {
  return /^\s*/.exec(line)?.[0] ?? "";
}
