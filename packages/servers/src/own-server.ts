/**
 * A server that the keeper starts: on a free port, in a folder that is made for it.
 *
 * Invariant: `#program` is the server's process from its start until it is known to have ended, and
 * `#isExpectedToEnd` says whether we ended it. One that ends otherwise has died.
 */
import { chown, mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { findPrograms } from "./find-programs.ts";
import { freePort } from "./free-port.ts";
import { canBeNobody, nobody, RunningProgram } from "./running-program.ts";
import { ServiceError } from "./service-error.ts";
import type { Service, Site } from "./service.ts";
import { ServiceAt } from "./service-at.ts";
import { unlessAborted } from "./unless-aborted.ts";

/** How often another port is tried, where another program has taken the one that was free. */
const PORT_ATTEMPTS = 5;

/** How long a server may take to start, in milliseconds: on a busy machine, too. */
const PATIENCE_MS = 60_000;

export interface OwnServerOptions {
  readonly settings: Readonly<Record<string, string>>;
  /** Does not exist yet. */
  readonly folder: string;
  /** The same for all servers of the service; it may exist. */
  readonly sharedFolder: string;
  /** How long the server may take to answer. */
  readonly patienceMs: number;
  /** Aborted when the keeper ends everything: nothing is started any more. */
  readonly closing: AbortSignal;
  /** Called with each process that is started, and when it has ended. */
  readonly onStarted: (pid: number) => void;
  readonly onEnded: (pid: number) => void;
  /** Called if the server ends though nothing of ours ended it. */
  readonly onDied: (error: ServiceError) => void;
}

export class OwnServer {
  readonly #service: Service;
  readonly #options: OwnServerOptions;
  readonly #programs: string;
  #site: Site | undefined;
  #program: RunningProgram | undefined;
  #isExpectedToEnd = false;
  version = "";

  /** @throws {ServiceError} if it cannot be started. */
  static async start(service: Service, options: OwnServerOptions): Promise<OwnServer> {
    const server = new OwnServer(service, options, await findPrograms(service));
    try {
      await server.#startOnFreePort();
    } catch (error) {
      await server.stop();
      throw error;
    }
    return server;
  }

  private constructor(service: Service, options: OwnServerOptions, programs: string) {
    this.#service = service;
    this.#options = options;
    this.#programs = programs;
  }

  get port(): number {
    return this.#site?.port ?? 0;
  }

  get url(): string {
    return this.#service.urlAt(this.port);
  }

  async kill(): Promise<void> {
    this.#isExpectedToEnd = true;
    await this.#program?.kill();
  }

  /** @throws {ServiceError} if it cannot be started. */
  async restart(): Promise<void> {
    if (this.#site === undefined) return;
    await this.kill();
    await this.#launch(this.#site);
  }

  pause(): void {
    this.#program?.pause();
  }

  resume(): void {
    this.#program?.resume();
  }

  async stop(): Promise<void> {
    this.#isExpectedToEnd = true;
    await this.#program?.end();
    // It may have been killed before, and then it left things that its folder still knows of.
    if (this.#site !== undefined) await this.#removeRemains(this.#site);
    await rm(this.#options.folder, { recursive: true, force: true, maxRetries: 5 });
  }

  /** Also while everything is being ended, when no other program may be started. */
  async #removeRemains(site: Site): Promise<void> {
    await this.#service.removeRemains?.({
      ...site,
      run: (program, words) => this.#run(program, words),
    });
  }

  async #startOnFreePort(): Promise<void> {
    const { folder, sharedFolder } = this.#options;
    this.#options.closing.throwIfAborted();
    for (const each of [folder, sharedFolder]) {
      await mkdir(each, { recursive: true });
      if (this.#isNobody) await chown(each, nobody.uid, nobody.gid);
    }
    for (let attempt = 1; ; attempt += 1) {
      const isFirst = this.#site === undefined;
      this.#site = this.#siteAt(await freePort());
      if (isFirst) await this.#service.prepare?.(this.#site);
      try {
        await this.#launch(this.#site);
        break;
      } catch (error) {
        const isTaken = this.#program?.hasLogged(/address already in use/i) ?? false;
        if (!isTaken || attempt === PORT_ATTEMPTS) throw error;
      }
    }
    const { closing, patienceMs } = this.#options;
    const started = new ServiceAt(this.#service, this.url, patienceMs);
    const version = started.version(`the installed ${this.#service.programs[0]}`);
    this.version = await unlessAborted(version, closing);
  }

  get #isNobody(): boolean {
    return this.#service.refusesRoot === true && canBeNobody();
  }

  #siteAt(port: number): Site {
    return {
      folder: this.#options.folder,
      sharedFolder: this.#options.sharedFolder,
      port,
      settings: { ...this.#service.settings, ...this.#options.settings },
      run: async (program, words) => {
        this.#options.closing.throwIfAborted();
        await this.#run(program, words);
      },
    };
  }

  async #run(name: string, words: readonly string[]): Promise<void> {
    const path = this.#service.programs.includes(name) ? join(this.#programs, name) : name;
    const { folder } = this.#options;
    const isNobody = this.#isNobody;
    const program = new RunningProgram(path, words, { folder, isNobody, endSignal: "SIGKILL" });
    this.#tell(program);
    const how = await program.ended;
    if (how !== "with exit code 0") {
      throw this.#notStarted(program, `${name} ended ${how}`);
    }
  }

  /** Resolves when the server serves. */
  async #launch(site: Site): Promise<void> {
    const { closing, folder } = this.#options;
    closing.throwIfAborted();
    const { endSignal, readyLine, programs } = this.#service;
    const program = new RunningProgram(
      join(this.#programs, programs[0]),
      this.#service.words(site),
      { folder, isNobody: this.#isNobody, endSignal },
    );
    this.#program = program;
    this.#isExpectedToEnd = false;
    this.#tell(program);
    let timer: NodeJS.Timeout | undefined;
    const problem = await Promise.race([
      program.logs(readyLine),
      program.ended.then((how) => `it ended ${how}`),
      new Promise<string>((resolve) => {
        const line = `it was not ready within ${PATIENCE_MS / 1_000} s`;
        timer = setTimeout(() => resolve(line), PATIENCE_MS);
      }),
    ]);
    clearTimeout(timer);
    if (problem !== undefined) {
      await program.kill();
      throw this.#notStarted(program, problem);
    }
    void program.ended.then((end) => {
      if (this.#isExpectedToEnd || this.#program !== program) return;
      const { title } = this.#service;
      const line = `${title} ended ${end} though nothing asked it to${lastWords(program)}`;
      this.#options.onDied(new ServiceError("DIED", line));
    });
  }

  #tell({ pid, ended }: RunningProgram): void {
    if (pid === undefined) return;
    this.#options.onStarted(pid);
    void ended.then(() => this.#options.onEnded(pid));
  }

  #notStarted(program: RunningProgram, problem: string): Error {
    if (this.#options.closing.aborted) return this.#options.closing.reason as Error;
    const { title } = this.#service;
    const line = `${title} did not start: ${problem}${lastWords(program)}`;
    return new ServiceError("NOT_STARTED", line);
  }
}

function lastWords({ lastLine }: RunningProgram): string {
  return lastLine === undefined ? "" : `: ${lastLine}`;
}
