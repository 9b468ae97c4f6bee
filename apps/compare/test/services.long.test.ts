/**
 * Real runs on real servers: of each service whose programs this machine has, and skipped for the
 * others. The strategies are the repository's, and one that a user could have written.
 */
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  externalStateWorkspace,
  findExternalState,
  installWorkspace,
  serviceNames,
} from "@sync-strategies/command-kit/strategies";
import { parseResult, type ResultDocument } from "@sync-strategies/results";
import { ServiceError, startKeeper, type Keeper, type LocalServer } from "@sync-strategies/servers";
import { afterAll, describe, expect, test } from "vitest";
import { isAlive } from "./is-alive.ts";
import { runCommand, type CommandResult, type SendSignal } from "./run-command.ts";
import { digestOfOneLoop } from "./run-of-members.ts";

const example = new URL("../../../external-state/examples/my-redis-strategy.ts", import.meta.url);
const files = await findExternalState();
const folder = await mkdtemp(join(tmpdir(), "services-test-"));

await installWorkspace(externalStateWorkspace, { signal: new AbortController().signal });
const keeper: Keeper = await startKeeper();
afterAll(async () => {
  await keeper.close();
  await rm(folder, { recursive: true });
});

/** The servers that a user could have, and why there is none of a service. */
const servers = new Map<string, LocalServer | ServiceError>();
for (const name of serviceNames()) {
  const server = keeper.start(name).catch((error: unknown) => {
    if (error instanceof ServiceError && error.code === "NOT_INSTALLED") return error;
    throw error;
  });
  servers.set(name, await server);
}

/** The server of the user's; without one the test is skipped, with the reason. */
function serverOf(service: string, skip: (why: string) => never): LocalServer {
  const server = servers.get(service);
  if (server instanceof ServiceError) return skip(server.message);
  return server ?? skip(`there is no service ${service}`);
}

const brief = ["--processes", "2", "--workload", "mixed", "--operations", "300"];

function resultOf({ stdout, stderr }: CommandResult): ResultDocument {
  expect(stdout, stderr).not.toBe("");
  return parseResult(JSON.parse(stdout));
}

describe.each(serviceNames())("a run on %s", (service) => {
  const ids = files.filter((file) => file.service === service).map(({ id }) => id);

  test("asks what one event loop is asked, and leaves every sound strategy right", async ({
    skip,
  }) => {
    serverOf(service, skip);
    const run = await runCommand([...ids, "--services", ...brief, "--format", "json"]);
    const { workloads, notes } = resultOf(run);
    const [table] = workloads;
    expect(table?.parameters.members).toEqual({ span: "machines", count: 2 });
    expect(table?.digest).toBe(await digestOfOneLoop(table!));
    expect(table?.results.map(({ strategy }) => strategy).toSorted()).toEqual(ids.toSorted());
    for (const row of table?.results ?? []) {
      expect(row).toMatchObject({ service, totalOps: 300, unknownOutcomes: 0 });
      for (const trips of Object.values(row.roundTrips ?? {})) {
        expect(trips).toBeGreaterThanOrEqual(1);
      }
      expect(row.roundTrips).not.toBeNull();
      // What a server used is not known, and so nothing is said of the cores.
      expect(row.core).toBeNull();
      if (row.kind !== "control") expect(row).toMatchObject({ verdict: "linearizable" });
    }
    expect(notes).toContainEqual(expect.stringMatching(/ \d+\.\d+.*, started for this run\.$/));
    expect(run.exitCode).toBe(0);
  });

  test("of the user's own leaves nothing there, and is not ended", async ({ skip }) => {
    const server = serverOf(service, skip);
    const before = await server.contentsOf("sync_");
    const [id] = ids;
    const words = [id!, `--${service}`, server.url, ...brief, "--format", "json"];
    const run = await runCommand(words);
    const { workloads, environment, notes } = resultOf(run);
    expect(workloads[0]?.results).toMatchObject([{ strategy: id, totalOps: 300 }]);
    expect(environment.arguments).toContain("URL");
    expect(notes).toContainEqual(expect.stringMatching(/, at the URL that was given\.$/));
    expect(run.stdout).not.toContain(server.url);
    expect(await server.contentsOf("sync_")).toEqual(before);
  });

  test("where nothing listens, or another server, is refused in one line", async ({ skip }) => {
    const server = serverOf(service, skip);
    const [id] = ids;
    const closed = new URL(server.url);
    // No program listens there, and it is none of the ports that `fetch` asks nothing of.
    closed.port = "2";
    const away = await runCommand([id!, `--${service}`, closed.href, ...brief]);
    expect(away).toMatchObject({ stdout: "", exitCode: 2 });
    expect(away.stderr).toMatch(new RegExp(`^compare: --${service}: .*ECONNREFUSED.*\\n$`));
    const wrong = await runCommand([id!, `--${service}`, "ftp://u:hushed@127.0.0.1", ...brief]);
    expect(wrong).toMatchObject({ stdout: "", exitCode: 2 });
    expect(wrong.stderr).toMatch(
      new RegExp(`^compare: --${service}: a URL of .* begins with .*\\n$`),
    );
    expect(wrong.stderr).not.toContain("hushed");
  });
});

