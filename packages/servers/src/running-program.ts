/**
 * A program that the keeper runs: a server, or one that prepares its folder. It is in a session that
 * no terminal reaches, and its output is its log, of which the end is kept.
 *
 * Invariant: `running` has every program from before its process exists until it has ended, so that
 * the keeper can end all of them at any moment.
 */
import { spawn, type ChildProcess } from "node:child_process";
import { haveEnded, send, signalTree } from "./process-tree.ts";

/** How much of a log is kept, in characters. */
const LOG_LENGTH = 16_384;

/** The user `nobody`, for servers that refuse root. */
const NOBODY = 65_534;

export interface ProgramOptions {
  readonly folder: string;
  readonly isNobody: boolean;
  /** What ends it; SIGKILL follows where that does not within {@link PATIENCE_MS}. */
  readonly endSignal: "SIGKILL" | "SIGQUIT";
}

/** How long a program may take to end by its own signal, in milliseconds. */
const PATIENCE_MS = 5_000;

const running = new Set<RunningProgram>();

/** Kills all programs that run, and does not wait. For a keeper that must end at once. */
export function killAll(): void {
  for (const program of running) program.killNow();
}

/** Ends all programs that run, and resolves when they have ended. */
export async function endAll(): Promise<void> {
  await Promise.all([...running].map((program) => program.end()));
}

/** Whether the keeper runs as root, so that it can start a program as another user. */
export function canBeNobody(): boolean {
  return process.getuid?.() === 0;
}

/** The user and group of `nobody`. */
export const nobody = { uid: NOBODY, gid: NOBODY } as const;

export class RunningProgram {
  /** How it ended: "by SIGKILL", "with exit code 1", or why it could not be started. */
  readonly ended: Promise<string>;
  /** Undefined if it could not be started. */
  readonly pid: number | undefined;
  readonly #endSignal: "SIGKILL" | "SIGQUIT";
  readonly #lineListeners: ((line: string) => void)[] = [];
  #log = "";

  constructor(
    program: string,
    words: readonly string[],
    { folder, isNobody, endSignal }: ProgramOptions,
  ) {
    this.#endSignal = endSignal;
    const child = spawn(program, words, {
      cwd: folder,
      // Settings of the user's own servers and clients are none of ours.
      env: { PATH: process.env["PATH"], LC_ALL: "C", HOME: folder },
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
      ...(isNobody && nobody),
    });
    this.pid = child.pid;
    if (this.pid !== undefined) running.add(this);
    for (const stream of [child.stdout, child.stderr]) {
      let rest = "";
      stream.setEncoding("utf8").on("data", (text: string) => {
        this.#log = (this.#log + text).slice(-LOG_LENGTH);
        const lines = (rest + text).slice(-LOG_LENGTH).split("\n");
        rest = lines.pop() ?? "";
        for (const line of lines) for (const listen of this.#lineListeners) listen(line);
      });
    }
    this.ended = endOf(child).finally(() => running.delete(this));
  }

  /** Resolves when a line is logged that has this in it, from now on; it may never be. */
  logs(pattern: RegExp): Promise<void> {
    return new Promise((resolve) => {
      this.#lineListeners.push((line) => {
        if (pattern.test(line)) resolve();
      });
    });
  }

  /** Whether the end of its log has this in it. */
  hasLogged(pattern: RegExp): boolean {
    return pattern.test(this.#log);
  }

  /** The last line of its log, or the one that a page of usage follows; undefined if it is empty. */
  get lastLine(): string | undefined {
    const lines = this.#log.trimEnd().split("\n");
    const line = (lines.find((each) => each.startsWith("flag provided")) ?? lines.at(-1))?.trim();
    return line === undefined || line === "" ? undefined : messageIn(line);
  }

  /** Ends it, and resolves when it and all that it started have ended. */
  async end(): Promise<void> {
    if (this.#endSignal !== "SIGKILL" && this.pid !== undefined && running.has(this)) {
      // One that was stopped could not heed it.
      signalTree(this.pid, "SIGCONT");
      send(this.pid, this.#endSignal);
      const timer = setTimeout(() => this.killNow(), PATIENCE_MS);
      await this.ended;
      clearTimeout(timer);
    } else await this.kill();
  }

  /** Kills it and all that it started, and resolves when they have ended. */
  async kill(): Promise<void> {
    const pids = this.killNow();
    await this.ended;
    await haveEnded(pids);
  }

  /** Kills it and all that it started, and returns their ids. */
  killNow(): number[] {
    return this.#signal("SIGKILL");
  }

  pause(): void {
    this.#signal("SIGSTOP");
  }

  resume(): void {
    this.#signal("SIGCONT");
  }

  #signal(signal: "SIGSTOP" | "SIGCONT" | "SIGKILL"): number[] {
    if (this.pid === undefined || !running.has(this)) return [];
    return signalTree(this.pid, signal);
  }
}

/** What is said in a line of a log, some of which are JSON. */
function messageIn(line: string): string {
  if (!line.startsWith("{")) return line;
  try {
    const { msg, error } = JSON.parse(line) as { msg?: unknown; error?: unknown };
    const parts = [msg, error].filter((part): part is string => typeof part === "string");
    return parts.length === 0 ? line : parts.join(": ");
  } catch {
    return line;
  }
}

/** How long the log of a program that has ended is read, in milliseconds. */
const LAST_WORDS_MS = 1_000;

/** Resolves when the process has ended, and its log has been read. */
function endOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.on("error", ({ message }) => resolve(`before it started (${message})`));
    child.on("exit", (exitCode, signal) => {
      const how = signal === null ? `with exit code ${exitCode}` : `by ${signal}`;
      // A process that it started and left behind may hold its output open.
      const timer = setTimeout(() => resolve(how), LAST_WORDS_MS);
      child.on("close", () => {
        clearTimeout(timer);
        resolve(how);
      });
    });
  });
}
