/** Servers of ours and of the user, and every way in which a run with them ends. */
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type * as Servers from "../src/index.ts";
import { freePort } from "../src/free-port.ts";
import { isRunning } from "../src/process-tree.ts";
import type { Keeper, KeeperOptions, LocalServer } from "../src/index.ts";

/** Compiled, since what the keeper loads is. */
const compiled = new URL("../dist/index.js", import.meta.url).href;
const { startKeeper } = (await import(compiled)) as typeof Servers;

const services = fileURLToPath(new URL("services", import.meta.url));
const program = fileURLToPath(new URL("programs/fake-server.mjs", import.meta.url));

/** A keeper that does not clear away fails the test. */
const HANGS_AFTER_MS = 60_000;

// Each test has a folder for temporary files, so that what is left in it can be listed.
const systemFolder = tmpdir();
let scratch = "";
/** For what no keeper has started. */
let outside = "";
const keepers: Keeper[] = [];
const commands: ChildProcess[] = [];

beforeEach(async () => {
  scratch = await mkdtemp(join(systemFolder, "servers-"));
  outside = await mkdtemp(join(systemFolder, "outside-"));
  process.env["TMPDIR"] = scratch;
});
afterEach(async () => {
  for (const command of commands.splice(0)) command.kill("SIGKILL");
  await Promise.all(keepers.splice(0).map((keeper) => keeper.close()));
  await vi.waitUntil(async () => (await readdir(scratch)).length === 0, HANGS_AFTER_MS);
  await rm(scratch, { recursive: true });
  await rm(outside, { recursive: true });
});

async function keep(options: KeeperOptions = {}): Promise<Keeper> {
  const keeper = await startKeeper({ services, ...options });
  keepers.push(keeper);
  return keeper;
}

function startFake(keeper: Keeper, behaviour: string, settings = {}): Promise<LocalServer> {
  return keeper.start("fake", { settings: { program, behaviour, ...settings } });
}

async function ask(url: string, path: string): Promise<string> {
  return (await fetch(`${url}/${path}?`)).text();
}

interface Pids {
  readonly pid: number;
  readonly keeper: number;
  readonly helper: number;
}

async function pidsOf({ url }: LocalServer): Promise<Pids> {
  return JSON.parse(await ask(url, "pids")) as Pids;
}

