import { useEffect, useState } from "preact/hooks";
import type { JobName, ProgressOf, ReplyOf, RequestOf } from "../worker/jobs.ts";
import { JobError, runJob, type JobOptions } from "../worker/run-job.ts";

export interface JobState<Name extends JobName> {
  /** The newest reply. While another job runs it is still the one before. */
  readonly reply: ReplyOf<Name> | undefined;
  /** The request that `reply` answers. */
  readonly answered: RequestOf<Name> | undefined;
  readonly isRunning: boolean;
  readonly progress: ProgressOf<Name> | undefined;
  readonly error: JobError | undefined;
}

/**
 * Runs a job for what a screen shows, again whenever its request changes, and then ends the one
 * before. No request, no job.
 */
export function useJob<Name extends JobName>(
  name: Name,
  request: RequestOf<Name> | undefined,
  options: Pick<JobOptions<Name>, "timeLimitMs" | "ownWorker"> = {},
): JobState<Name> {
  const [state, setState] = useState<JobState<Name>>(nothing as JobState<Name>);
  const key = request === undefined ? undefined : JSON.stringify([name, request]);
  useEffect(() => {
    if (request === undefined) {
      setState(nothing);
      return undefined;
    }
    const job = new AbortController();
    const { signal } = job;
    setState((before) => ({ ...before, isRunning: true, progress: undefined, error: undefined }));
    const onProgress = (progress: ProgressOf<Name>): void => {
      if (!signal.aborted) setState((before) => ({ ...before, progress }));
    };
    runJob(name, request, { ...options, signal, onProgress }).then(
      (reply) => {
        if (!signal.aborted) setState({ ...(nothing as JobState<Name>), reply, answered: request });
      },
      (error: unknown) => {
        if (signal.aborted) return;
        const known = error instanceof JobError ? error : new JobError(String(error), undefined);
        setState({ ...(nothing as JobState<Name>), error: known });
      },
    );
    return () => job.abort();
  }, [key]);
  return state;
}

const nothing = {
  reply: undefined,
  answered: undefined,
  isRunning: false,
  progress: undefined,
  error: undefined,
};
