/** The page's end of the workers, with workers that the tests answer for. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { JobAnswer } from "../src/worker/job.ts";
import { runJob } from "../src/worker/run-job.ts";

/** A worker that does nothing by itself. */
class MadeUpWorker extends EventTarget {
  static readonly made: MadeUpWorker[] = [];
  readonly asked: unknown[] = [];
  isEnded = false;

  constructor() {
    super();
    MadeUpWorker.made.push(this);
  }

  postMessage(message: unknown): void {
    this.asked.push(message);
  }

  terminate(): void {
    this.isEnded = true;
  }

  answer(data: JobAnswer): void {
    this.dispatchEvent(new MessageEvent("message", { data }));
  }
}

const request = { strategy: "mutex", scenario: "lost-update", steps: "A" };

beforeEach(() => {
  vi.stubGlobal("Worker", MadeUpWorker);
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  MadeUpWorker.made.length = 0;
});

const lastMade = (): MadeUpWorker => MadeUpWorker.made.at(-1)!;

test("a worker that has replied does the next job, and is ended when one is cancelled", async () => {
  const first = runJob("play", request);
  const worker = lastMade();
  worker.answer({ type: "reply", reply: "one" });
  expect(await first).toBe("one");
  const second = runJob("play", request);
  expect(MadeUpWorker.made).toHaveLength(1);
  expect(worker.asked).toHaveLength(2);
  worker.answer({ type: "failed", message: "no such thing", code: "SCHEDULE_IMPOSSIBLE" });
  await expect(second).rejects.toMatchObject({ code: "SCHEDULE_IMPOSSIBLE" });
  const cancelled = new AbortController();
  const ended = runJob("play", request, { signal: cancelled.signal });
  cancelled.abort("enough");
  await expect(ended).rejects.toBe("enough");
  expect(worker.isEnded).toBe(true);
});

test("a job that takes too long is ended together with its worker", async () => {
  const job = runJob("play", request, { timeLimitMs: 500 });
  const outcome = expect(job).rejects.toMatchObject({
    code: "TIME_LIMIT",
    message: "It took longer than 0.5 s, and was ended.",
  });
  vi.advanceTimersByTime(500);
  await outcome;
  expect(lastMade().isEnded).toBe(true);
  expect(vi.getTimerCount()).toBe(0);
});

test("a job that was cancelled before it began asks no worker", async () => {
  await expect(runJob("play", request, { signal: AbortSignal.abort("no") })).rejects.toBe("no");
  expect(MadeUpWorker.made).toHaveLength(0);
});

test("a separate worker is ended after its job, and news reach the caller before the reply", async () => {
  const news: number[] = [];
  const job = runJob("explore-all", request, {
    ownWorker: true,
    onProgress: (count) => news.push(count),
  });
  lastMade().answer({ type: "progress", news: 50 });
  lastMade().answer({ type: "reply", reply: "all" });
  expect(await job).toBe("all");
  expect(news).toEqual([50]);
  expect(lastMade().isEnded).toBe(true);
  expect(vi.getTimerCount()).toBe(0);
});

test("a worker that cannot be started is a failed job", async () => {
  const job = runJob("play", request);
  lastMade().dispatchEvent(new Event("error"));
  await expect(job).rejects.toThrow("The worker could not be started.");
  expect(lastMade().isEnded).toBe(true);
});