describe("a server of ours", () => {
  test("serves on its port until it is stopped, and leaves nothing", async () => {
    const keeper = await keep();
    expect(keeper.services).toEqual(["fake", "missing"]);
    const servers = await Promise.all([startFake(keeper, "helper"), startFake(keeper, "helper")]);
    expect(servers[0]).toMatchObject({
      service: "fake",
      title: "Fake",
      version: "2.10.1",
      isOurs: true,
      url: `http://127.0.0.1:${servers[0].port}`,
    });
    expect(servers[0].port).not.toBe(servers[1].port);
    const namespace = keeper.namespace();
    await ask(servers[0].url, `put/${namespace}:key`);
    expect(await servers[0].contentsOf(namespace)).toEqual([`${namespace}:key`]);
    expect(await servers[1].contentsOf(namespace)).toEqual([]);

    const [first, second] = await Promise.all(servers.map(pidsOf));
    await servers[0].stop();
    expect([first!.pid, first!.helper, second!.pid].map(isRunning)).toEqual([false, false, true]);
    expect(await keeper.close()).toEqual([]);
    expect([second!.pid, second!.helper, second!.keeper].map(isRunning)).toEqual([
      false,
      false,
      false,
    ]);
    expect(await readdir(scratch)).toEqual([]);
  });

  test("can be killed with all of its processes, and started again on the same port and data", async () => {
    const keeper = await keep();
    const server = await startFake(keeper, "helper");
    await ask(server.url, "put/a");
    const before = await pidsOf(server);
    await server.kill();
    expect([before.pid, before.helper].map(isRunning)).toEqual([false, false]);
    await expect(fetch(server.url)).rejects.toThrow("fetch failed");
    await server.restart();
    expect(await server.contentsOf("a")).toEqual(["a"]);
    expect((await pidsOf(server)).pid).not.toBe(before.pid);
  });

  test("answers nothing while it is paused, and goes on then", async () => {
    const keeper = await keep({ patienceMs: 200 });
    const server = await startFake(keeper, "helper");
    await server.pause();
    await expect(server.contentsOf("a")).rejects.toThrow(
      `${server.url} gives no answer of Fake within 0.2 s`,
    );
    await server.resume();
    expect(await ask(server.url, "version")).toBe("2.10.1");
    // One that is paused is ended all the same.
    await server.pause();
  });

  test("is started on another port if a program takes the one that was free", async () => {
    const keeper = await keep();
    expect(await startFake(keeper, "port-taken")).toMatchObject({ version: "2.10.1" });
  });

  test.each([
    ["fails", "Fake did not start: it ended with exit code 3: fatal: there is no such setting"],
    ["logs-json", "Fake did not start: it ended with exit code 1: cannot open: no such folder"],
  ])(
    "that does not start (%s) is one line with the last one of its log",
    async (behaviour, line) => {
      const keeper = await keep();
      await expect(startFake(keeper, behaviour)).rejects.toMatchObject({
        code: "NOT_STARTED",
        message: line,
      });
    },
  );

  test("of an older version than the strategies need is refused", async () => {
    const keeper = await keep();
    await expect(startFake(keeper, "helper", { version: "2.4.9" })).rejects.toMatchObject({
      code: "TOO_OLD",
      message: "the installed node is Fake 2.4.9, and the strategies need 2.5 or later",
    });
  });

  test("that dies is reported in one line, and one that is killed is not", async () => {
    const keeper = await keep();
    const server = await startFake(keeper, "plain");
    await server.kill();
    await server.restart();
    await ask(server.url, "die").catch(() => {});
    expect(await server.died).toMatchObject({
      code: "DIED",
      message: "Fake ended with exit code 7 though nothing asked it to: out of memory",
    });
  });

  test("is given up if the command is interrupted, and ended by closing", async () => {
    const controller = new AbortController();
    const keeper = await keep({ signal: controller.signal });
    const starting = startFake(keeper, "never-ready");
    controller.abort(new Error("interrupted"));
    await expect(starting).rejects.toThrow("interrupted");
    await expect(startFake(keeper, "helper")).rejects.toThrow("interrupted");
    expect(await keeper.close()).toEqual([]);
    await expect(keep({ signal: controller.signal })).rejects.toThrow("interrupted");
  });
});

test("a service that does not compile is one line", async () => {
  await mkdir(join(outside, "broken"));
  await writeFile(join(outside, "broken", "service.ts"), "export default {");
  const keeper = await keep({ services: outside });
  await expect(keeper.start("broken")).rejects.toThrow(
    /^services\/broken\/service\.ts: it does not compile: [^\n]+$/,
  );
});

test("a service that is not installed or does not exist is one line", async () => {
  const keeper = await keep();
  await expect(keeper.start("missing")).rejects.toMatchObject({
    code: "NOT_INSTALLED",
    message:
      "Missing is not installed: there is no no-such-server, no-such-tool on the PATH; on Debian: " +
      "apt-get install no-such-package; or name a server with --missing URL",
  });
  await expect(keeper.start("other")).rejects.toThrow(
    'there is no service "other"; there are fake, missing',
  );
});

