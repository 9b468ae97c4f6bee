/** The commands that documents tell their readers to type. */
import type { MarkdownFile } from "./markdown.ts";

export interface DocumentedCommand {
  /** As it is typed, without the words that explain it. */
  readonly command: string;
  /** The document that shows it. */
  readonly path: string;
}

/** Languages of blocks that hold commands; `""` is a block that names none. */
const SHELL_LANGUAGES = new Set(["", "sh", "bash", "console"]);

/** Every command of the documents, each once for each document. */
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

/** Behind two spaces, or a `#`, stands what the command is for. */
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
