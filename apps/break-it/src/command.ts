/** What this folder's commands have in common: how they read their words, and how they end. */
import { CommanderError, type Command } from "@commander-js/extra-typings";
import { distance } from "fastest-levenshtein";
import { CommandError, ExitCode } from "./exit-codes.ts";

/** Runs a command on the words typed, and turns whatever goes wrong into one line. */
export async function runCommand(name: string, command: Runnable): Promise<void> {
  // Whoever reads our output may stop reading it, as `head` does. That is no fault.
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    process.exit(error.code === "EPIPE" ? ExitCode.fine : ExitCode.unable);
  });
  // An interrupted command still clears away what it left, on its "exit".
  process.on("SIGINT", () => process.exit(ExitCode.interrupted));
  process.on("SIGTERM", () => process.exit(ExitCode.interrupted));
  const typed = process.argv.slice(2);
  try {
    // pnpm hands on a "--" that was typed to separate its own flags from these.
    await command.parseAsync(typed[0] === "--" ? typed.slice(1) : typed, { from: "user" });
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return;
    const line = error instanceof Error ? error.message : String(error);
    complain(name, line);
    process.exitCode =
      error instanceof CommandError
        ? error.exitCode
        : error instanceof CommanderError
          ? ExitCode.wrongInput
          : ExitCode.unable;
  }
}

/** A command of whatever arguments and options. */
interface Runnable {
  readonly parseAsync: (words: string[], options: { from: "user" }) => Promise<unknown>;
}

/** Makes a command leave its messages and its exit to {@link runCommand}. */
export function quiet<SomeCommand extends Command>(command: SomeCommand): SomeCommand {
  command.exitOverride().configureOutput({ outputError: () => {} });
  return command;
}

/** One line on stderr. */
export function complain(name: string, line: string): void {
  const plain = line.replace(/^error: /, "").replaceAll(/\s*[\r\n]+\s*/g, " ");
  process.stderr.write(`${name}: ${plain.trim()}\n`);
}

/** The nearest names to what was typed: `; did you mean "mutex" or "mutex/ticket-kept"?`. */
export function suggestion(typed: string, names: readonly string[]): string {
  const nearest = names
    .map((name) => ({ name, far: distance(typed, name) }))
    .toSorted((one, other) => one.far - other.far)
    .slice(0, 3);
  const limit = Math.max(2, Math.floor(typed.length * 0.4));
  const near = nearest.filter(({ far }) => far <= limit);
  const quoted = (near.length > 0 ? near : nearest).map(({ name }) => `"${name}"`);
  return near.length > 0
    ? `; did you mean ${quoted.join(" or ")}?`
    : `; the nearest are ${quoted.join(", ")}`;
}
