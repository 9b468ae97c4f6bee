/**
 * The keeper as its command sees it. The command knows of each process that the keeper starts: if the
 * keeper is killed, it ends them itself.
 *
 * Invariant: `#pids` has the processes that the keeper has started and that are not known to have
 * ended.
 */
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { bundleFile, SERVICE_FILE } from "@sync-strategies/command-kit/strategies";
import { MemberFailure, type Member } from "@sync-strategies/members";
import type {
  CheckedServer,
  KeeperNotice,
  KeeperRequest,
  ServerAction,
  StartedServer,
} from "./keeper-protocol.ts";
import type { Keeper, LocalServer, Server, StartOptions } from "./keeper.ts";
import { haveEnded, signalTree } from "./process-tree.ts";
import { ServiceError, type ServiceErrorCode } from "./service-error.ts";
import { unlessAborted } from "./unless-aborted.ts";

/** How long the keeper may take to close, in milliseconds. */
const PATIENCE_MS = 60_000;

export interface RemoteKeeperOptions {
  readonly member: Member<KeeperRequest, unknown>;
  readonly folder: string;
  readonly prefix: string;
  /** The folder of the services. */
  readonly services: string;
  readonly ids: readonly string[];
  readonly signal: AbortSignal | undefined;
  /** Starts a keeper that removes what this one could not, should it be killed. */
  readonly startAnother: () => Promise<RemoteKeeper>;
}

export class RemoteKeeper implements Keeper {
  readonly services: readonly string[];
  readonly #options: RemoteKeeperOptions;
  readonly #pids = new Set<number>();
  readonly #modules = new Map<string, Promise<string>>();
  /** Called if the server of this number dies. */
  readonly #deaths = new Map<number, (error: ServiceError) => void>();
  /** Servers of the user that may have something of ours. */
  readonly #theirs: { readonly service: string; readonly url: string }[] = [];
  readonly #cleared: Promise<void>;
  #servers = 0;
  #namespaces = 0;
  #closed: Promise<readonly string[]> | undefined;

  constructor(options: RemoteKeeperOptions) {
    this.services = options.ids;
    this.#options = options;
    options.member.onNotice((notice) => this.#notice(notice as KeeperNotice));
    this.#cleared = options.member.ended.then(() => this.#clear());
  }

  async begin(patienceMs: number): Promise<void> {
    const { folder, prefix } = this.#options;
    try {
      await this.#ask({ do: "begin", folder, prefix, patienceMs });
    } catch (error) {
      await this.#options.member.end();
      await this.#cleared;
      throw error;
    }
  }

  async start(service: string, { settings = {} }: StartOptions = {}): Promise<LocalServer> {
    const moduleUrl = await this.#module(service);
    const server = ++this.#servers;
    const died = new Promise<ServiceError>((resolve) => this.#deaths.set(server, resolve));
    const act = async (action: ServerAction): Promise<void> => {
      await this.#ask({ do: action, server });
    };
    const started = await this.#ask<StartedServer>({ do: "start", moduleUrl, server, settings });
    return {
      service,
      ...started,
      isOurs: true,
      died,
      contentsOf: (namespace) => this.#ask({ do: "list", server, namespace }),
      kill: () => act("kill"),
      restart: () => act("restart"),
      pause: () => act("pause"),
      resume: () => act("resume"),
      stop: () => act("stop"),
    };
  }

  async connect(service: string, url: string): Promise<Server> {
    const moduleUrl = await this.#module(service);
    const server = ++this.#servers;
    this.#theirs.push({ service, url });
    const checked = await this.#ask<CheckedServer>({ do: "connect", moduleUrl, server, url });
    const contentsOf = (namespace: string): Promise<readonly string[]> =>
      this.#ask({ do: "list", server, namespace });
    return { service, url, ...checked, isOurs: false, contentsOf };
  }

  namespace(): string {
    this.#namespaces += 1;
    return `${this.#options.prefix}${this.#namespaces.toString(36)}`;
  }

  close(): Promise<readonly string[]> {
    return (this.#closed ??= this.#close());
  }

  async #close(): Promise<readonly string[]> {
    const { member } = this.#options;
    const patience = AbortSignal.timeout(PATIENCE_MS);
    try {
      const asked = member.ask({ do: "close" }) as Promise<readonly string[]>;
      return await unlessAborted(asked, patience);
    } catch (error) {
      const { name } = member;
      const reason = patience.aborted ? `${name} does not close` : (error as Error).message;
      return [
        `${reason}; its servers have been ended all the same`,
        ...(await this.#sweepAfterIt()),
      ];
    } finally {
      await member.end();
      await this.#cleared;
    }
  }

  /** Another keeper removes what is left on the servers of the user. */
  async #sweepAfterIt(): Promise<string[]> {
    const { prefix, startAnother } = this.#options;
    if (this.#theirs.length === 0) return [];
    try {
      const another = await startAnother();
      try {
        const lines = this.#theirs.map(({ service, url }) => another.#sweep(service, url, prefix));
        return (await Promise.all(lines)).flatMap((line) => line ?? []);
      } finally {
        await another.close();
      }
    } catch (error) {
      return [`${(error as Error).message}; what is named ${prefix}* may be left on your servers`];
    }
  }

  async #sweep(service: string, url: string, prefix: string): Promise<string | undefined> {
    return this.#ask({ do: "sweep", moduleUrl: await this.#module(service), url, prefix });
  }

  /** The service's module, bundled where the keeper removes it. */
  #module(id: string): Promise<string> {
    const { folder, services, ids } = this.#options;
    if (!ids.includes(id)) {
      const line = `there is no service "${id}"; there are ${ids.join(", ")}`;
      return Promise.reject(new ServiceError("WRONG_URL", line));
    }
    const known = this.#modules.get(id);
    if (known !== undefined) return known;
    const path = join(services, id, SERVICE_FILE);
    const module = bundleFile(path, `services/${id}/service.ts`, folder, "left-to-node");
    this.#modules.set(id, module);
    return module;
  }

  async #ask<Reply>(request: KeeperRequest): Promise<Reply> {
    const { member, signal } = this.#options;
    try {
      return (await unlessAborted(member.ask(request), signal)) as Reply;
    } catch (error) {
      throw error instanceof MemberFailure ? serviceErrorOf(error) : error;
    }
  }

  #notice(notice: KeeperNotice): void {
    if ("started" in notice) this.#pids.add(notice.started);
    else if ("ended" in notice) this.#pids.delete(notice.ended);
    else this.#deaths.get(notice.died)?.(new ServiceError("DIED", notice.message));
  }

  /** The keeper has ended: whatever it left is ended and removed here. */
  async #clear(): Promise<void> {
    const pids = [...this.#pids].flatMap((pid) => signalTree(pid, "SIGKILL"));
    await haveEnded(pids);
    await rm(this.#options.folder, { recursive: true, force: true, maxRetries: 5 });
    if (this.#closed !== undefined) return;
    const error = new ServiceError(
      "DIED",
      "the services keeper was killed, and its servers with it",
    );
    for (const hasDied of this.#deaths.values()) hasDied(error);
  }
}

/** What the keeper threw, or that it has ended. */
function serviceErrorOf({ end, cause, message }: MemberFailure): Error {
  if (end !== undefined) return new ServiceError("DIED", `${message}, and its servers with it`);
  if (cause instanceof Error && cause.name === "ServiceError" && "code" in cause) {
    return new ServiceError(cause.code as ServiceErrorCode, cause.message);
  }
  return cause instanceof Error ? cause : new Error(message);
}
