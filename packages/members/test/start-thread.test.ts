/** Members that are threads: what they are asked, and every way in which they end. */
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterEach, describe, expect, test } from "vitest";
import type * as Members from "../src/index.ts";
import type { Member } from "../src/index.ts";

/** Compiled, since what the threads load is. */
const compiled = new URL("../dist/index.js", import.meta.url).href;
const { startThread, MemberFailure } = (await import(compiled)) as typeof Members;

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

async function startServing(): Promise<Member<Task, unknown>> {
  const member = await startThread<Task, unknown>(program("serves"), "thread 2");
  started.push(member);
  return member;
}

describe("a thread that serves", () => {
  test("replies to each request, in whatever order they are done", async () => {
    const member = await startServing();
    const waiting = member.ask({ task: "wait" });
    expect(await member.ask({ task: "echo", value: new Map([[1, [2]]]) })).toEqual(
      new Map([[1, [2]]]),
    );
    await member.ask({ task: "release" });
    expect(await waiting).toBe("released");
  });

  test("is given what is transferred, and gives it back", async () => {
    const member = await startServing();
    const bytes = new Uint8Array([1, 2, 3]);
    const reply = member.ask({ task: "echo", value: bytes }, [bytes.buffer]);
    expect(bytes.byteLength).toBe(0);
    expect(await reply).toEqual(new Uint8Array([1, 2, 3]));

    const noticed = new Promise((resolve) => member.onNotice(resolve));
    expect(await member.ask({ task: "buffer" })).toHaveProperty("byteLength", 8);
    expect(await noticed).toEqual({ lengthAfterwards: 0 });
  });

  test("ends by itself once its coordinator lets it, with nothing left to do", async () => {
    const member = await startServing();
    await member.ask({ task: "letEnd" });
    expect(await member.ended).toEqual({ exitCode: 0 });
  });

  test("goes on after it has thrown, and its error arrives with name, code, stack and cause", async () => {
    const member = await startServing();
    const failure = await member.ask({ task: "throw" }).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(MemberFailure);
    expect(failure).toMatchObject({
      code: "MEMBER_FAILURE",
      message: "thread 2: no room",
      end: undefined,
      cause: {
        name: "StoreError",
        message: "no room",
        code: "STORE_FULL",
        stack: expect.stringContaining("serves.mjs") as string,
        cause: { name: "RangeError", message: "of 8 rows" },
      },
    });
    await expect(member.ask({ task: "throwText" })).rejects.toThrow("thread 2: a text");
    await expect(member.ask({ task: "cannotBePosted" })).rejects.toThrow("could not be cloned");
    expect(await member.ask({ task: "echo", value: 1 })).toBe(1);
  });

  test("refuses a request that cannot be posted", async () => {
    const member = await startServing();
    await expect(member.ask({ task: "echo", value: () => {} })).rejects.toThrow(
      expect.objectContaining({ name: "DataCloneError" }),
    );
    expect(await member.ask({ task: "echo", value: 1 })).toBe(1);
  });

  test("keeps its way to the coordinator to itself", async () => {
    const member = await startServing();
    expect(await member.ask({ task: "workerData" })).toEqual([]);
    expect(await member.ask({ task: "postElsewhere" })).toBe("the reply");
  });
});

describe("a thread that ends", () => {
  test("rejects what it is asked, then and later, and says how it ended", async () => {
    const member = await startServing();
    const waiting = member.ask({ task: "wait" });
    const exiting = member.ask({ task: "exit", code: 7 });
    for (const asked of [waiting, exiting]) {
      await expect(asked).rejects.toMatchObject({
        message: "thread 2 ended with exit code 7",
        end: { exitCode: 7 },
      });
    }
    await expect(member.ask({ task: "echo" })).rejects.toBeInstanceOf(MemberFailure);
    expect(await member.ended).toEqual({ exitCode: 7 });
  });

  test("has delivered its last messages before that is said", async () => {
    const member = await startServing();
    const noticed: unknown[] = [];
    member.onNotice((notice) => noticed.push(notice));
    await expect(member.ask({ task: "notifyAndExit" })).rejects.toThrow("exit code 0");
    expect(noticed).toEqual([1, 2, 3]);
  });

  test.each([
    ["throwLater", "nobody caught this"],
    ["rejectLater", "nobody handled this"],
  ])("by an error without a handler (%s) says which", async (task, message) => {
    const member = await startServing();
    await expect(member.ask({ task })).rejects.toMatchObject({
      message: `thread 2: ${message}`,
      cause: { stack: expect.stringContaining("serves.mjs") as string },
      end: { exitCode: 1 },
    });
    expect(await member.ended).toMatchObject({ error: { message } });
  });

  test("is ended even in an endless loop, once or twice", async () => {
    const member = await startServing();
    const looping = member.ask({ task: "loop" });
    const failed = expect(looping).rejects.toThrow("thread 2 ended");
    await Promise.all([member.end(), member.end()]);
    await member.end();
    await failed;
  });
});

describe("a program that serves no coordinator", () => {
  test.each([
    ["throws-at-load", "thread 1: not on this machine"],
    ["exits-at-load", "thread 1 ended with exit code 3"],
    ["serves-nobody", "thread 1 ended with exit code 0"],
    ["is-not-there", /^thread 1: Cannot find module .*is-not-there\.mjs'/],
  ])("(%s) rejects the start", async (name, message) => {
    await expect(startThread(program(name), "thread 1")).rejects.toThrow(message);
  });
});

test("threads that have ended keep no process from ending", async () => {
  const { stdout } = await promisify(execFile)(process.execPath, [
    fileURLToPath(program("starts-and-ends")),
  ]);
  expect(stdout).toBe("all have ended");
});
