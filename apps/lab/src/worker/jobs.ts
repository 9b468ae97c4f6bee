/**
 * What the page may ask a worker for: each job is a module, loaded when it is first asked for.
 * A job's types are its own; the page reads them here and imports no job.
 */
import type { Job } from "./job.ts";

export const jobs = {
  play: () => import("./jobs/play.ts"),
  "explore-all": () => import("./jobs/explore-all.ts"),
  examine: () => import("./jobs/examine.ts"),
  simulate: () => import("./jobs/simulate.ts"),
  "race-trial": () => import("./jobs/race-trial.ts"),
  report: () => import("./jobs/report.ts"),
  "try-source": () => import("./jobs/try-source.ts"),
} satisfies Record<string, () => Promise<{ readonly default: Job<never, unknown, unknown> }>>;

export type JobName = keyof typeof jobs;

type JobOf<Name extends JobName> = Awaited<ReturnType<(typeof jobs)[Name]>>["default"];
export type RequestOf<Name extends JobName> =
  JobOf<Name> extends Job<infer Request, infer _Progress, infer _Reply> ? Request : never;
export type ProgressOf<Name extends JobName> =
  JobOf<Name> extends Job<infer _Request, infer Progress, infer _Reply> ? Progress : never;
export type ReplyOf<Name extends JobName> =
  JobOf<Name> extends Job<infer _Request, infer _Progress, infer Reply> ? Reply : never;
