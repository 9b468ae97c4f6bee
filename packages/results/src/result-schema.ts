/**
 * Checks a result document that is read back: it may be damaged, or not be one at all. Fields that
 * are not known here are let pass, so that a newer command's results can be read by an older one
 * of the same schema version.
 */
import type { Verdict, Witness } from "@sync-strategies/linearizability";
import { keyDistributions, type LatencySummary } from "@sync-strategies/workload";
import { z } from "zod";
import {
  SCHEMA_VERSION,
  type MeasuredRound,
  type ResultDocument,
  type RoundResult,
  type StrategyResult,
  type WorkloadResult,
} from "./result-document.ts";

const count = z.number().int().min(0);
const amount = z.number().min(0);
const ordinal = z.number().int().min(1);

const latencySummary: z.ZodType<LatencySummary> = z.looseObject({
  samples: count,
  p50Us: amount.optional(),
  p90Us: amount.optional(),
  p99Us: amount.optional(),
  p999Us: amount.optional(),
  maxUs: amount.optional(),
  meanUs: amount.optional(),
  distribution: z.array(z.tuple([amount, count])).optional(),
});

const kinds = z.enum(["read", "write", "update"]);

const latency = z.partialRecord(z.enum(["all", ...kinds.options]), latencySummary);

const coverage = {
  engine: z.enum(["zones", "windows", "search"]),
  checkedOps: count,
  totalOps: count,
  elapsedMs: amount,
};

/** It is only drawn, never counted with; what draws it escapes all of its texts. */
const witness = z.custom<Witness>((value) => typeof value === "object" && value !== null);

