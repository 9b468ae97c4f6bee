import type { JobError } from "../../worker/run-job.ts";

/** What went wrong in the worker, in one line. */
export function JobProblem({ error }: { readonly error: JobError | undefined }) {
  if (error === undefined) return null;
  return (
    <p class="notice" role="alert">
      {error.message}
    </p>
  );
}
