/** Pieces of the result document's schema. The types that other packages own are checked against them. */
import type { Verdict, Witness } from "@sync-strategies/linearizability";
import type { Fairness, Ratio } from "@sync-strategies/statistics";
import {
  latencyFields,
  type LatencySummary,
  type OpenLoopResult,
  type StateCheck,
} from "@sync-strategies/workload";
import { z } from "zod";

export const count = z.number().int().min(0);
export const amount = z.number().min(0);
/** From 1. */
export const ordinal = z.number().int().min(1);

export const operationKinds = ["read", "write", "update"] as const;

export const latencySummary: z.ZodType<LatencySummary> = z.object({
  samples: count,
  inFlight: count.optional(),
  lowerBounds: z.array(z.enum(latencyFields)).optional(),
  p50Us: amount.optional(),
  p90Us: amount.optional(),
  p99Us: amount.optional(),
  p999Us: amount.optional(),
  maxUs: amount.optional(),
  meanUs: amount.optional(),
  distribution: z.array(z.tuple([amount, count])).optional(),
});

/** Of all operations, and of each kind that there was. */
export const latency = z
  .partialRecord(z.enum(["all", ...operationKinds]), latencySummary)
  .readonly();

export const openLoopResult: z.ZodType<OpenLoopResult> = z.object({
  arrivals: count,
  dropped: count,
  mostInFlight: count,
  lateness: latencySummary,
});

export const fairness: z.ZodType<Fairness> = z.object({
  clients: count,
  jainIndex: amount,
  least: count,
  most: count,
  withNone: count,
});

export const ratio: z.ZodType<Ratio> = z.object({
  value: amount,
  low: amount,
  high: amount,
  count: ordinal,
  pValue: z.number().min(0).max(1),
});

export const interval = z.object({ low: amount, high: amount }).readonly();

export const stateCheck: z.ZodType<StateCheck> = z.object({
  acknowledgedUpdates: count,
  lostUpdates: count,
  lostUpdatesIsLowerBound: z.boolean(),
  contradictions: z.array(z.string()),
});

const coverage = {
  engine: z.string(),
  checkedOps: count,
  totalOps: count,
  elapsedMs: amount,
  clock: z.string().optional(),
};

/** It is only drawn, never computed with; what draws it escapes all of its texts. */
const witness = z.custom<Witness>((value) => typeof value === "object" && value !== null);

/** A verdict on the history of a run. */
export type HistoryVerdict = Verdict & {
  /**
   * Which clock ordered the events of different members, and how exactly: "shared counter", or
   * "monotonic time, to within 200 ns". Missing where all clients were in one event loop.
   */
  readonly clock?: string | undefined;
};

export const historyVerdict: z.ZodType<HistoryVerdict> = z.discriminatedUnion("verdict", [
  z.looseObject({ ...coverage, verdict: z.literal("linearizable") }),
  z.looseObject({
    ...coverage,
    verdict: z.literal("not-linearizable"),
    rule: z.string(),
    explanation: z.string(),
    witness,
  }),
  z.looseObject({ ...coverage, verdict: z.literal("unknown"), explanation: z.string() }),
]);
