/** Checks a result document that is read back: it may be damaged, or not be one at all. */
import { z } from "zod";
import { SCHEMA_VERSION, type ResultDocument } from "./result-document.ts";

const count = z.number().int().min(0);
const amount = z.number().min(0);

const latencySummary = z.looseObject({
  samples: count,
  p50Us: amount.optional(),
  p90Us: amount.optional(),
  p99Us: amount.optional(),
  p999Us: amount.optional(),
  maxUs: amount.optional(),
  meanUs: amount.optional(),
  distribution: z.array(z.tuple([amount, count])).optional(),
});

const latency = z
  .looseObject({
    all: latencySummary.optional(),
    read: latencySummary.optional(),
    write: latencySummary.optional(),
    update: latencySummary.optional(),
  })
  .nullable();

const check = z
  .looseObject({
    verdict: z.enum(["linearizable", "not-linearizable", "unknown"]),
    engine: z.string(),
    checkedOps: count,
    totalOps: count,
    elapsedMs: amount,
  })
  .nullable();

const state = z
  .looseObject({
    acknowledgedUpdates: count,
    lostUpdates: count,
    contradictions: z.array(z.string()),
  })
  .nullable();

const status = z.enum(["completed", "threw", "hung", "died", "broke-contract", "other-workload"]);

const round = z.looseObject({
  round: z.number().int().min(1),
  status,
  problem: z.string().nullable(),
  measured: z
    .looseObject({
      readOps: count,
      writeOps: count,
      updateOps: count,
      elapsedMs: z.number().positive(),
      perClientOps: z.array(count),
      digest: z.string(),
      latency,
      state,
      check,
    })
    .nullable(),
});

const row = z.looseObject({
  strategy: z.string().min(1),
  title: z.string(),
  kind: z.enum(["strategy", "control", "peer", "floor", "reference"]),
  group: z.string().optional(),
  reply: z.string().optional(),
  status,
  problem: z.string().nullable(),
  readOps: count.nullable(),
  writeOps: count.nullable(),
  updateOps: count.nullable(),
  totalOps: count.nullable(),
  opsPerSecond: amount.nullable(),
  latency,
  state,
  check,
  rounds: z.array(round),
});

const workload = z.looseObject({
  workload: z.string().min(1),
  question: z.string(),
  sweep: z.looseObject({ knob: z.string(), value: z.union([z.string(), z.number()]) }).nullable(),
  parameters: z.looseObject({
    readers: count,
    writers: count,
    updaters: count,
    keys: count,
    pauseUs: amount,
    seed: z.number().int(),
    durationMs: amount.nullable(),
    operations: count.nullable(),
    rounds: z.number().int().min(1),
  }),
  limit: amount.nullable(),
  digest: z.string().nullable(),
  order: z.array(z.array(z.string())),
  results: z.array(row),
  sameTwice: row.nullable(),
  comparison: z.looseObject({ baseline: z.string() }).nullable(),
});

const environment = z.looseObject({
  startedAt: z.string(),
  node: z.string(),
  platform: z.string(),
  cpu: z.string(),
  cores: count,
  seed: z.number().int(),
});

const resultDocument = z.looseObject({
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
  if (parsed.success) return json as ResultDocument;
  const [issue] = parsed.error.issues;
  const place = issue?.path.join(".") ?? "";
  throw new TypeError(
    `${place === "" ? "" : `${place}: `}${issue?.message ?? "it has another shape"}`,
  );
}
