/**
 * Child processes: the one place that forks a module of ours. The parent watches that the child
 * makes progress, ends it if it does not, and turns whatever happens into one value.
 *
 * Invariant: when the promise settles the child has been killed, no timer of ours runs, and no
 * listener of ours is left on the signal.
 */
import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";

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
  /** It ended without a result, or could not be started. */
  | {
      readonly end: "died";
      /** "its process ended with exit code 1", or "by SIGSEGV". */
      readonly reason: string;
      readonly stderr: string;
    };

/** Forks the module as a new process, without this process's flags, and watches over it. */
export async function superviseChild<Message, Result>(
  module: URL,
  options: ChildOptions<Message, Result>,
): Promise<ChildEnd<Result>> {
  const { request, patienceMs, onMessage, signal, withSourceMaps = false } = options;
  signal?.throwIfAborted();
  const isShown = options.prints !== "nowhere";
  const child = fork(fileURLToPath(module), [], {
    execArgv: withSourceMaps ? ["--enable-source-maps"] : [],
    stdio: ["ignore", isShown ? 2 : "ignore", "pipe", "ipc"],
  });
  const errors: Buffer[] = [];
  child.stderr?.on("data", (chunk: Buffer) => errors.push(chunk));
  let watchdog: NodeJS.Timeout | undefined;
  let onAbort: (() => void) | undefined;

  const end = await new Promise<ChildEnd<Result>>((resolve, reject) => {
    /** How it ended, as soon as that is known. */
    let exit: string | undefined;
    const died = (reason: string): void =>
      resolve({ end: "died", reason, stderr: Buffer.concat(errors).toString() });
    const giveUp = (waitedMs: number): void => {
      if (exit === undefined) resolve({ end: "hung", patienceMs: waitedMs });
      else died(exit);
    };
    // In two halves: if this process could not run for long, messages that wait for it are read
    // between the two, so that they still count.
    const watch = (waitMs = patienceMs): void => {
      clearTimeout(watchdog);
      watchdog = setTimeout(() => {
        watchdog = setTimeout(() => giveUp(waitMs), waitMs / 2);
      }, waitMs / 2);
    };
    watch();
    onAbort = () => reject(signal?.reason as Error);
    signal?.addEventListener("abort", onAbort);
    const meaning: MessageMeaning<Result> = {
      progress: watch,
      result: (result) => resolve({ end: "result", result }),
    };
    child.on("message", (message) => onMessage(message as Message, meaning));
    child.on("error", (error) => died(error.message));
    // The process may be gone before its last message and its last words have been read.
    child.on("exit", (code, killedBy) => {
      exit = `its process ended ${killedBy === null ? `with exit code ${code}` : `by ${killedBy}`}`;
    });
    child.on("close", () => died(exit ?? "its process ended"));
    child.send(request as object, () => {});
  }).finally(() => {
    clearTimeout(watchdog);
    if (onAbort !== undefined) signal?.removeEventListener("abort", onAbort);
    child.removeAllListeners("message");
    child.kill("SIGKILL");
  });
  if (isShown && end.end !== "died") process.stderr.write(Buffer.concat(errors));
  return end;
}
