/** The commands that documents ask their readers to type. */
import type { MarkdownFile } from "./markdown.ts";

export interface DocumentedCommand {
  /** As it is typed, without the words after it that explain it. */
  readonly command: string;
  /** The document that shows it. */
  readonly path: string;
}

/** The languages of blocks with commands; `""` is a block without a language. */
const SHELL_LANGUAGES = new Set(["", "sh", "bash", "console"]);

/** Every command of the documents, each once per document. */
export function documentedCommands(documents: readonly MarkdownFile[]): DocumentedCommand[] {
  return documents.flatMap(({ path, codeBlocks, inlineCode }) => {
    const lines = codeBlocks
      .filter(({ language }) => SHELL_LANGUAGES.has(language))
      // A backslash at its end continues a line.
      .flatMap(({ text }) => text.replaceAll(/ *\\\n */g, " ").split("\n"))
      .map((line) => line.replace(/^\$ /, ""));
    const commands = [...lines, ...inlineCode].filter((line) => isCommand(line)).map(withoutRemark);
    return [...new Set(commands)].map((command) => ({ command, path }));
  });
}

function isCommand(line: string): boolean {
  return /^(?:(?:npx|pnpm|node|go|git|cd|export) \S|\.\/\S+ \S|\.ci\/run$)/.test(line);
}

/** After two spaces, or a `#`, a document explains the command. */
function withoutRemark(line: string): string {
  return line.replace(/(?:\s{2,}|\s+#).*$/, "").trim();
}

/** Splits a command into words as a shell does, as far as the documents' commands need it. */
export function wordsOf(command: string): string[] {
  const words = command.matchAll(/"(?<double>[^"]*)"|'(?<single>[^']*)'|(?<plain>\S+)/g);
  return [...words].map(
    ({ groups = {} }) => groups["double"] ?? groups["single"] ?? groups["plain"] ?? "",
  );
}
