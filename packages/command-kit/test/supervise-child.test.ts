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
    const echo = 'process.once("message", (request) => process.send({ got: request }));';
    expect(await supervise(echo)).toEqual({ end: "result", result: { got: { number: 7 } } });
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
    await writeFile(file, "process.send(process.pid); setInterval(() => {}, 1000);");
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
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
