/** Members that are threads or processes: what they are asked, and every way in which they end. */
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterEach, describe, expect, test } from "vitest";
import type * as Members from "../src/index.ts";
import type { Member } from "../src/index.ts";

/** Compiled, since what the members load is. */
const compiled = new URL("../dist/index.js", import.meta.url).href;
const { startProcess, startThread, MemberFailure } = (await import(compiled)) as typeof Members;

interface Task {
  readonly task: string;
  readonly value?: unknown;
  readonly code?: number;
}

const started: Member<Task, unknown>[] = [];

afterEach(async () => {
  await Promise.all(started.splice(0).map((member) => member.end()));
});

function program(name: string): URL {
  return new URL(`programs/${name}.mjs`, import.meta.url);
}

const kinds = [
  { noun: "thread", start: startThread },
  { noun: "process", start: startProcess },
];

async function startServing({ noun, start } = kinds[0]!): Promise<Member<Task, unknown>> {
  const member = await start<Task, unknown>(program("serves"), `${noun} 2`);
  started.push(member);
  return member;
}

describe.each(kinds)("a $noun that serves", (kind) => {
  test("replies to each request, in whatever order they are done", async () => {
    const member = await startServing(kind);
    const waiting = member.ask({ task: "wait" });
    expect(await member.ask({ task: "echo", value: new Map([[1, [2]]]) })).toEqual(
      new Map([[1, [2]]]),
    );
    await member.ask({ task: "release" });
    expect(await waiting).toBe("released");
  });

  test("is given what is transferred or copied, and gives it back", async () => {
    const isThread = kind.noun === "thread";
    const member = await startServing(kind);
    const bytes = new Uint8Array([1, 2, 3]);
    const reply = member.ask({ task: "echo", value: bytes }, [bytes.buffer]);
    expect(bytes.byteLength).toBe(isThread ? 0 : 3);
    expect(new Uint8Array((await reply) as Uint8Array)).toEqual(new Uint8Array([1, 2, 3]));

    const noticed = new Promise((resolve) => member.onNotice(resolve));
    expect(await member.ask({ task: "buffer" })).toHaveProperty("byteLength", 8);
    expect(await noticed).toEqual({ lengthAfterwards: isThread ? 0 : 8 });
  });

  test("ends by itself once its coordinator lets it, with nothing left to do", async () => {
    const member = await startServing(kind);
    await member.ask({ task: "letEnd" });
    expect(await member.ended).toEqual({ exitCode: 0 });
  });

  test("goes on after it has thrown, and its error arrives with name, code, stack and cause", async () => {
    const member = await startServing(kind);
    const failure = await member.ask({ task: "throw" }).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(MemberFailure);
    expect(failure).toMatchObject({
      code: "MEMBER_FAILURE",
      message: `${kind.noun} 2: no room`,
      end: undefined,
      cause: {
        name: "StoreError",
        message: "no room",
        code: "STORE_FULL",
        stack: expect.stringContaining("serves.mjs") as string,
        cause: { name: "RangeError", message: "of 8 rows" },
      },
    });
    await expect(member.ask({ task: "throwText" })).rejects.toThrow(`${kind.noun} 2: a text`);
    await expect(member.ask({ task: "cannotBePosted" })).rejects.toThrow("could not be cloned");
    expect(await member.ask({ task: "echo", value: 1 })).toBe(1);
  });

  test("refuses a request that cannot be posted", async () => {
    const member = await startServing(kind);
    await expect(member.ask({ task: "echo", value: () => {} })).rejects.toThrow(
      expect.objectContaining({ name: "DataCloneError" }),
    );
    expect(await member.ask({ task: "echo", value: 1 })).toBe(1);
  });

  test("keeps its way to the coordinator to itself", async () => {
    const member = await startServing(kind);
    expect(await member.ask({ task: "ways" })).toEqual([]);
    expect(await member.ask({ task: "postElsewhere" })).toBe("the reply");
  });
});

