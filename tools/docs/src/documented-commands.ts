/**
 * The documented commands that only their own app can judge, for a test of that app: nothing
 * imports an app, so the app imports this list.
 */
import { bareCommand, coverageOf } from "./command-coverage.ts";
import { documentedCommands, wordsOf } from "./commands.ts";
import { allDocuments } from "./repository.ts";

export interface CommandToParse {
  /** The Markdown file that shows it, from the root. */
  readonly path: string;
  readonly command: string;
  /** Its words after `pnpm compare`, without redirections. */
  readonly words: readonly string[];
}

/** Every documented `pnpm compare …` that must be parsed without an error. */
export function commandsToParse(): CommandToParse[] {
  return documentedCommands(allDocuments())
    .filter(({ command }) => coverageOf(command)?.by === "parse")
    .map(({ path, command }) => {
      const words = wordsOf(bareCommand(command)).slice(2);
      const end = words.findIndex((word) => word === ">" || word === "|");
      return { path, command, words: end === -1 ? words : words.slice(0, end) };
    });
}
