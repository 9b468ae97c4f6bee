/**
 * Cuts a source file into sections: a comment, and the code that it is about.
 *
 * A comment before a declaration becomes prose, be the declaration a file, a class, a function or a
 * method. A comment inside a body, or on a single field or signature, remains in the code with its
 * line. So no function is torn apart, and no line loses its comment.
 *
 * The formatter guarantees the premise: a line's indentation is its depth. Depth 0 is the file,
 * depth 1 the members of a class or of an interface.
 */

export interface Section {
  /** The comment's text, without its marks; empty where there is none. */
  readonly comment: string;
  /** What it declares first; empty where it declares nothing. */
  readonly name: string;
  readonly code: readonly string[];
}

export interface Source {
  /** The import statements, line by line. */
  readonly imports: readonly string[];
  readonly sections: readonly Section[];
}

export function readSource(text: string): Source {
  const lines = text.trimEnd().split("\n");
  const imports: string[] = [];
  const sections: Section[] = [];
  let comment: string[] = [];
  let code: string[] = [];
  const endSection = (): void => {
    const trimmed = trimBlank(code);
    if (comment.length > 0 || trimmed.length > 0) {
      sections.push({ comment: plainComment(comment), name: nameOf(trimmed), code: trimmed });
    }
    comment = [];
    code = [];
  };

  let index = 0;
  while (index < lines.length) {
    const end = commentEnd(lines, index);
    if (end !== undefined && isProse(lines, index, end)) {
      endSection();
      comment = lines.slice(index, end);
      index = end;
      continue;
    }
    const line = lines[index] ?? "";
    if (line.startsWith("import ")) {
      const length = lines.slice(index).findIndex((each) => each.endsWith(";")) + 1;
      imports.push(...lines.slice(index, index + length));
      index += length;
      continue;
    }
    if (opening.test(line) && code.at(-1) === "") endSection();
    code.push(line);
    index += 1;
  }
  endSection();
  return { imports, sections };
}

/** The line after the comment that begins here; undefined if none does. */
function commentEnd(lines: readonly string[], start: number): number | undefined {
  const line = lines[start]?.trim() ?? "";
  if (line.startsWith("/**")) {
    let end = start;
    while (end < lines.length && !lines[end]?.includes("*/")) end += 1;
    return end + 1;
  }
  if (!line.startsWith("// ")) return undefined;
  let end = start;
  while (lines[end]?.trim().startsWith("//")) end += 1;
  return end;
}

function isProse(lines: readonly string[], start: number, end: number): boolean {
  const depth = depthOf(lines[start] ?? "");
  if (depth === 0) return true;
  if (depth > 1) return false;
  // A comment followed by a blank line is about everything after it.
  if (lines[end] === "") return true;
  const head = lines.slice(end).find((line) => depthOf(line) === depth && /[{;]$/.test(line));
  return head?.endsWith("{") ?? false;
}

/** The number of bodies around a line. */
function depthOf(line: string): number {
  return (/^ */.exec(line)?.[0].length ?? 0) / 2;
}

/** A comment's text without its marks and its indentation. */
function plainComment(lines: readonly string[]): string {
  return lines
    .map((line) => line.trim())
    .map((line) =>
      line
        .replace(/^\/\*\*\s?/, "")
        .replace(/\s?\*\/$/, "")
        .replace(/^(\*|\/\/)( |$)/, ""),
    )
    .join("\n")
    .trim();
}

/** A class or a function of the file, which begins a section, even without a comment. */
const opening = /^(?:export )?(?:default )?(?:abstract )?(?:async )?(?:class|function) /;

const declaration =
  /^\s*(?:(?:export|default|abstract|async|declare|readonly|static|get|override|protected|const|let|function|class|interface|type)\s+)*\*?(#?[\w$]+|\[Symbol\.\w+\])/;

function nameOf(code: readonly string[]): string {
  return declaration.exec(code[0] ?? "")?.[1] ?? "";
}

function trimBlank(lines: readonly string[]): string[] {
  const first = lines.findIndex((line) => line !== "");
  const last = lines.findLastIndex((line) => line !== "");
  return first === -1 ? [] : lines.slice(first, last + 1);
}