describe.each(kinds)("a $noun that ends", (kind) => {
  test("rejects what it is asked, then and later, and says how it ended", async () => {
    const member = await startServing(kind);
    const waiting = member.ask({ task: "wait" });
    const exiting = member.ask({ task: "exit", code: 7 });
    for (const asked of [waiting, exiting]) {
      await expect(asked).rejects.toMatchObject({
        message: `${kind.noun} 2 ended with exit code 7`,
        end: { exitCode: 7 },
      });
    }
    await expect(member.ask({ task: "echo" })).rejects.toBeInstanceOf(MemberFailure);
    expect(await member.ended).toEqual({ exitCode: 7 });
  });

  test("has delivered its last messages before that is said", async () => {
    const member = await startServing(kind);
    const noticed: unknown[] = [];
    member.onNotice((notice) => noticed.push(notice));
    await expect(member.ask({ task: "notifyAndExit" })).rejects.toThrow("exit code 0");
    expect(noticed).toEqual([1, 2, 3]);
  });

  test.each([
    ["throwLater", "nobody caught this"],
    ["rejectLater", "nobody handled this"],
  ])("by an error without a handler (%s) says which", async (task, message) => {
    const member = await startServing(kind);
    await expect(member.ask({ task })).rejects.toMatchObject({
      message: `${kind.noun} 2: ${message}`,
      cause: { stack: expect.stringContaining("serves.mjs") as string },
      end: { exitCode: 1 },
    });
    expect(await member.ended).toMatchObject({ error: { message } });
  });

  test("is ended even in an endless loop, once or twice", async () => {
    const member = await startServing(kind);
    const looping = member.ask({ task: "loop" });
    const failed = expect(looping).rejects.toThrow(`${kind.noun} 2 ended`);
    await Promise.all([member.end(), member.end()]);
    await member.end();
    await failed;
  });
});

describe.each(kinds)("the program of a $noun that serves no coordinator", ({ noun, start }) => {
  test.each([
    ["throws-at-load", /^\w+ 1: not on this machine$/],
    ["exits-at-load", /^\w+ 1 ended with exit code 3$/],
    ["serves-nobody", /^\w+ 1 ended with exit code 0$/],
    ["is-not-there", /^\w+ 1: Cannot find module .*is-not-there\.mjs'/],
  ])("(%s) rejects the start", async (name, message) => {
    await expect(start(program(name), `${noun} 1`)).rejects.toThrow(message);
  });
});

describe("a process", () => {
  test("that is killed says by which signal", async () => {
    const member = await startServing(kinds[1]);
    const waiting = member.ask({ task: "wait" });
    const failed = expect(waiting).rejects.toThrow("process 2 ended by SIGKILL");
    process.kill((await member.ask({ task: "pid" })) as number, "SIGKILL");
    expect(await member.ended).toEqual({ exitCode: null, signal: "SIGKILL" });
    await failed;
  });

  test("that leaves its coordinator has ended", async () => {
    const starting = startProcess(program("leaves"), "process 1");
    await expect(starting).rejects.toThrow("process 1 ended by SIGKILL");
  });

  test("prints to stderr, and leaves stdout to its coordinator", async () => {
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [
      fileURLToPath(program("starts-and-ends")),
      "processes",
    ]);
    expect(stdout).toBe("all have ended");
    expect(stderr).toBe("printed\n".repeat(2));
  });

  // One waits for its next request, and the other one never yields.
  test("ends with its coordinator, also if that is killed", async () => {
    const coordinator = spawn(process.execPath, [fileURLToPath(program("starts-and-waits"))], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const [line] = (await once(coordinator.stdout.setEncoding("utf8"), "data")) as [string];
    const pids = JSON.parse(line) as number[];
    expect(pids.map(isRunning)).toEqual([true, true]);
    coordinator.kill("SIGKILL");
    await expect.poll(() => pids.map(isRunning)).toEqual([false, false]);
  });
});

test("threads that have ended keep no process from ending", async () => {
  const { stdout } = await promisify(execFile)(process.execPath, [
    fileURLToPath(program("starts-and-ends")),
    "threads",
  ]);
  expect(stdout).toMatch(/all have ended$/);
});

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
