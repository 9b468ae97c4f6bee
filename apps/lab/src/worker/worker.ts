/// <reference lib="webworker" />
/** The worker's end: carries out one job at a time. The page ends the worker to cancel a job. */
import type { JobAnswer, JobMessage } from "./job.ts";
import { jobs, type JobName } from "./jobs.ts";

// A broken store leaves rejected promises that no caller awaits; only its tests judge it.
globalThis.addEventListener("unhandledrejection", (event) => event.preventDefault());

globalThis.addEventListener("message", ({ data }: MessageEvent<JobMessage>) => void carryOut(data));

async function carryOut({ name, request }: JobMessage): Promise<void> {
  try {
    const { default: job } = await jobs[name as JobName]();
    const run = job as (request: unknown, progress: (news: unknown) => void) => unknown;
    answer({
      type: "reply",
      reply: await run(request, (news) => answer({ type: "progress", news })),
    });
  } catch (error) {
    answer({ type: "failed", ...describe(error) });
  }
}

// Taken here, because a store may replace what is global.
const { postMessage } = globalThis;

function answer(message: JobAnswer): void {
  postMessage(message);
}

function describe(error: unknown): { message: string; code: string | undefined } {
  if (!(error instanceof Error)) return { message: String(error), code: undefined };
  const code = "code" in error && typeof error.code === "string" ? error.code : undefined;
  return { message: error.message, code };
}
