/** Turns a violation that windows found into a witness and a sentence. */
import { describeOperation, describeRead, describeValue } from "./describe-operation.ts";
import { returnOf, type Operation } from "../history/operation.ts";
import type { WindowViolation } from "../engines/windows/windows.ts";
import { makeWitness, type Explanation, type OperationOrder } from "./witness.ts";

/** At most this many additions are shown. */
const SHOWN_ADDITIONS = 4;

/** @param operations all operations of the counter. */
export function explainWindows(
  operations: readonly Operation[],
  violation: WindowViolation,
  initial: number,
): Explanation {
  const alone = withoutEarlier(operations, violation, initial);
  if (alone !== undefined) return explainWindows(operations, alone, initial);
  const finding = "reader" in violation ? violation.reader : violation.later;
  // Without the other reads, and without what was called later, it is a violation all the same.
  const callable = operations.filter(
    ({ name, called }) => name === "add" && called < returnOf(finding),
  );
  const amount = (callable[0]?.input as number | undefined) ?? 0;
  const parts = { rule: violation.rule, key: finding.key, initial, context: callable };
  const found = describeRead(finding);
  switch (violation.rule) {
    case "impossible-sum":
    case "counted-too-many": {
      const shown = callable.length <= SHOWN_ADDITIONS ? callable : [];
      return {
        witness: makeWitness({ ...parts, operations: [finding, ...shown] }),
        explanation:
          callable.length === 0
            ? `${found}, before anything had been added to ${describeValue(initial)}.`
            : violation.rule === "impossible-sum"
              ? `${found}, which no number of additions of ${describeValue(amount)} to ${describeValue(initial)} makes.`
              : `${found}, but by then only ${additionsOf(callable.length)} of ${describeValue(amount)} had been called: ` +
                `it held ${limit(amount, "most")} ${describeValue(initial + callable.length * amount)}.`,
      };
    }
    case "counted-backwards": {
      const { earlier } = violation;
      const sums = [finding, earlier].map(({ output }) => describeValue(output));
      return {
        witness: makeWitness({
          ...parts,
          operations: [earlier, finding],
          orders: [
            { before: earlier, after: finding, because: "time" },
            {
              before: finding,
              after: earlier,
              because: (one, other) => `${one} counted fewer additions than ${other}`,
            },
          ],
        }),
        explanation:
          `${found} after ${describeOperation(earlier)}, although ${sums[0]} takes fewer ` +
          `additions of ${describeValue(amount)} than ${sums[1]}.`,
      };
    }
    case "counted-too-few": {
      const { earlier, additions } = violation;
      const shown = additions.slice(0, SHOWN_ADDITIONS);
      const orders = shown.flatMap((addition): OperationOrder[] => [
        ...(earlier === undefined
          ? []
          : [{ before: earlier, after: addition, because: "time" } as const]),
        { before: addition, after: finding, because: "time" },
      ]);
      const start = (earlier?.output as number | undefined) ?? initial;
      const since = earlier === undefined ? "" : `, called after ${describeOperation(earlier)},`;
      return {
        witness: makeWitness({
          ...parts,
          operations: [...(earlier === undefined ? [] : [earlier]), ...shown, finding],
          orders,
        }),
        explanation:
          `${found}, but by then ${additionsOf(additions.length)} of ${describeValue(amount)}` +
          `${since} had returned: it held ${limit(amount, "least")} ` +
          `${describeValue(start + additions.length * amount)}.`,
      };
    }
  }
}

/** If more additions had returned than the later read counted, no earlier read is needed to show it. */
function withoutEarlier(
  operations: readonly Operation[],
  violation: WindowViolation,
  initial: number,
): WindowViolation | undefined {
  if (!("earlier" in violation) || violation.earlier === undefined) return undefined;
  const { later } = violation;
  const additions = operations.filter(
    (operation) => operation.name === "add" && returnOf(operation) < later.called,
  );
  const amount = (additions[0]?.input as number | undefined) ?? 0;
  if (Math.abs(amount) * additions.length <= Math.abs((later.output as number) - initial)) {
    return undefined;
  }
  return { rule: "counted-too-few", earlier: undefined, later, additions };
}

/** Negative additions make less. */
function limit(amount: number, what: "least" | "most"): string {
  const isNegative = amount < 0;
  return (what === "least") === isNegative ? "at most" : "at least";
}

function additionsOf(count: number): string {
  return `${count} ${count === 1 ? "addition" : "additions"}`;
}