describe("a server of the user", () => {
  test("keeps all but what has our namespaces", async () => {
    const [owner, keeper] = [await keep(), await keep()];
    const { url } = await startFake(owner, "helper");
    await ask(url, "put/of-the-user");
    const server = await keeper.connect("fake", url);
    expect(server).toMatchObject({ service: "fake", url, version: "2.10.1", isOurs: false });
    const namespaces = [keeper.namespace(), keeper.namespace()];
    for (const namespace of namespaces) {
      expect(namespace).toMatch(/^[a-z][a-z0-9_]{0,39}$/);
      await ask(url, `put/${namespace}:key`);
      expect(await server.contentsOf(namespace)).toEqual([`${namespace}:key`]);
    }
    expect(namespaces[0]).not.toBe(namespaces[1]);
    expect(await keeper.close()).toEqual([]);
    expect(JSON.parse(await ask(url, "list/"))).toEqual(["of-the-user"]);
  });

  test("that still has something of ours at the end is named, and what is left", async () => {
    const [owner, keeper] = [await keep(), await keep()];
    const { url } = await startFake(owner, "helper");
    await keeper.connect("fake", url);
    const namespace = keeper.namespace();
    await ask(url, `put/${namespace}stuck`);
    const prefix = namespace.slice(0, -1);
    expect(await keeper.close()).toEqual([
      `${url} still has ${namespace}stuck: remove what is named ${prefix}*`,
    ]);
  });

  test("that is gone at the end is named", async () => {
    const [owner, keeper] = [await keep(), await keep()];
    const server = await startFake(owner, "helper");
    await keeper.connect("fake", server.url);
    await server.stop();
    const [line, ...more] = await keeper.close();
    expect(line).toMatch(
      /cannot be reached \(ECONNREFUSED\); what is named sync_\w+_\* may be left/,
    );
    expect(more).toEqual([]);
  });

  test.each([
    ["plain", { password: "1" }, "CREDENTIALS_REFUSED", "refuses the user or the password"],
    ["plain", { version: "2.4" }, "TOO_OLD", "is Fake 2.4, and the strategies need 2.5"],
    ["read-only", {}, "READ_ONLY", "lets us write nothing: it is a replica"],
    ["talks", {}, "NOT_THIS_SERVICE", "does not answer as Fake: no ?… here"],
    ["silent", {}, "UNREACHABLE", "gives no answer of Fake within 0.2 s"],
  ])("that cannot be used (%s %o) is one line (%s)", async (behaviour, settings, code, words) => {
    const port = await startByHand(behaviour, settings);
    const keeper = await keep({ patienceMs: behaviour === "silent" ? 200 : 60_000 });
    const secret = behaviour === "talks" || "password" in settings ? ":sesame" : "";
    const connecting = keeper.connect("fake", `http://bob${secret}@127.0.0.1:${port}`);
    const line = await connecting.catch((error: unknown) => error);
    expect(line).toMatchObject({ name: "ServiceError", code });
    const { message } = line as Error;
    expect(message).toMatch(/^http:\/\/127\.0\.0\.1:\d+ [^\n]+$/);
    expect(message).toContain(words);
    expect(message).not.toMatch(/sesame|bob/);
    expect(await keeper.close()).toEqual([]);
  });

  test.each(["https://127.0.0.1:1", "sesame"])(
    "whose URL is none (%s) is one line",
    async (url) => {
      const keeper = await keep();
      await expect(keeper.connect("fake", url)).rejects.toMatchObject({
        code: "WRONG_URL",
        message: "a URL of Fake begins with http://; write --fake http://127.0.0.1:1234",
      });
    },
  );
});

/** Starts a server that is none of the keeper's, and resolves to its port. */
async function startByHand(behaviour: string, settings: object = {}): Promise<number> {
  const port = await freePort();
  const words = { folder: outside, port, version: "2.10.1", behaviour, ...settings };
  const server = spawn(process.execPath, [program, JSON.stringify(words)], {
    // It is none of the processes of the test.
    env: {},
    stdio: ["ignore", "pipe", "inherit"],
  });
  commands.push(server);
  await once(server.stdout, "data");
  return port;
}

