/** Turns a violation of a string into a witness and a sentence. */
import type { TextViolation } from "../engines/appends/text-violation.ts";
import { clientOf, type Operation } from "../history/operation.ts";
import {
  capital,
  describeKey,
  describeOperation,
  describeRead,
  describeValue,
} from "./describe-operation.ts";
import { makeWitness, type Explanation } from "./witness.ts";

/** Comparing more characters than this takes too long for a witness. */
const MOST_CHARACTERS = 1e8;

/** @param isNarrowed whether the violation rests on more than the operations that it names. */
export function explainText(
  operations: readonly Operation[],
  violation: TextViolation,
  initial: string,
  isNarrowed: boolean,
): Explanation {
  switch (violation.rule) {
    case "contradicting-reads": {
      const { rule, one, other, writer } = violation;
      const start =
        writer === undefined
          ? `the initial ${describeValue(initial)}`
          : `the same write (${describeOperation(writer)})`;
      return {
        witness: makeWitness({
          rule,
          key: one.key,
          initial,
          operations: writer === undefined ? [one, other] : [writer, one, other],
          context: isNarrowed ? operations : whatMayMake(operations, [one, other]),
        }),
        explanation:
          `${capital(describeOperation(one))} and ${describeOperation(other)}` +
          `${describeKey("from", one.key)}: both would go back to ${start}, and no appends lead ` +
          "from one to the other.",
      };
    }
    case "read-of-nothing": {
      const { rule, reader } = violation;
      return {
        witness: makeWitness({
          rule,
          key: reader.key,
          initial,
          operations: [reader],
          context: whatMayMake(operations, [reader]),
        }),
        explanation:
          `${describeRead(reader)}, which neither ` +
          `the initial ${describeValue(initial)} nor any write, with appends behind it, makes.`,
      };
    }
    case "shown-too-often": {
      const { rule, readers, input, appends } = violation;
      const [first] = readers;
      const reads = readers.slice(0, 4).map(describeOperation).join(" and ");
      const more = readers.length > 4 ? ` and ${readers.length - 4} more reads` : "";
      const clients = appends.map(clientOf).slice(0, 4).join(", ");
      return {
        witness: makeWitness({
          rule,
          key: first?.key ?? "",
          initial,
          operations: [...readers.slice(0, 4), ...appends.slice(0, 4)],
          context: operations,
        }),
        explanation:
          `${capital(reads)}${more}${describeKey("from", first?.key ?? "")} show ` +
          `${describeValue(input)} at more places than it was appended to: ${appends.length}, by ` +
          `${clients}.`,
      };
    }
  }
}

/** All writes and appends that the contents may consist of. */
function whatMayMake(operations: readonly Operation[], reads: readonly Operation[]): Operation[] {
  const contents = reads.map(({ output }) => String(output));
  const characters = contents.reduce((sum, { length }) => sum + length, 0);
  if (characters * operations.length > MOST_CHARACTERS) return [];
  return operations.filter(
    ({ name, input }) =>
      name !== "read" && contents.some((content) => content.includes(String(input))),
  );
}
