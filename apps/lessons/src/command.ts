/** What this folder's commands have in common: how they read their words, and how they end. */
import { CommanderError, type Command } from "@commander-js/extra-typings";
import { closest, distance } from "fastest-levenshtein";
import { CommandError, ExitCode } from "./exit-codes.ts";

/** Runs a command on the words typed, and turns whatever goes wrong into one line. */
export async function runCommand(name: string, command: Command): Promise<void> {
  // Whoever reads our output may stop reading it, as `head` does. That is no fault.
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    process.exit(error.code === "EPIPE" ? ExitCode.fine : ExitCode.unable);
  });
  const typed = process.argv.slice(2);
  try {
    // pnpm hands on a "--" that was typed to separate its own flags from these.
    await command.parseAsync(typed[0] === "--" ? typed.slice(1) : typed, { from: "user" });
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return;
    const line = error instanceof Error ? error.message : String(error);
    complain(name, line.replace(/^error: /, ""));
    process.exitCode =
      error instanceof CommandError
        ? error.exitCode
        : error instanceof CommanderError
          ? ExitCode.wrongInput
          : ExitCode.unable;
  }
}

/** Makes a command leave its messages and its exit to {@link runCommand}. */
export function quiet<SomeCommand extends Command>(command: SomeCommand): SomeCommand {
  command.exitOverride().configureOutput({ outputError: () => {} });
  return command;
}

/** One line on stderr. */
export function complain(name: string, line: string): void {
  process.stderr.write(`${name}: ${line.trim().split(/\s*[\r\n]+\s*/)[0]}\n`);
}

/** `; did you mean "mutex"?`, if one of the names is near enough to be meant, else what there is. */
export function suggestion(typed: string, names: readonly string[]): string {
  const near = names
    .map((name) => ({ name, far: distance(typed, name) }))
    .filter(({ far }) => far <= Math.max(2, Math.floor(typed.length * 0.4)))
    .toSorted((one, other) => one.far - other.far)
    .slice(0, 3)
    .map(({ name }) => `"${name}"`);
  if (near.length > 0) return `; did you mean ${near.join(" or ")}?`;
  return names.length === 0 ? "" : `; the nearest is "${closest(typed, names)}"`;
}
