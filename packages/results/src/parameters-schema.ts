/** The schema of a workload's parameters in a result, made from the table of knobs. */
import {
  knobs,
  type Knob,
  type KnobName,
  type WorkloadParameters,
} from "@sync-strategies/workload";
import { z } from "zod";
import { amount, count, ordinal } from "./shapes.ts";

/** Every knob's value, and how much was run. */
export type ResultParameters = WorkloadParameters & {
  /** How long each run lasts; null if a number of operations ends it. */
  readonly durationMs: number | null;
  readonly operations: number | null;
  readonly rounds: number;
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
}) as unknown as z.ZodType<ResultParameters>;
