/**
 * What a run of the command found, as one document. The JSON output and saved results are this and
 * nothing else; tables, CSV, Markdown and the report are views of it. The schema is the source of
 * the types, so what is read back is checked against the same.
 */
import { TRAIT_VALUES, type StrategyTraits } from "@sync-strategies/state-store";
import type { Comparison } from "@sync-strategies/statistics";
import { z } from "zod";
import { comparedShape, standings } from "./figures/comparison.ts";
import { rowVerdicts } from "./figures/correctness.ts";
import { measuredShape, summaries } from "./figures/schema.ts";
import type { Summary } from "./figures/topic.ts";
import { resultParameters } from "./parameters-schema.ts";
import { amount, count, ordinal, ratio } from "./shapes.ts";

/** Grows with every change that a reader of older documents would stumble over. */
export const SCHEMA_VERSION = 6;

/** What one trial measured. What a host cannot know is null. */
export const measuredRound = z.object(measuredShape);
export type MeasuredRound = z.infer<typeof measuredRound>;

/**
 * `other-workload`: its digest differs from the table's. `broke-contract`: it ran to the end, but
 * its history or its final state is wrong.
 */
export const rowStatus = z.enum([
  "completed",
  "threw",
  "hung",
  "died",
  "broke-contract",
  "other-workload",
]);
export type RowStatus = z.infer<typeof rowStatus>;

/** The raw values of one trial. */
const roundResult = z
  .object({
    round: ordinal,
    status: rowStatus,
    /** One line that says what went wrong; null if nothing did. */
    problem: z.string().nullable(),
    /** Null if the trial did not complete. */
    measured: measuredRound.nullable(),
  })
  .readonly();
export type RoundResult = z.infer<typeof roundResult>;

const traits: z.ZodType<StrategyTraits> = z.looseObject({
  access: z.enum(TRAIT_VALUES.access),
  exclusion: z.enum(TRAIT_VALUES.exclusion),
  reads: z.enum(TRAIT_VALUES.reads),
  updaterRuns: z.enum(TRAIT_VALUES.updaterRuns),
  control: z.boolean(),
});

/** What a row is about. */
const identityShape = {
  strategy: z.string().min(1),
  title: z.string(),
  /** A `peer` is another library, a `yardstick` there to be compared with, a `reference` not ours. */
  kind: z.enum(["strategy", "control", "peer", "yardstick", "reference"]),
  /** Of peers: the strategy whose peer it is; of yardsticks: `yardsticks`. */
  group: z.string().optional(),
  /** On whose server its state is, where the strategy says so: "redis". */
  service: z.string().optional(),
  /** How results come back to their callers, where the strategy says so. */
  reply: z.string().optional(),
  traits: traits.nullable(),
};

type Summaries = typeof summaries;
type SummaryShape = {
  [Name in keyof Summaries]: Summaries[Name] extends Summary<infer Schema, never>
    ? z.ZodNullable<Schema>
    : never;
};

/** What an earlier version did not know of a row is null, too. */
const summaryShape = Object.fromEntries(
  Object.entries(summaries).map(([name, { schema }]) => [
    name,
    (schema as z.ZodType).nullable().default(null),
  ]),
) as unknown as SummaryShape;

/**
 * One row: its rounds, and what they come down to. Figures are of the rounds that completed and
 * null if there was none: counts are means, speeds geometric means, percentiles medians of the
 * rounds' percentiles.
 */
const strategyResult = z
  .object({
    ...identityShape,
    status: rowStatus,
    problem: z.string().nullable(),
    ...summaryShape,
    ...comparedShape,
    /** The worst of the verdicts on the rounds' histories. */
    verdict: rowVerdicts,
    rounds: z.array(roundResult).readonly(),
  })
  .readonly();
export type StrategyResult = z.infer<typeof strategyResult>;

const sweepPoint = z
  .object({ knob: z.string(), value: z.union([z.string(), z.number()]) })
  .readonly();
export type SweepPoint = z.infer<typeof sweepPoint>;

const comparison: z.ZodType<Comparison> = z.object({
  baseline: z.string(),
  aaCheck: z.object({ ratio, passed: z.boolean() }).optional(),
  obstacle: z
    .enum(["pause-bound", "open-loop", "disturbed", "too-few-rounds", "no-aa-check", "too-noisy"])
    .optional(),
  contenders: z.array(
    z.object({
      name: z.string(),
      ratio: ratio.optional(),
      adjustedPValue: amount.optional(),
      standing: standings,
    }),
  ),
  tiers: z.array(z.array(z.string())).optional(),
});

/** One table. It grows while the run goes on. */
const workloadResult = z.object({
  workload: z.string().min(1),
  question: z.string(),
  /** Which point of a sweep this is; null without one. */
  sweep: sweepPoint.nullable(),
  parameters: resultParameters,
  /** The most operations that the pauses allow: clients × duration ÷ pause. Null without pauses. */
  operationCeiling: amount.nullable(),
  /** SHA-256 over the streams and parameters, the same in every row; null before the first. */
  digest: z.string().nullable(),
  /** The order of each round; the baseline's second run is called by its name and "(again)". */
  order: z.array(z.array(z.string())),
  results: z.array(strategyResult).readonly(),
  /** The baseline's second run, for the A/A check; null if there was none. */
  baselineAgain: strategyResult.nullable(),
  /** What the rounds allow to say; null for one round, or if no row can be the baseline. */
  comparison: comparison.nullable(),
});
export type WorkloadResult = z.infer<typeof workloadResult>;

/** Of every kind of result. */
export const environment = z
  .object({
    startedAt: z.string(),
    /** Name and version of the browser, if it was run in a page; `node` and `v8` are empty then. */
    browser: z.string().min(1).optional(),
    node: z.string(),
    v8: z.string(),
    platform: z.string(),
    cpu: z.string(),
    cores: count,
    /** How the kernel chooses the processor's speed; null where it does not say. */
    governor: z.string().nullable(),
    /** Of the last minute, when the run began and when it ended. */
    loadAverage: amount,
    loadAverageAtEnd: amount.nullable().default(null),
    commit: z.string().nullable(),
    seed: z.number().int(),
    arguments: z.array(z.string()).readonly(),
  })
  .readonly();
export type Environment = z.infer<typeof environment>;

export const resultDocument = z.object({
  schemaVersion: z.literal(SCHEMA_VERSION),
  environment,
  /** One for each table: each workload, or each point of a sweep. */
  workloads: z.array(workloadResult),
  /** True while the run goes on, and permanently if it ended before all trials were done. */
  interrupted: z.boolean(),
  /** What else there is to say: names that mean nothing, a missing reference. */
  notes: z.array(z.string()),
});
export type ResultDocument = z.infer<typeof resultDocument>;
