import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { superviseChild, type ChildEnd } from "../src/supervise-child.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "supervise-child-test-"));
});
afterAll(() => rm(folder, { recursive: true }));

/** Compiled, since the child processes are. */
const inChild = JSON.stringify(new URL("../dist/in-child/index.js", import.meta.url).href);

/** What a child's program begins with. */
const connected = `
  import { connectToParent } from ${inChild};
  const { request, send } = connectToParent();
`;

/** Runs a child whose program is given, until it sends anything but a number. */
async function supervise(
  program: string,
  { patienceMs = 60_000, signal }: { patienceMs?: number; signal?: AbortSignal } = {},
): Promise<ChildEnd<unknown>> {
  const file = join(folder, `${Math.random()}.mjs`);
  await writeFile(file, program);
  return superviseChild<unknown, unknown>(pathToFileURL(file), {
    request: { number: 7 },
    patienceMs,
    signal,
    prints: "nowhere",
    onMessage(message, { progress, result }) {
      if (typeof message === "number") progress();
      else result(message);
    },
  });
}

describe("superviseChild", () => {
  test("hands over the request, and resolves to the result", async () => {
    expect(await supervise(`${connected} send({ got: request });`)).toEqual({
      end: "result",
      result: { got: { number: 7 } },
    });
  });

  test("says how a child ended by itself, with what it wrote to stderr", async () => {
    const dies = 'process.stderr.write("no more", () => process.exit(3));';
    expect(await supervise(dies)).toEqual({
      end: "died",
      reason: "its process ended with exit code 3",
      stderr: "no more",
    });
    const killed = await supervise(
      'process.kill(process.pid, "SIGKILL"); setInterval(() => {}, 9);',
    );
    expect(killed).toMatchObject({ end: "died", reason: "its process ended by SIGKILL" });
  });

  test("ends a child that makes no progress, also one that never lets go of the processor", async () => {
    expect(await supervise("for (;;);", { patienceMs: 300 })).toEqual({
      end: "hung",
      patienceMs: 300,
    });
  });

  test("rejects with the signal's reason, and leaves no process", async () => {
    const controller = new AbortController();
    const file = join(folder, "pid.mjs");
    await writeFile(file, `${connected} send(process.pid); setInterval(() => {}, 1000);`);
    let pid = 0;
    const supervised = superviseChild<number, never>(pathToFileURL(file), {
      request: {},
      patienceMs: 60_000,
      signal: controller.signal,
      onMessage(message) {
        pid = message;
        controller.abort(new Error("enough"));
      },
    });
    await expect(supervised).rejects.toThrow("enough");
    await expect.poll(() => isAlive(pid), { timeout: 60_000 }).toBe(false);
  });

  test("starts nothing for a signal that has aborted", async () => {
    const signal = AbortSignal.abort(new Error("too late"));
    await expect(supervise("", { signal })).rejects.toThrow("too late");
  });

  test("takes nothing else for a message, whatever a strategy in the child sends", async () => {
    const forged = `
      process.send({ type: "measured" });
      process.send("ready", () => {});
      process.disconnect();
      Object.prototype.toJSON = () => "nothing";
      send({ real: true });
    `;
    expect(await supervise(connected + forged)).toMatchObject({ result: { real: true } });
  });

  test.for([
    ["what is no message", "Buffer.alloc(100, 7)"],
    ["a message without the token", "Buffer.concat([Buffer.alloc(16), Buffer.alloc(4)])"],
  ])("ends a child in which something else writes %s to its pipe", async ([, bytes]) => {
    const writes = `
      import { writeSync } from "node:fs";
      writeSync(3, ${bytes});
      setInterval(() => {}, 1000);
    `;
    expect(await supervise(connected + writes)).toMatchObject({
      end: "died",
      reason: "something else in its process writes to the pipe for its messages",
    });
  });

  test("says so if a message makes no sense to its reader", async () => {
    const file = join(folder, "nonsense.mjs");
    await writeFile(file, `${connected} send({ figure: Infinity }); setInterval(() => {}, 1000);`);
    const end = await superviseChild(pathToFileURL(file), {
      request: {},
      patienceMs: 60_000,
      onMessage() {
        throw new TypeError("figure: it is not finite");
      },
    });
    expect(end).toMatchObject({
      end: "died",
      reason: "figure: it is not finite",
    });
  });

  test("leaves no process that the child has started", async () => {
    const starts = `
      import { spawn } from "node:child_process";
      const script = "setInterval(() => {}, 1000)";
      const started = spawn(process.execPath, ["-e", script], { stdio: "inherit" });
      send({ pid: started.pid });
    `;
    const { result } = (await supervise(connected + starts)) as { result: { pid: number } };
    await expect.poll(() => isAlive(result.pid), { timeout: 60_000 }).toBe(false);
  });

  test("leaves no child if this process is killed, not even one that never yields", async () => {
    const child = join(folder, "never-yields.mjs");
    await writeFile(child, `${connected} send({ pid: process.pid }); for (;;);`);
    const supervisor = new URL("../dist/supervise-child.js", import.meta.url).href;
    const parent = join(folder, "parent.mjs");
    await writeFile(
      parent,
      `import { superviseChild } from ${JSON.stringify(supervisor)};
      superviseChild(new URL(${JSON.stringify(pathToFileURL(child).href)}), {
        request: {},
        patienceMs: 600_000,
        onMessage: ({ pid }) => console.log(pid),
      });`,
    );
    const killed = spawn(process.execPath, [parent], { stdio: ["ignore", "pipe", "inherit"] });
    const [pid] = (await once(killed.stdout, "data")) as [Buffer];
    killed.kill("SIGKILL");
    await expect.poll(() => isAlive(Number(pid)), { timeout: 60_000 }).toBe(false);
  });
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