describe("a password", () => {
  const PASSWORD = "hushed-word";

  test("reaches no output, no file and no list of processes, and a wrong one is one line", async ({
    skip,
  }) => {
    serverOf("redis", skip);
    const server = await keeper.start("redis");
    const url = await withPassword(server, PASSWORD);
    const [saved, report] = [join(folder, "saved.json"), join(folder, "report.html")];
    const words = [example.pathname, "--redis", url.href, ...brief, "--debug"];
    const listed = new Set<string>();
    const run = await runCommand([...words, "--save", saved, "--report", report], {
      onStderr: () => listed.add(wordsOfProcesses()),
    });
    expect(run).toMatchObject({ exitCode: 0 });
    url.password = "hushed-wrong";
    const wrong = await runCommand([example.pathname, "--redis", url.href, ...brief]);
    expect(wrong).toMatchObject({ stdout: "", exitCode: 2 });
    expect(wrong.stderr).toMatch(/^compare: --redis: .* refuses the user or the password.*\n$/);
    const shown = [run.stdout, run.stderr, wrong.stderr, ...listed];
    const kept = [await readFile(saved, "utf8"), await readFile(report, "utf8")];
    for (const text of [...shown, ...kept]) expect(text).not.toContain("hushed");
    await server.stop();
  });

  test("is taken out of what a strategy throws and prints", async ({ skip }) => {
    serverOf("redis", skip);
    const server = await keeper.start("redis");
    const url = await withPassword(server, PASSWORD);
    const tells = join(folder, "tells.ts");
    await writeFile(
      tells,
      (await readFile(example, "utf8")).replace(
        "async createState({ service }) {",
        `$& console.error(service); throw new Error(\`no \${service?.url}, "${PASSWORD}"\`);`,
      ),
    );
    const run = await runCommand([tells, "--redis", url.href, ...brief, "--debug"]);
    expect(run).toMatchObject({ exitCode: 1 });
    expect(run.stderr).toMatch(
      /threw while creating the state: no redis:\/\/…@127\.0\.0\.1:\d+, \S*…\S* \(/,
    );
    expect(run.stderr + run.stdout).not.toContain(PASSWORD);
    await server.stop();
  });
});

/** Lets the server take only who has the password. */
async function withPassword({ port, url }: LocalServer, password: string): Promise<URL> {
  const socket = connect(port, "127.0.0.1");
  socket.write(`CONFIG SET requirepass ${password}\r\n`);
  await once(socket, "data");
  socket.destroy();
  return Object.assign(new URL(url), { password });
}

/** What every process of the machine was started with, as all users see it. */
function wordsOfProcesses(): string {
  const ids = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  const words = ids.map((id) => {
    try {
      return readFileSync(`/proc/${id}/cmdline`, "utf8");
    } catch {
      return "";
    }
  });
  return words.join("\n");
}

test("a server that lets nothing be written is refused in one line", async ({ skip }) => {
  const { port } = serverOf("redis", skip);
  const settings = { replicaof: `127.0.0.1 ${port}` };
  const replica = await keeper.start("redis", { settings });
  const run = await runCommand([example.pathname, "--redis", replica.url, ...brief]);
  expect(run).toMatchObject({ stdout: "", exitCode: 2 });
  expect(run.stderr).toMatch(/^compare: --redis: .* lets us write nothing: .*\n$/);
  await replica.stop();
});

describe("a service that is not installed", () => {
  const env = { PATH: folder };

  test("is one line; asked for by a strategy's name, wrong input", async () => {
    const run = await runCommand([example.pathname, "--services", ...brief], { env });
    expect(run).toMatchObject({ stdout: "", exitCode: 2 });
    expect(run.stderr).toMatch(
      /^compare: Redis is not installed: .*apt-get install redis-server; or name a server with --redis URL\n$/,
    );
  });
});

describe("a strategy of the user's own", () => {
  test("needs no more than its file, wherever that is", async ({ skip }) => {
    serverOf("redis", skip);
    const mine = join(folder, "mine.ts");
    await copyFile(example, mine);
    const run = await runCommand([mine, "--services", ...brief, "--format", "json"]);
    const [row] = resultOf(run).workloads[0]!.results;
    expect(row).toMatchObject({
      strategy: "my-redis-strategy",
      service: "redis",
      status: "completed",
      verdict: "linearizable",
      roundTrips: { read: 1, write: 1, update: 2 },
    });
  });

  test("takes its own libraries rather than ours", async ({ skip }) => {
    serverOf("redis", skip);
    const own = join(folder, "own/node_modules/redis");
    await mkdir(own, { recursive: true });
    await writeFile(join(own, "package.json"), `{ "name": "redis", "main": "index.cjs" }`);
    await writeFile(
      join(own, "index.cjs"),
      `exports.createClient = () => { throw new Error("the user's own library"); };`,
    );
    await copyFile(example, join(folder, "own/mine.ts"));
    const run = await runCommand([join(folder, "own/mine.ts"), "--services", ...brief]);
    expect(run).toMatchObject({ exitCode: 1 });
    expect(run.stderr).toContain("the user's own library");
  });

  test("of a service that there is none of is refused in one line", async () => {
    const unknown = join(folder, "unknown.ts");
    const source = await readFile(example, "utf8");
    await writeFile(unknown, source.replace('service: "redis"', 'service: "redos"'));
    const run = await runCommand([unknown, "--services", ...brief]);
    expect(run).toMatchObject({ stdout: "", exitCode: 2 });
    expect(run.stderr).toMatch(/its service "redos" is unknown; did you mean "redis"\?.*\n$/);
  });

  test("that finds its server itself names no service, and none is started", async () => {
    const itself = join(folder, "itself.ts");
    const between = new URL("strategies/files.ts", import.meta.url);
    const source = (await readFile(between, "utf8")).replace('"processes"', '"machines"');
    await writeFile(itself, source);
    const run = await runCommand([itself, "--services", ...brief, "--format", "json"]);
    const { workloads, notes } = resultOf(run);
    expect(workloads[0]?.results).toMatchObject([
      { strategy: "files-locked", verdict: "linearizable" },
      { strategy: "files-unlocked", kind: "control" },
    ]);
    expect(notes.join()).not.toContain("started for this run");
  });

  test("with a URL that it does not use is refused in one line", async () => {
    const words = [example.pathname, "--nats", "nats://127.0.0.1:4222", ...brief];
    expect(await runCommand(words)).toEqual({
      stdout: "",
      stderr: "compare: --nats: none of the strategies keeps its state in nats\n",
      exitCode: 2,
    });
  });
});

/** A run that waits at this point without end. */
interface Waiting {
  /** Where the points are noted that processes have come to. */
  readonly folder: string;
  /** Of the server that was started for the run. */
  readonly port: number;
  readonly pids: readonly number[];
  readonly send: SendSignal;
  readonly result: Promise<CommandResult>;
}

/** The names of what processes noted there. */
function passed(place: string, prefix: string): string[] {
  return existsSync(place) ? readdirSync(place).filter((name) => name.startsWith(prefix)) : [];
}

/** Resolves when all processes that come to the point have come to it. */
async function runUntil(point: string, processes: number): Promise<Waiting> {
  const words = ["./strategies/services-wait.ts", "--services", "--processes", "2"];
  const further = ["--readers", "2", "--writers", "0", "--pause", "0", "--operations", "4"];
  let result: Promise<CommandResult> | undefined;
  const noted: { folder: string; send: SendSignal; port: number }[] = [];
  result = runCommand([...words, ...further], {
    env: { WAITS_AT: point },
    onStderr(text, send) {
      noted.length = 0;
      for (const [, place = "", port] of text.matchAll(
        /files in (\S+), server at \S+:(\d+)\.\n/g,
      )) {
        noted.push({ folder: place, send, port: Number(port) });
      }
    },
  });
  const arrived = () => noted.find((one) => passed(one.folder, `${point}-`).length === processes);
  await expect.poll(arrived, { timeout: 60_000 }).toBeDefined();
  const found = arrived()!;
  const pids = passed(found.folder, "").map((name) => Number(name.split("-")[1]));
  return { ...found, pids: [...new Set(pids)], result };
}

/** Whether something listens there. */
async function isServed(port: number): Promise<boolean> {
  const socket = connect(port, "127.0.0.1");
  const connected = once(socket, "connect").then(
    () => true,
    () => false,
  );
  const is = await connected;
  socket.destroy();
  return is;
}

describe.each([
  ["create", 1],
  ["count", 1],
  ["open", 2],
  ["read", 2],
  ["close", 2],
  ["dispose", 1],
])("a run on a server that waits at %s", (point, processes) => {
  test("and is interrupted ends with 130, and leaves no process, no server and no file", async ({
    skip,
  }) => {
    serverOf("redis", skip);
    const waiting = await runUntil(point, processes);
    expect(await isServed(waiting.port)).toBe(true);
    waiting.send("SIGINT", "group");
    expect(await waiting.result).toMatchObject({ exitCode: 130 });
    await expect.poll(() => waiting.pids.filter(isAlive)).toEqual([]);
    expect(existsSync(waiting.folder)).toBe(false);
    expect(await isServed(waiting.port)).toBe(false);
  });
});

test("servers, members and files end with the command, also if it is killed", async ({ skip }) => {
  serverOf("redis", skip);
  const { folder: place, port, pids, send, result } = await runUntil("read", 2);
  const [scratch = ""] = /^.*\/sync-strategies-[^/]+/.exec(place) ?? [];
  expect(scratch).not.toBe("");
  send("SIGKILL", "parent");
  await result;
  await expect.poll(() => pids.filter(isAlive), { timeout: 10_000 }).toEqual([]);
  await expect.poll(() => isServed(port), { timeout: 10_000 }).toBe(false);
  await expect.poll(() => existsSync(scratch), { timeout: 10_000 }).toBe(false);
});
