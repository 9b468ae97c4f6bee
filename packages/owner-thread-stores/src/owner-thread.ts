/** The owner's thread: started with its program, ready when it says so, ended with the state. */
import { once } from "node:events";
import { Worker } from "node:worker_threads";

export class OwnerThread implements AsyncDisposable {
  readonly worker: Worker;
  #hasEnded = false;
  #error: unknown;

  /**
   * Starts an owner, and resolves when it serves.
   *
   * @param program a module of this folder, without its ending.
   */
  static async start(program: string, workerData: unknown): Promise<OwnerThread> {
    const owner = new OwnerThread(new Worker(urlOf(program), { workerData, execArgv: [] }));
    await once(owner.worker, "message");
    // From now on the members' operations keep the process alive, and nothing else does.
    owner.worker.unref();
    return owner;
  }

  private constructor(worker: Worker) {
    this.worker = worker;
    worker.on("error", (error) => (this.#error = error));
    worker.on("exit", () => (this.#hasEnded = true));
  }

  /** @throws {Error} if the thread has ended, and with it the state. */
  assertRunning(): void {
    if (this.#hasEnded) throw new Error("The owner's thread has ended.", { cause: this.#error });
  }

  /** Ends the thread. Rejects with the error by which it ended before, if it did. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.worker.terminate();
    if (this.#error !== undefined) throw this.#error;
  }
}

/** Threads run compiled code, also where the module that starts them runs from its source. */
function urlOf(program: string): URL {
  const folder = import.meta.url.endsWith(".ts") ? "../dist/" : "./";
  return new URL(`${folder}${program}.js`, import.meta.url);
}
