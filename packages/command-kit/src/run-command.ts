/**
 * Runs a command: results go to stdout; progress and complaints, one line each, to stderr; and
 * whatever goes wrong becomes one line and an exit code.
 */
import { CommanderError } from "@commander-js/extra-typings";
import { CommandError, wrongInput } from "./command-error.ts";
import { ExitCode } from "./exit-codes.ts";
import { exitCodeOfInterruption, handleInterruptions } from "./interruption.ts";
import { messageOf, stackOf } from "./message-of.ts";
import { printable, printableLines } from "./printable.ts";
import { reasonOf } from "./reason-of.ts";
import { clearProgress } from "./progress.ts";
import { withoutCredentials } from "./secrets.ts";
import { printError } from "./terminal.ts";

/** A commander command with any arguments and options. */
interface Runnable {
  parseAsync(words: string[], options: { from: "user" }): Promise<unknown>;
}

/** Prints one line to stderr, and with `--debug` the stack behind it. */
export type Complain = (line: string, stack?: string) => void;

/**
 * Runs the command on the words that were typed, and sets the process's exit code.
 *
 * @param makeCommand makes the command; it is given the function that complains in its name.
 */
export async function runCommand(
  name: string,
  makeCommand: (complain: Complain) => Runnable,
): Promise<void> {
  const typed = process.argv.slice(2);
  const complain: Complain = (line, stack) => {
    clearProgress();
    if (line !== "") printError(`${name}: ${withoutCredentials(printable(line))}\n`);
    if (stack && typed.includes("--debug")) {
      printError(`${withoutCredentials(printableLines(stack))}\n`);
    }
  };
  watchStreams(complain);
  handleInterruptions();
  try {
    await parseWords(makeCommand(complain), typed);
  } catch (error) {
    const details = error instanceof CommandError ? error.details : undefined;
    complain(messageOf(error), details ?? stackOf(error));
    process.exitCode = error instanceof CommandError ? error.exitCode : ExitCode.failed;
  }
}

/**
 * What cannot be printed ends nothing: what was asked to be saved is still saved. Only a reader
 * of stdout that has seen enough, as in `| head`, ends the command, and is no error.
 */
function watchStreams(complain: Complain): void {
  process.stderr.on("error", () => {});
  let hasFailed = false;
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") process.exit(exitCodeOfInterruption() ?? ExitCode.fine);
    if (!hasFailed) complain(`stdout cannot be written: ${reasonOf(error)}`);
    hasFailed = true;
  });
  process.on("exit", () => {
    // A terminal that was closed takes no output, but that is not what ended the command.
    if (hasFailed) process.exitCode = exitCodeOfInterruption() ?? ExitCode.failed;
  });
}

/**
 * Lets commander read the words and run the action that they ask for.
 *
 * @throws {CommandError} if the words make no sense.
 */
export async function parseWords(command: Runnable, typed: readonly string[]): Promise<void> {
  // pnpm hands on a "--" that was typed to separate its own flags from these.
  const words = typed[0] === "--" ? typed.slice(1) : [...typed];
  try {
    await command.parseAsync(words, { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    // Help was asked for, and printed.
    if (error.exitCode === 0) return;
    // What help was asked for is no command.
    if (error.code === "commander.help") throw wrongInput(`there is no command "${words.at(-1)}"`);
    throw wrongInput(inOneLine(error.message));
  }
}

interface Quietable {
  configureOutput(configuration: { writeErr: (text: string) => void }): this;
  exitOverride(): this;
}

/** Makes a commander command leave its messages and its exit to {@link parseWords}. */
export function quiet<Command extends Quietable>(command: Command): Command {
  return command.configureOutput({ writeErr: () => {} }).exitOverride();
}

/** Commander's message as one line. */
function inOneLine(message: string): string {
  return message
    .replace(/^error: /, "")
    .replaceAll(/\s*\n\s*/g, " ")
    .trim();
}
