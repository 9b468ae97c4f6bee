/** Explains why no order fits what was seen of one element of a set. */
import { isSame } from "../history/fingerprint.ts";
import type { Operation } from "../history/operation.ts";
import type { Model } from "../models/model.ts";
import { capital, describeKey, describeOperation, describeValue } from "./describe-operation.ts";
import { explainSearch } from "./explain-search.ts";
import { makeWitness, type Explanation } from "./witness.ts";

/** More operations are not named in the sentence. */
const MOST_NAMED = 5;

/**
 * @param operations of one element, and reads of the whole set.
 * @param all operations of the set.
 * @param ofElement a model of a set that knows nothing but this element.
 */
export function explainElement(
  element: unknown,
  operations: readonly Operation[],
  all: readonly Operation[],
  ofElement: Model<readonly unknown[]>,
  initial: readonly unknown[],
): Explanation {
  const reduced = explainSearch(operations, ofElement).witness;
  const { operations: shown, rule, key } = reduced;
  // It may begin later, with the element there, or missing.
  const isWhole = reduced.initial === ofElement.initial;
  // The reads show other elements as well, which others added or removed.
  const hasReads = isWhole && shown.some(({ name }) => name === "read");
  const others = all.filter(({ name, input }) => {
    return (name === "add" || name === "remove") && !isSame(input, element);
  });
  const context = hasReads ? others : [];
  const named = shown.slice(0, MOST_NAMED).map(describeOperation).join("; ");
  const more = shown.length > MOST_NAMED ? `; and ${shown.length - MOST_NAMED} more` : "";
  return {
    witness: makeWitness({
      rule,
      key,
      initial: isWhole ? initial : reduced.initial,
      operations: shown,
      context,
    }),
    explanation: capital(
      `no order explains what was seen of ${describeValue(element)}` +
        `${describeKey("in", key)}: ${named}${more}.`,
    ),
  };
}
