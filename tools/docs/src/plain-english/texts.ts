/** The texts that people read: Markdown without its code, and the comments and strings of sources. */

/** A text and the line of each of its characters, so that a match can be located. */
export interface Text {
  /** Its lines are joined by single spaces, so that a phrase is found across a line break. */
  readonly words: string;
  /** The line of the character at this index, from 1 on. */
  readonly lineAt: (index: number) => number;
}

/** The prose of a Markdown file: no code blocks, no inline code, no targets of links. */
export function textsOfMarkdown(source: string): Text[] {
  let isInCode = false;
  let isInOutput = false;
  const paragraphs: Line[][] = [[]];
  for (const [index, line] of source.split("\n").entries()) {
    if (line.startsWith("<!-- output: ")) isInOutput = true;
    if (/^\s*(?:```|~~~)/.test(line)) isInCode = !isInCode;
    else if (!isInCode && !isInOutput) {
      const isBreak = line.trim() === "" || /^(?:#|\||- |\d+\. | {4})/.test(line);
      if (isBreak) paragraphs.push([]);
      if (!/^ {4}/.test(line)) paragraphs.at(-1)?.push({ number: index + 1, text: proseOf(line) });
    }
    if (line === "<!-- /output -->") isInOutput = false;
  }
  return paragraphs.filter((lines) => lines.length > 0).map(joined);
}

function proseOf(line: string): string {
  return line.replaceAll(/`[^`]*`/g, "`").replaceAll(/\]\([^)]*\)/g, "]");
}

/**
 * The comments and the string literals of a TypeScript or JavaScript source. Line comments that
 * follow each other are one text.
 */
export function textsOfSource(source: string): Text[] {
  const texts: Line[][] = [];
  let lastComment: Line[] | undefined;
  let lastCommentLine = 0;
  for (const { kind, text, line } of tokensOf(source)) {
    if (kind === "line-comment") {
      const entry = { number: line, text: text.replace(/^\/\/ ?/, "") };
      if (lastComment !== undefined && lastCommentLine === line - 1) lastComment.push(entry);
      else texts.push((lastComment = [entry]));
      lastCommentLine = line;
      continue;
    }
    const lines = text.split("\n").map((part, index) => ({
      number: line + index,
      text: kind === "block-comment" ? part.replace(/^\s*(?:\/\*\*?|\*\/|\*)?/, "") : part,
    }));
    texts.push(...(kind === "block-comment" ? withoutExamples(lines) : [lines]));
  }
  return texts.map((lines) => joined(lines.map((each) => ({ ...each, text: proseOf(each.text) }))));
}

/** A comment's paragraphs, without the indented lines of code in it. */
function withoutExamples(lines: readonly Line[]): Line[][] {
  return [lines.filter(({ text }) => !/^ {4,}/.test(text))];
}

interface Line {
  readonly number: number;
  readonly text: string;
}

function joined(lines: readonly Line[]): Text {
  const starts: { readonly index: number; readonly number: number }[] = [];
  let words = "";
  for (const { number, text } of lines) {
    if (words !== "" && !words.endsWith(" ")) words += " ";
    starts.push({ index: words.length, number });
    words += text.replaceAll(/\s+/g, " ").trimStart();
  }
  const lineAt = (index: number): number =>
    starts.findLast((start) => start.index <= index)?.number ?? lines[0]?.number ?? 1;
  return { words, lineAt };
}

interface Token {
  readonly kind: "line-comment" | "block-comment" | "string";
  readonly text: string;
  /** The line on which it begins, from 1 on. */
  readonly line: number;
}

/**
 * One alternative per kind of token. The first that matches at a place wins, so that quotation
 * marks in a comment begin no string, and the other way round. A regular expression is skipped.
 */
const TOKEN =
  /(?<line>\/\/[^\n]*)|(?<block>\/\*[\s\S]*?\*\/)|(?<string>"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\[\s\S]|[^`\\])*`)|(?<=[(,=:[!&|?{};+>]\s*)\/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\[\n])+\//g;

function tokensOf(source: string): Token[] {
  return [...source.matchAll(TOKEN)].flatMap(({ index, groups = {} }): Token[] => {
    const line = source.slice(0, index).split("\n").length;
    const { line: lineComment, block, string } = groups;
    if (lineComment !== undefined) return [{ kind: "line-comment", text: lineComment, line }];
    if (block !== undefined) return [{ kind: "block-comment", text: block, line }];
    return string === undefined ? [] : [{ kind: "string", text: withoutCode(string), line }];
  });
}

/** A literal's text, without its quotation marks and without what a template computes. */
function withoutCode(literal: string): string {
  return literal
    .slice(1, -1)
    .replaceAll(/\$\{[^{}]*\}/g, "…")
    .replaceAll("`", "");
}
