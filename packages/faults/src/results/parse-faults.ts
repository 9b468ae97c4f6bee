/** Reads a result of `pnpm compare faults` back: it may be damaged, or of another version. */
import { environment, parseBy } from "@sync-strategies/results";
import { z } from "zod";
import type { FaultsDocument } from "./document.ts";

/** Whether it says that it is one, damaged or not. */
export function isFaultsDocument(json: unknown): boolean {
  return z.object({ kind: z.literal("faults") }).safeParse(json).success;
}

/** @throws {TypeError} with one line that names the place and the fault. */
export function parseFaults(json: unknown): FaultsDocument {
  return parseBy(faultsDocument, json);
}

const count = z.number().int().min(0);
const milliseconds = z.number().min(0);
const wait = z.enum(["no", "while-it-lasts", "to-the-end"]);

const round = z.object({
  seed: z.number().int(),
  verdict: z.enum(["linearizable", "not-linearizable", "unknown"]),
  waited: wait,
  acknowledged: count,
  acknowledgedChanges: count,
  applied: count,
  lost: count.nullable(),
  unknown: count,
  failed: count,
  unfinished: count,
  unservedMs: milliseconds,
  unchangedMs: milliseconds,
  servedAfterMs: milliseconds.nullable(),
  checked: count,
  explanation: z.string().nullable(),
  drawing: z.array(z.string()),
  sentences: z.array(z.string()),
  elapsedMs: milliseconds,
});

const cell = z.object({
  strategy: z.string(),
  variant: z.string().exactOptional(),
  service: z.string().exactOptional(),
  expected: z.object({
    verdict: z.enum(["linearizable", "not-linearizable"]),
    waits: wait.exactOptional(),
  }),
  outcome: z.enum(["as-expected", "better", "worse", "unknown", "failed", "not-run"]),
  problem: z.string().nullable(),
  rounds: z.array(round),
});

const faultsDocument = z.object({
  schemaVersion: z.literal(1),
  kind: z.literal("faults"),
  interrupted: z.boolean(),
  rounds: count,
  environment,
  faults: z.array(
    z.object({
      id: z.string(),
      title: z.string(),
      question: z.string(),
      doesNotShow: z.array(z.string()),
      cells: z.array(cell),
    }),
  ),
}) satisfies z.ZodType<FaultsDocument>;