const verdict: z.ZodType<Verdict> = z.discriminatedUnion("verdict", [
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

const state = z.looseObject({
  acknowledgedUpdates: count,
  lostUpdates: count,
  lostUpdatesIsLowerBound: z.boolean(),
  contradictions: z.array(z.string()),
});

const status = z.enum(["completed", "threw", "hung", "died", "broke-contract", "other-workload"]);

const measuredRound: z.ZodType<MeasuredRound> = z.looseObject({
  readOps: count,
  writeOps: count,
  updateOps: count,
  elapsedMs: z.number().positive(),
  inFlightAtDeadline: count.nullable(),
  perClientOps: z.array(count),
  perTenthOps: z.array(z.number().int()).nullable(),
  meanPauseUs: amount.nullable(),
  turnsMs: amount.nullable(),
  timerLateness: latencySummary.nullable(),
  digest: z.string(),
  latency: latency.nullable(),
  openLoop: z
    .looseObject({
      arrivals: count,
      dropped: count,
      mostInFlight: count,
      lateness: latencySummary,
    })
    .nullable(),
  resources: z
    .looseObject({ heapBytes: amount, gcCount: count, gcMs: amount, cpuMs: amount })
    .nullable(),
  state: state.nullable(),
  check: verdict.nullable(),
});

const round: z.ZodType<RoundResult> = z.looseObject({
  round: ordinal,
  status,
  problem: z.string().nullable(),
  measured: measuredRound.nullable(),
});

const ratio = z.looseObject({
  value: amount,
  low: amount,
  high: amount,
  count: ordinal,
  pValue: z.number().min(0).max(1),
});

const standing = z.enum(["faster", "slower", "tie", "undecided"]);

const fairness = z.looseObject({
  clients: count,
  jainIndex: z.number().min(0),
  least: count,
  most: count,
  starved: count,
});

const row: z.ZodType<StrategyResult> = z.looseObject({
  strategy: z.string().min(1),
  title: z.string(),
  kind: z.enum(["strategy", "control", "peer", "floor", "reference"]),
  group: z.string().optional(),
  reply: z.string().optional(),
  traits: z
    .looseObject({
      access: z.enum(["lock-holder", "owner-task", "any-caller"]),
      exclusion: z.enum(["store", "key", "nothing"]),
      reads: z.enum(["wait", "never-wait"]),
      updaterRuns: z.enum(["once", "at-least-once"]),
      control: z.boolean(),
    })
    .nullable(),
  status,
  problem: z.string().nullable(),
  readOps: count.nullable(),
  writeOps: count.nullable(),
  updateOps: count.nullable(),
  totalOps: count.nullable(),
  elapsedMs: amount.nullable(),
  opsPerSecond: amount.nullable(),
  opsPerSecondInterval: z.looseObject({ low: amount, high: amount }).nullable(),
  ratio: ratio.nullable(),
  standing: z.enum([...standing.options, "baseline"]).nullable(),
  tier: ordinal.nullable(),
  shareOfLimit: amount.nullable(),
  latency: latency.nullable(),
  fairness: z.partialRecord(kinds, fairness).nullable(),
  resources: z
    .looseObject({ heapBytes: amount, cpuNs: amount.nullable(), gcCount: amount, gcMs: amount })
    .nullable(),
  timerLateness: latencySummary.nullable(),
  openLoop: z
    .looseObject({
      dropped: count,
      arrivals: count,
      mostInFlight: count,
      latenessP99Us: amount.nullable(),
    })
    .nullable(),
  state: state.nullable(),
  verdict: z.enum(["linearizable", "not-linearizable", "unknown", "unchecked"]),
  check: verdict.nullable(),
  rounds: z.array(round),
});

const workload: z.ZodType<WorkloadResult> = z.looseObject({
  workload: z.string().min(1),
  question: z.string(),
  sweep: z.looseObject({ knob: z.string(), value: z.union([z.string(), z.number()]) }).nullable(),
  parameters: z.looseObject({
    readers: count,
    writers: count,
    updaters: count,
    keys: ordinal,
    keyDistribution: z.enum(keyDistributions),
    pauseUs: amount,
    hold: z.union([z.literal("microtask"), z.literal("immediate"), amount]),
    ratePerSecond: amount,
    maximumInFlight: count,
    seed: z.number().int(),
    durationMs: amount.nullable(),
    operations: count.nullable(),
    rounds: ordinal,
  }),
  limit: amount.nullable(),
  digest: z.string().nullable(),
  order: z.array(z.array(z.string())),
  results: z.array(row),
  sameTwice: row.nullable(),
  comparison: z
    .looseObject({
      baseline: z.string(),
      sameTwice: z.looseObject({ ratio, passed: z.boolean() }).optional(),
      obstacle: z.enum(["pause-bound", "too few rounds", "no check", "too noisy"]).optional(),
      standings: z.array(
        z.looseObject({
          name: z.string(),
          ratio: ratio.optional(),
          adjustedPValue: amount.optional(),
          verdict: standing,
        }),
      ),
      tiers: z.array(z.array(z.string())).optional(),
    })
    .nullable(),
});

const environment = z.looseObject({
  startedAt: z.string(),
  node: z.string(),
  v8: z.string(),
  platform: z.string(),
  cpu: z.string(),
  cores: count,
  governor: z.string().nullable(),
  loadAverage: amount,
  commit: z.string().nullable(),
  seed: z.number().int(),
  arguments: z.array(z.string()),
});

const resultDocument: z.ZodType<ResultDocument> = z.looseObject({
  schemaVersion: z.literal(SCHEMA_VERSION),
  environment,
  workloads: z.array(workload),
  interrupted: z.boolean(),
  notes: z.array(z.string()),
});

/** @throws {TypeError} with one line that names the place and the fault. */
export function parseResult(json: unknown): ResultDocument {
  const version = z.looseObject({ schemaVersion: z.number() }).safeParse(json);
  if (version.success && version.data.schemaVersion !== SCHEMA_VERSION) {
    throw new TypeError(
      `its schema version is ${version.data.schemaVersion}, this command reads ${SCHEMA_VERSION}; ` +
        "run the comparison again",
    );
  }
  const parsed = resultDocument.safeParse(json);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const place = issue?.path.join(".") ?? "";
  throw new TypeError(
    `${place === "" ? "" : `${place}: `}${issue?.message ?? "it has another shape"}`,
  );
}
