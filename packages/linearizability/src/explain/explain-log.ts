/** Turns a violation of a log into a witness and a sentence. */
import type { LogViolation } from "../engines/appends/log-violation.ts";
import { elementsOf } from "../history/elements-of.ts";
import { fingerprint, isSame } from "../history/fingerprint.ts";
import type { Operation } from "../history/operation.ts";
import {
  capital,
  describeKey,
  describeOperation,
  describeRead,
  describeValue,
} from "./describe-operation.ts";
import { makeWitness, type Explanation } from "./witness.ts";

export function explainLog(
  operations: readonly Operation[],
  violation: LogViolation,
  initial: readonly unknown[],
): Explanation {
  switch (violation.rule) {
    case "contradicting-reads": {
      const { rule, one, other } = violation;
      const place = firstDifference(elementsOf(one), elementsOf(other));
      const [first, second] = [one, other].map((read) => describeValue(elementsOf(read)[place]));
      return {
        witness: makeWitness({
          rule,
          key: one.key,
          initial,
          operations: [one, other],
          context: appendsShownBy(operations, [one, other]),
        }),
        explanation:
          `${capital(describeOperation(one))} and ${describeOperation(other)}` +
          `${describeKey("from", one.key)}: at place ${place + 1} one shows ${first} and the ` +
          `other ${second}, but a log only grows at its end.`,
      };
    }
    case "read-of-no-list": {
      const { rule, reader } = violation;
      return {
        witness: makeWitness({ rule, key: reader.key, initial, operations: [reader] }),
        explanation: `${describeRead(reader)}, but a log holds an array.`,
      };
    }
    case "lost-beginning": {
      const { rule, reader } = violation;
      return {
        witness: makeWitness({
          rule,
          key: reader.key,
          initial,
          operations: [reader],
          context: appendsShownBy(operations, [reader]),
        }),
        explanation:
          `${describeRead(reader)}, which does ` +
          `not begin with what the log held at first: ${describeValue(initial)}.`,
      };
    }
    case "read-of-nothing": {
      const { rule, reader, place, appends } = violation;
      const element = elementsOf(reader)[place];
      const did = describeRead(reader);
      const added = elementsOf(reader).slice(initial.length, place + 1);
      const shown = added.filter((other) => isSame(other, element)).length;
      return {
        witness: makeWitness({
          rule,
          key: reader.key,
          initial,
          operations: [reader, ...appends],
          context: appendsShownBy(operations, [reader]),
        }),
        explanation:
          appends.length === 0
            ? `${did}, but ${describeValue(element)} was never appended.`
            : `${did}, which shows ${describeValue(element)} appended ${times(shown)}, but only ` +
              `${appends.length} such ${appends.length === 1 ? "append was" : "appends were"} called.`,
      };
    }
  }
}

/** All appends of elements that the reads show. */
function appendsShownBy(
  operations: readonly Operation[],
  reads: readonly Operation[],
): Operation[] {
  const shown = new Set(reads.flatMap((read) => Array.from(elementsOf(read), fingerprint)));
  return operations.filter(({ name, input }) => name === "append" && shown.has(fingerprint(input)));
}

function firstDifference(one: readonly unknown[], other: readonly unknown[]): number {
  let place = 0;
  while (isSame(one[place], other[place])) place++;
  return place;
}

function times(count: number): string {
  if (count === 1) return "once";
  return count === 2 ? "twice" : `${count} times`;
}