describe("a command", () => {
  /** Resolves to what the command says when it has come as far as the phase. */
  async function runUntil(phase: string) {
    const port = await startByHand("plain");
    const userUrl = `http://127.0.0.1:${port}`;
    const words = [phase, services, program, userUrl];
    const command = spawn(process.execPath, [fileURLToPath(commandProgram), ...words], {
      stdio: ["ignore", "pipe", "inherit"],
      // A group of processes, as a terminal makes one.
      detached: true,
    });
    commands.push(command);
    const lines = createInterface(command.stdout);
    const [line] = (await once(lines, "line")) as [string];
    if (phase === "starting") await expect.poll(() => readdir(scratch, deep)).toContainEqual(waits);
    return { command, lines, userUrl, said: JSON.parse(line) as Partial<Pids> };
  }
  const commandProgram = new URL("programs/command.mjs", import.meta.url);
  const waits = expect.stringMatching(/waits$/) as string;
  const deep = { recursive: true } as const;

  test.each(["begun", "starting", "started", "connected", "closing"])(
    "that is killed (%s) leaves no process, no folder and no name",
    async (phase) => {
      const { command, userUrl } = await runUntil(phase);
      command.kill("SIGKILL");
      await expect.poll(processesOfTest).toEqual([]);
      expect(await readdir(scratch)).toEqual([]);
      expect(await ask(userUrl, "list/")).toBe("[]");
    },
  );

  test("takes a Ctrl-C alone: its servers go on until it has ended", async () => {
    const { command, lines, said } = await runUntil("started");
    const answered = once(lines, "line");
    process.kill(-command.pid!, "SIGINT");
    expect(await answered).toEqual(['{"interrupted":true}']);
    expect([said.pid, said.keeper, said.helper].map((pid) => isRunning(pid!))).toEqual([
      true,
      true,
      true,
    ]);
    command.kill("SIGKILL");
    await expect.poll(processesOfTest).toEqual([]);
  });

  test("ends the servers itself if the keeper is killed, and each of them has died", async () => {
    const keeper = await keep();
    const server = await startFake(keeper, "helper");
    const pids = await pidsOf(server);
    process.kill(pids.keeper, "SIGKILL");
    expect(await server.died).toMatchObject({
      code: "DIED",
      message: "the services keeper was killed, and its servers with it",
    });
    expect([pids.pid, pids.helper].map(isRunning)).toEqual([false, false]);
    expect(await readdir(scratch)).toEqual([]);
    await expect(startFake(keeper, "helper")).rejects.toMatchObject({ code: "DIED" });
    expect(await keeper.close()).toEqual([
      "the services keeper ended by SIGKILL; its servers have been ended all the same",
    ]);
  });

  test("removes its names from a server of the user by another keeper, if its own is killed", async () => {
    const url = `http://127.0.0.1:${await startByHand("plain")}`;
    const keeper = await keep();
    const own = await startFake(keeper, "helper");
    await keeper.connect("fake", url);
    await ask(url, `put/${keeper.namespace()}`);
    process.kill((await pidsOf(own)).keeper, "SIGKILL");
    await own.died;
    expect(await keeper.close()).toHaveLength(1);
    expect(await ask(url, "list/")).toBe("[]");
  });

  // Linux tells who is dead.
  test.runIf(process.platform === "linux")(
    "that is killed together with its keeper has its names removed by the next run, and no other has",
    async () => {
      const { command, userUrl } = await runUntil("connected");
      const living = await keep();
      await living.connect("fake", userUrl);
      const namespace = living.namespace();
      const others = [namespace, "of_the_user", "sync_0_1_00000000_0"];
      for (const name of others) await ask(userUrl, `put/${name}`);
      const ofCommand = await childrenOf(command.pid!);
      for (const pid of [...ofCommand, command.pid!]) process.kill(pid, "SIGKILL");
      await once(command, "exit");
      expect(JSON.parse(await ask(userUrl, "list/"))).toHaveLength(others.length + 1);
      await (await keep()).connect("fake", userUrl);
      expect(new Set(JSON.parse(await ask(userUrl, "list/")))).toEqual(new Set(others));
    },
  );

  test.runIf(process.platform === "linux").each(["begun", "starting", "started", "connected"])(
    "that is killed together with its keeper (%s) leaves no process and no folder",
    async (phase) => {
      const { command } = await runUntil(phase);
      const ofCommand = await childrenOf(command.pid!);
      for (const pid of [...ofCommand, command.pid!]) process.kill(pid, "SIGKILL");
      await expect.poll(processesOfTest).toEqual([]);
      await expect.poll(() => readdir(scratch)).toEqual([]);
    },
  );

  test("that ends the keeper by a signal loses its servers, and nothing is left", async () => {
    const keeper = await keep();
    const server = await startFake(keeper, "helper");
    const pids = await pidsOf(server);
    process.kill(pids.keeper, "SIGTERM");
    expect(await server.died).toMatchObject({ code: "DIED" });
    expect([pids.pid, pids.helper].map(isRunning)).toEqual([false, false]);
  });
});

/**
 * The processes that have the test's folder in their environment: keepers, servers, what those
 * started, and commands. Linux tells.
 */
async function processesOfTest(): Promise<string[]> {
  const names = await readdir("/proc").catch(() => []);
  const found = await Promise.all(
    names.map(async (name) => {
      const environment = await readFile(`/proc/${name}/environ`, "utf8").catch(() => "");
      return environment.includes(scratch) ? [name] : [];
    }),
  );
  return found.flat();
}

/** Linux tells. */
async function childrenOf(pid: number): Promise<number[]> {
  const words = await readFile(`/proc/${pid}/task/${pid}/children`, "utf8");
  return words.trim().split(" ").map(Number);
}
