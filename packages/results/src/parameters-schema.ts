/** The schema of a workload's parameters in a result, made from the table of knobs. */
import { SPANS, type Span } from "@sync-strategies/state-store";
import {
  knobs,
  type Knob,
  type KnobName,
  type WorkloadParameters,
} from "@sync-strategies/workload";
import { z } from "zod";
import { amount, count, ordinal } from "./shapes.ts";

/** The members that the clients of a run were spread over. */
export interface Members {
  readonly span: Span;
  readonly count: number;
}

/** Every knob's value, how much was run, and where. */
export type ResultParameters = WorkloadParameters & {
  /** How long each run lasts; null if a number of operations ends it. */
  readonly durationMs: number | null;
  readonly operations: number | null;
  readonly rounds: number;
  /** Null if all clients were in one event loop. */
  readonly members: Members | null;
};

function schemaOf(knob: Knob): z.ZodType<number | string> {
  switch (knob.kind) {
    case "count":
      return z.number().int();
    case "time":
      return amount;
    case "choice":
      return z.enum(knob.choices as readonly [string, ...string[]]);
    case "hold":
      return z.union([z.literal("microtask"), z.literal("immediate"), amount]);
  }
}

/** A knob that results of earlier versions do not have was untouched. */
function withDefault(knob: Knob): z.ZodType<number | string | undefined> {
  const schema = schemaOf(knob);
  return knob.untouched === undefined ? schema : schema.default(knob.untouched);
}

const knobShape = Object.fromEntries(
  (Object.keys(knobs) as KnobName[]).map((name) => [name, withDefault(knobs[name])]),
);

export const resultParameters = z.object({
  ...knobShape,
  durationMs: amount.nullable(),
  operations: count.nullable(),
  rounds: ordinal,
  // Before there were members, there was one event loop.
  members: z
    .object({ span: z.enum(SPANS), count: ordinal })
    .nullable()
    .default(null),
}) as unknown as z.ZodType<ResultParameters>;
