/**
 * A process that owns a state and serves it on a socket of this machine. The coordinator starts it,
 * and it ends with the state or with its coordinator: the channel to it closes in any case.
 */
import { fork, type ChildProcess } from "node:child_process";
import { randomUUID } from "node:crypto";
import { rm } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { OwnedState, servePort } from "@sync-strategies/owner-thread-stores/store";
import { SocketPort } from "./socket-port.ts";

/** The first argument of a process that is to be an owner; the second one is its socket. */
const OWNER = "--own-state-on";

/** What the system takes for a socket's path: 108 bytes on Linux and 104 on macOS, one of them a zero. */
const MAXIMUM_PATH_BYTES = 103;

/** What an owner says once: that it serves, or why it cannot. */
type Message = { readonly listens: true } | { readonly failure: string };

export class OwnerProcess implements AsyncDisposable {
  /** Where members connect: a path, or on Windows the name of a pipe. */
  readonly socketPath: string;
  readonly #child: ChildProcess;
  readonly #ended: Promise<void>;

  /**
   * Starts an owner, and resolves when it serves.
   *
   * @param program the file to start it from, which calls {@link ownIfAsked}.
   * @param folder for its socket.
   */
  static async start(program: string, folder: string): Promise<OwnerProcess> {
    const owner = new OwnerProcess(program, socketPathIn(folder));
    try {
      await owner.#listens();
    } catch (error) {
      await owner[Symbol.asyncDispose]();
      throw error;
    }
    // From now on the members' operations keep this process alive, and nothing else does.
    owner.#child.unref();
    owner.#child.channel?.unref();
    return owner;
  }

  private constructor(program: string, socketPath: string) {
    this.socketPath = socketPath;
    this.#child = fork(program, [OWNER, socketPath], {
      execArgv: [],
      stdio: ["ignore", "ignore", "inherit", "ipc"],
    });
    this.#ended = new Promise((resolve) => {
      this.#child.once("exit", () => resolve());
      // It could not be started.
      this.#child.once("error", () => resolve());
    });
  }

  /** @throws {Error} if the process has ended, and with it the state. */
  assertRunning(): void {
    const { exitCode, signalCode } = this.#child;
    if (exitCode === null && signalCode === null) return;
    throw new Error(`The owner's process has ended (${signalCode ?? `exit code ${exitCode}`}).`);
  }

  /** Ends the process, wherever it is, and removes its socket. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#child.ref();
    this.#child.kill("SIGKILL");
    await this.#ended;
    // Killed, it could not. The name of a pipe is free by now.
    if (process.platform !== "win32") await rm(this.socketPath, { force: true });
  }

  #listens(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#child.once("message", (message: Message) => {
        if ("listens" in message) resolve();
        else reject(new Error(`The owner's process cannot listen: ${message.failure}`));
      });
      this.#child.once("error", reject);
      this.#child.once("exit", (exitCode, signal) => {
        reject(new Error(`The owner's process ended (${signal ?? `exit code ${exitCode}`}).`));
      });
    });
  }
}

/**
 * Owns a state for the rest of this process, if it was started for that. To be called at the top of
 * a strategy's module, which is then a program as well: a bundle has no second file to start.
 */
export function ownIfAsked(): void {
  const [, , argument, socketPath] = process.argv;
  if (argument === OWNER && socketPath !== undefined && process.send !== undefined) own(socketPath);
}

function own(socketPath: string): void {
  const state = new OwnedState<unknown, unknown>();
  const server = createServer((socket) => servePort(state, new SocketPort(socket), true));
  server.on("error", ({ message }) => {
    process.send!({ failure: message } satisfies Message, () => process.exit(1));
  });
  server.listen(socketPath, () => process.send!({ listens: true } satisfies Message, () => {}));
  // The coordinator has ended, or was killed.
  process.on("disconnect", () => process.exit());
  // Ctrl-C reaches the owner as well. Its members' operations are still under way, so the coordinator
  // decides when it ends.
  process.on("SIGINT", () => {});
}

/** @throws {Error} if the system takes no path that long. */
function socketPathIn(folder: string): string {
  if (process.platform === "win32") return `\\\\.\\pipe\\sync-strategies-${randomUUID()}`;
  const path = join(folder, "owner");
  const tooMany = Buffer.byteLength(path) - MAXIMUM_PATH_BYTES;
  if (tooMany <= 0) return path;
  throw new Error(
    `The path of a socket may have ${MAXIMUM_PATH_BYTES} bytes, and ${path} has ${tooMany} more: ` +
      "set TMPDIR to a shorter one.",
  );
}
