/** The README shows the examples as they are, and what they print. */
import { readFileSync } from "node:fs";
import type * as Threads from "node:worker_threads";
import { expect, test, vi } from "vitest";
import { typeScriptThread } from "./typescript-thread.ts";

// The programs of threads are TypeScript, too.
vi.mock("node:worker_threads", async (importActual) => {
  const actual = await importActual<typeof Threads>();
  class Worker extends actual.Worker {
    constructor(program: URL, options: Threads.WorkerOptions) {
      super(...typeScriptThread(program, options));
    }
  }
  return { ...actual, Worker };
});

const textOf = (file: string): string =>
  readFileSync(new URL(`../${file}`, import.meta.url), "utf8");
const readme = textOf("README.md");

test.each([
  ["examples/record-a-store.ts", () => import("../examples/record-a-store.ts")],
  ["examples/lock.ts", () => import("../examples/lock.ts")],
  ["examples/queue.ts", () => import("../examples/queue.ts")],
  ["examples/log.ts", () => import("../examples/log.ts")],
  ["examples/record-threads.ts", () => import("../examples/record-threads.ts")],
])("%s", async (file, run) => {
  const log = vi.spyOn(console, "log").mockImplementation(() => {});
  await run();
  const printed = log.mock.calls.join("\n");
  log.mockRestore();
  expect(printed).not.toBe("");
  expect(readme).toContain(textOf(file) + "```\n\n```\n" + printed + "\n```\n");
});

test("the program of the threads that the README records", () => {
  expect(readme).toContain("\n" + textOf("examples/recording-thread.ts") + "```\n");
});
