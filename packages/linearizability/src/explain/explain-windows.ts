/** Turns a violation that windows found into a witness and a sentence. */
import { capital, describeOperation, describeKey, describeValue } from "./describe-operation.ts";
import { returnOf, type Operation } from "../history/operation.ts";
import type { WindowViolation } from "../engines/windows.ts";
import { makeWitness, type Explanation, type OperationOrder } from "./witness.ts";

/** At most this many additions are shown. */
const SHOWN_ADDITIONS = 4;

/** @param operations all operations of the counter. */
export function explainWindows(
  operations: readonly Operation[],
  violation: WindowViolation,
  initial: number,
): Explanation {
  switch (violation.rule) {
    case "impossible-sum":
    case "counted-too-many": {
      const { rule, reader } = violation;
      const callable = operations.filter(
        ({ name, called }) => name === "add" && called < returnOf(reader),
      );
      const read = `${capital(describeOperation(reader))}${describeKey("from", reader.key)}`;
      const amounts = describeValue(callable[0]?.input ?? 0);
      return {
        witness: makeWitness({
          rule,
          key: reader.key,
          initial,
          operations: [reader, ...(callable.length <= SHOWN_ADDITIONS ? callable : [])],
          context: callable,
        }),
        explanation:
          callable.length === 0
            ? `${read}, before anything had been added to ${describeValue(initial)}.`
            : rule === "impossible-sum"
              ? `${read}, which no number of additions of ${amounts} to ${describeValue(initial)} makes.`
              : `${read}, but by then only ${additionsOf(callable.length)} of ${amounts} had been called.`,
      };
    }
    case "counted-backwards": {
      const { rule, earlier, later } = violation;
      return {
        witness: makeWitness({
          rule,
          key: later.key,
          initial: earlier.output,
          operations: [earlier, later],
          orders: [{ before: earlier, after: later, because: "time" }],
        }),
        explanation:
          `${capital(describeOperation(later))}${describeKey("from", later.key)} after ` +
          `${describeOperation(earlier)}, although nothing is ever taken back.`,
      };
    }
    case "counted-too-few": {
      const { rule, earlier, later, additions } = violation;
      const shown = additions.slice(0, SHOWN_ADDITIONS);
      const orders = shown.flatMap((addition): OperationOrder[] => [
        ...(earlier === undefined
          ? []
          : [{ before: earlier, after: addition, because: "time" } as const]),
        { before: addition, after: later, because: "time" },
      ]);
      const start = earlier === undefined ? initial : earlier.output;
      const since = earlier === undefined ? "" : `, called after ${describeOperation(earlier)}`;
      return {
        witness: makeWitness({
          rule,
          key: later.key,
          initial: start,
          operations: [...(earlier === undefined ? [] : [earlier]), ...shown, later],
          context: additions,
          orders,
        }),
        explanation:
          `${capital(describeOperation(later))}${describeKey("from", later.key)}, but by then ` +
          `${additionsOf(additions.length)} of ` +
          `${describeValue(additions[0]?.input)}${since}, had returned, which make more of ` +
          `${describeValue(start)}.`,
      };
    }
  }
}

function additionsOf(count: number): string {
  return `${count} ${count === 1 ? "addition" : "additions"}`;
}
