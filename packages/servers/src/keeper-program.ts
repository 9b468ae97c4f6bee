/**
 * The services keeper: a process that starts servers, and ends and removes all that came of it, when
 * its command says so or has ended. No Ctrl-C reaches it, nor its servers.
 *
 * Invariant: once `closing` is aborted nothing is started any more, so that what then runs, and the
 * folder, can be removed once and for all.
 */
import { rmSync } from "node:fs";
import { chmod, mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { serveCoordinator } from "@sync-strategies/members";
import type {
  CheckedServer,
  KeeperNotice,
  KeeperRequest,
  StartedServer,
} from "./keeper-protocol.ts";
import { LastResort } from "./last-resort.ts";
import { OwnServer } from "./own-server.ts";
import { ANY_RUN, deadRunsIn } from "./run-prefix.ts";
import { endAll, killAll } from "./running-program.ts";
import { ServiceError } from "./service-error.ts";
import type { Service } from "./service.ts";
import { ServiceAt } from "./service-at.ts";

/** A server of ours or of the user. */
interface KnownServer {
  readonly at: ServiceAt;
  readonly own?: OwnServer;
}

/** After a command was killed, its processes may go on writing for a moment, in milliseconds. */
const AFTERMATH_MS = 1_000;

const closing = new AbortController();
const servers = new Map<number, KnownServer>();
/** Servers of ours that do not serve yet. */
const starting = new Set<Promise<OwnServer>>();
let closed: Promise<readonly string[]> | undefined;
let isAlone = false;
let lastResort: LastResort | undefined;
let folder = "";
let prefix = "";
let patienceMs = 0;

/** What is done to a server of ours. */
const actions = {
  kill: (server: OwnServer) => server.kill(),
  restart: (server: OwnServer) => server.restart(),
  pause: async (server: OwnServer) => server.pause(),
  resume: async (server: OwnServer) => server.resume(),
  stop: (server: OwnServer) => server.stop(),
};

const { notify } = serveCoordinator<KeeperRequest, unknown>(serve, () => void endAlone());

// Whatever ends it, an error of a client library included, its servers end with it.
process.on("exit", () => {
  killAll();
  if (folder !== "") rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.on(signal, () => void endAlone());
}

async function serve(request: KeeperRequest): Promise<unknown> {
  switch (request.do) {
    case "begin":
      return begin(request);
    case "start":
      return start(request);
    case "connect":
      return connect(request);
    case "sweep":
      return sweep(request);
    case "list":
      return serverOf(request.server).at.list(request.namespace);
    case "close":
      return close();
    default: {
      const { own } = serverOf(request.server);
      if (own === undefined) throw new TypeError("A server of the user is left as it is.");
      return actions[request.do](own);
    }
  }
}

async function begin(request: KeeperRequest & { do: "begin" }): Promise<void> {
  ({ folder, prefix, patienceMs } = request);
  lastResort = new LastResort(folder);
  await mkdir(folder);
  // A server that runs as another user must reach its own folder in it.
  await chmod(folder, 0o711);
}

async function start({
  moduleUrl,
  server,
  settings,
}: KeeperRequest & { do: "start" }): Promise<StartedServer> {
  const service = await load(moduleUrl);
  const started = OwnServer.start(service, {
    settings,
    folder: join(folder, `${service.id}-${server}`),
    sharedFolder: join(folder, service.id),
    patienceMs,
    closing: closing.signal,
    onStarted: (pid) => {
      lastResort?.started(pid);
      tell({ started: pid });
    },
    onEnded: (pid) => {
      lastResort?.ended(pid);
      tell({ ended: pid });
    },
    onDied: ({ message }) => tell({ died: server, message }),
  });
  starting.add(started);
  const own = await started.finally(() => starting.delete(started));
  const { url, port, version } = own;
  servers.set(server, { at: new ServiceAt(service, url, patienceMs), own });
  return { title: service.title, version, url, port };
}

async function connect({
  moduleUrl,
  server,
  url,
}: KeeperRequest & { do: "connect" }): Promise<CheckedServer> {
  const service = await load(moduleUrl);
  const at = new ServiceAt(service, url, patienceMs);
  const version = await at.version();
  // From now on there may be something of ours.
  servers.set(server, { at });
  try {
    await at.tryWriting(`${prefix}check`);
    await sweepDeadRuns(at);
  } catch (error) {
    await at.sweep(prefix);
    servers.delete(server);
    throw error;
  }
  return { title: service.title, version };
}

/** What another keeper could not remove. */
async function sweep(request: KeeperRequest & { do: "sweep" }): Promise<string | undefined> {
  const service = await load(request.moduleUrl);
  return new ServiceAt(service, request.url, patienceMs).sweep(request.prefix);
}

/** Removes what runs left whose keeper was killed with them. That some cannot be removed keeps no run. */
async function sweepDeadRuns(at: ServiceAt): Promise<void> {
  const names = await at.list(ANY_RUN).catch(() => []);
  await Promise.all(deadRunsIn(names).map((dead) => at.sweep(dead)));
}

async function load(moduleUrl: string): Promise<Service> {
  closing.signal.throwIfAborted();
  const module = (await import(moduleUrl)) as { readonly default: Service };
  return module.default;
}

function serverOf(number: number): KnownServer {
  const server = servers.get(number);
  if (server === undefined) throw new TypeError(`There is no server ${number}.`);
  return server;
}

function tell(notice: KeeperNotice): void {
  notify(notice);
}

/** The command has ended, or something asks the keeper itself to end. */
async function endAlone(): Promise<void> {
  if (isAlone) return;
  isAlone = true;
  await close();
  await setTimeout(AFTERMATH_MS);
  await sweepAll();
  process.exit();
}

function close(): Promise<readonly string[]> {
  closing.abort(new ServiceError("NOT_STARTED", "the services keeper is closing"));
  return (closed ??= Promise.all([sweepAll(), endServers()]).then(([lines]) => lines));
}

/** Removes what is ours from the servers of the user. */
async function sweepAll(): Promise<string[]> {
  const theirs = [...servers.values()].filter(({ own }) => own === undefined);
  const lines = await Promise.all(theirs.map(({ at }) => at.sweep(prefix)));
  return lines.filter((line) => line !== undefined);
}

async function endServers(): Promise<void> {
  // Also those that do not serve yet: their starts fail, and remove what they made.
  await endAll();
  await Promise.allSettled(starting);
  const ours = [...servers.values()].flatMap(({ own }) => own ?? []);
  await Promise.allSettled(ours.map((own) => own.stop()));
  if (folder !== "") await rm(folder, { recursive: true, force: true, maxRetries: 5 });
}
