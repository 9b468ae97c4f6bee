/**
 * Child processes: the one place that starts a module of ours. The parent watches that the child
 * makes progress, ends it if it does not, and turns whatever happens into one value.
 *
 * A child has its own process group. Whatever a strategy starts ends with it, and a signal
 * from the terminal reaches only this process, which decides what becomes of the child. If this
 * process is only stopped, a run that has begun goes on to its end.
 *
 * Invariant: when the promise settles the child has been killed, no timer of ours runs, and no
 * listener of ours is left on the signal.
 */
import { spawn, type ChildProcess } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import type { Socket } from "node:net";
import { fileURLToPath } from "node:url";
import { CommandError } from "./command-error.ts";
import { ExitCode } from "./exit-codes.ts";
import { killWithItsOwn } from "./kill-with-its-own.ts";
import { frameOf, FrameReader, MESSAGES_FD, TOKEN_BYTES } from "./message-frames.ts";
import { messageOf, stackOf } from "./message-of.ts";
import { Patience } from "./patience.ts";
import { printableLines } from "./printable.ts";
import { withoutSecrets } from "./secrets.ts";
import { printError } from "./terminal.ts";

export interface ChildOptions<Message, Result> {
  /** Sent to the child as its only message. */
  readonly request: unknown;
  /** The child has hung if it makes no progress for this long, in milliseconds. */
  readonly patienceMs: number;
  /** Called with each message. It says what the message means by what it calls. */
  readonly onMessage: (message: Message, meaning: MessageMeaning<Result>) => void;
  /** Ends the child at once; the promise then rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /** Whether stacks name places in the sources of a bundle: at a price, so only where needed. */
  readonly withSourceMaps?: boolean;
  /**
   * What happens to what the child prints: it goes to our stderr, which leaves stdout to results,
   * or nowhere.
   */
  readonly prints?: "to-stderr" | "nowhere";
}

export interface MessageMeaning<Result> {
  /**
   * The child makes progress: its patience starts anew, with this many milliseconds where a number
   * is given, otherwise with those of the options.
   */
  readonly progress: (patienceMs?: number) => void;
  /** This is what the child was started for. The child is ended. */
  readonly result: (result: Result) => void;
}

export type ChildEnd<Result> =
  | { readonly end: "result"; readonly result: Result }
  /** It made no progress for that long. */
  | { readonly end: "hung"; readonly patienceMs: number }
  /** It ended without a result. */
  | {
      readonly end: "died";
      /** "its process ended with exit code 1", or "by SIGSEGV". */
      readonly reason: string;
      readonly stderr: string;
    };

/** How much is kept of what a child writes to stderr, in bytes. */
const MAXIMUM_STDERR_BYTES = 2 ** 20;

/**
 * Starts the module as a new process, without this process's flags, and watches over it.
 *
 * @throws {CommandError} if no process can be started, which says nothing about the module.
 */
export async function superviseChild<Message, Result>(
  module: URL,
  options: ChildOptions<Message, Result>,
): Promise<ChildEnd<Result>> {
  const { request, patienceMs, onMessage, signal, withSourceMaps = false } = options;
  signal?.throwIfAborted();
  const isShown = options.prints !== "nowhere";
  let child: ChildProcess;
  try {
    child = spawn(
      process.execPath,
      [...(withSourceMaps ? ["--enable-source-maps"] : []), fileURLToPath(module)],
      {
        detached: process.platform !== "win32",
        // It does not write to our stderr itself: what a strategy prints must not fail where that
        // does. The last two are for messages, and the lifeline.
        stdio: ["ignore", isShown ? "pipe" : "ignore", "pipe", "pipe", "pipe"],
      },
    );
    if (child.pid === undefined)
      await once(child, "error").then(([error]) => Promise.reject(error));
  } catch (error) {
    throw notStarted(error);
  }
  child.stdout
    ?.setEncoding("utf8")
    .on("data", (text: string) => printError(withoutSecrets(printableLines(text))));
  const token = randomBytes(TOKEN_BYTES);
  const messages = child.stdio[MESSAGES_FD] as Socket;
  const errors: Buffer[] = [];
  let errorBytes = 0;
  child.stderr?.on("data", (chunk: Buffer) => {
    errorBytes += chunk.length;
    if (errorBytes <= MAXIMUM_STDERR_BYTES) errors.push(chunk);
  });
  let patience: Patience | undefined;
  let onAbort: (() => void) | undefined;

  const end = await new Promise<ChildEnd<Result>>((resolve, reject) => {
    /** How it ended, as soon as that is known. */
    let exit: string | undefined;
    const died = (reason: string): void =>
      resolve({ end: "died", reason, stderr: Buffer.concat(errors).toString() });
    patience = new Patience((waitedMs) => {
      if (exit === undefined) resolve({ end: "hung", patienceMs: waitedMs });
      else died(exit);
    });
    const renew = (waitMs = patienceMs): void => patience?.renew(waitMs);
    renew();
    onAbort = () => reject(signal?.reason as Error);
    signal?.addEventListener("abort", onAbort);
    const meaning: MessageMeaning<Result> = {
      progress: renew,
      result: (result) => resolve({ end: "result", result }),
    };
    const reader = new FrameReader(token);
    messages.on("data", (piece: Buffer) => {
      try {
        for (const message of reader.add(piece)) onMessage(message as Message, meaning);
      } catch (error) {
        died(messageOf(error));
      }
    });
    // It may be gone before it has read its request.
    messages.on("error", () => {});
    child.on("error", (error) => died(error.message));
    // The process may be gone before its last message and its last words have been read.
    child.on("exit", (code, killedBy) => {
      exit = `its process ended ${killedBy === null ? `with exit code ${code}` : `by ${killedBy}`}`;
      // What it started may hold its pipes open.
      killWithItsOwn(child);
    });
    child.on("close", () => died(exit ?? "its process ended"));
    messages.write(token);
    messages.write(frameOf(token, request));
  }).finally(() => {
    patience?.stop();
    if (onAbort !== undefined) signal?.removeEventListener("abort", onAbort);
    messages.removeAllListeners("data");
    killWithItsOwn(child);
    // Open pipes would keep this process from ending.
    for (const stream of child.stdio) stream?.destroy();
  });
  if (isShown && end.end !== "died") {
    printError(withoutSecrets(printableLines(Buffer.concat(errors).toString())));
  }
  return end;
}

function notStarted(error: unknown): CommandError {
  const line = `no process could be started: ${messageOf(error)}`;
  return new CommandError(ExitCode.failed, line, stackOf(error));
}
