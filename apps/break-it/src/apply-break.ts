/** Changes one line of a source, and shows the change. */
import { CommandError, ExitCode } from "../exit-codes.ts";
import type { PackageBreak } from "./find-breaks.ts";

type Change = Pick<PackageBreak, "name" | "file" | "line" | "becomes">;

/**
 * The source with the break's line replaced.
 *
 * @throws {CommandError} unless the source has that line exactly once: a break must not silently
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

function findLine(lines: readonly string[], { name, file, line }: Change): number {
  const [index, ...others] = [...lines.keys()].filter((each) => lines[each]?.trim() === line);
  if (index === undefined) {
    throw new CommandError(ExitCode.unable, `${name}: ${file} has no line "${line}" any more`);
  }
  if (others.length > 0) {
    const times = others.length === 1 ? "twice" : `${others.length + 1} times`;
    throw new CommandError(ExitCode.unable, `${name}: ${file} has the line "${line}" ${times}`);
  }
  return index;
}

function indentationOf(line: string): string {
  return /^\s*/.exec(line)?.[0] ?? "";
}
