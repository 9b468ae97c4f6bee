/**
 * A job of the worker: from a request to a reply, with progress on the way. All three are sent by
 * structured clone, so they are plain data.
 */
export type Job<Request, Progress, Reply> = (
  request: Request,
  progress: (news: Progress) => void,
) => Reply | Promise<Reply>;

export function defineJob<Request, Progress, Reply>(
  job: Job<Request, Progress, Reply>,
): Job<Request, Progress, Reply> {
  return job;
}

/** What the page sends to a worker: one job at a time. */
export interface JobMessage {
  readonly name: string;
  readonly request: unknown;
}

/** What the worker sends back. */
export type JobAnswer =
  | { readonly type: "progress"; readonly news: unknown }
  | { readonly type: "reply"; readonly reply: unknown }
  | { readonly type: "failed"; readonly message: string; readonly code: string | undefined };
