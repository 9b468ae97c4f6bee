/**
 * The page's end of the workers: asks for a job, and ends its worker when the caller changes their
 * mind or the time is over. A store that never yields can only be stopped from outside.
 *
 * Invariant: a worker carries out at most one job, and `idle` holds those that carry out none. A
 * worker whose job was cancelled, ran out of time or asked for a separate worker is never idle
 * again.
 */
import type { JobAnswer, JobMessage } from "./job.ts";
import type { JobName, ProgressOf, ReplyOf, RequestOf } from "./jobs.ts";

export interface JobOptions<Name extends JobName> {
  /** Aborting ends the job; the promise rejects with the signal's reason. */
  readonly signal?: AbortSignal;
  /** How long the job may take, in milliseconds; 60,000 if not given. */
  readonly timeLimitMs?: number;
  readonly onProgress?: (news: ProgressOf<Name>) => void;
  /** A new worker for this job, ended after it: for code that may leave the worker changed. */
  readonly ownWorker?: boolean;
}

/** A job that failed. `code` is the code of the error behind it, if that had one. */
export class JobError extends Error {
  readonly code: string | undefined;

  constructor(message: string, code: string | undefined) {
    super(message);
    this.name = "JobError";
    this.code = code;
  }
}

/** The code of a {@link JobError} whose job ran out of time. */
export const TIME_LIMIT = "TIME_LIMIT";

const IDLE_WORKERS = 2;
const idle: Worker[] = [];

/** Rejects with {@link JobError} if the job fails or takes longer than its limit. */
export function runJob<Name extends JobName>(
  name: Name,
  request: RequestOf<Name>,
  options: JobOptions<Name> = {},
): Promise<ReplyOf<Name>> {
  const { signal, timeLimitMs = 60_000, onProgress, ownWorker = false } = options;
  if (signal?.aborted) return Promise.reject(signal.reason);
  const worker = (ownWorker ? undefined : idle.pop()) ?? startWorker();
  const job = new AbortController();
  const listen = { signal: job.signal };
  return new Promise((resolve, reject) => {
    const end = (isReusable: boolean): void => {
      job.abort();
      clearTimeout(timer);
      if (isReusable && !ownWorker && idle.length < IDLE_WORKERS) idle.push(worker);
      else worker.terminate();
    };
    const fail = (reason: unknown): void => {
      end(false);
      reject(reason);
    };
    const timer = setTimeout(() => {
      const message = `It took longer than ${timeLimitMs / 1000} s, and was ended.`;
      fail(new JobError(message, TIME_LIMIT));
    }, timeLimitMs);
    signal?.addEventListener("abort", () => fail(signal.reason), listen);
    worker.addEventListener(
      "message",
      ({ data }: MessageEvent<JobAnswer>) => {
        if (data.type === "progress") {
          onProgress?.(data.news as ProgressOf<Name>);
          return;
        }
        end(true);
        if (data.type === "reply") resolve(data.reply as ReplyOf<Name>);
        else reject(new JobError(data.message, data.code));
      },
      listen,
    );
    worker.addEventListener(
      "error",
      (event) => fail(new JobError(event.message || "The worker could not be started.", undefined)),
      listen,
    );
    worker.postMessage({ name, request } satisfies JobMessage);
  });
}

function startWorker(): Worker {
  return new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
}
