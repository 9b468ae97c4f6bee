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
  const { witness } = explainSearch(operations, ofElement);
  const { operations: shown, rule, key, since } = witness;
  // The proof may begin later, where nothing is known of the other elements: all that happened to
  // this one before belongs to it as well.
  const drawn = new Set(shown.map(({ called }) => called));
  const earlier = since === undefined ? [] : operations.filter(({ called }) => !drawn.has(called));
  // The reads show other elements as well, which others added or removed.
  const hasReads = [...shown, ...earlier].some(({ name }) => name === "read");
  const others = all.filter(({ name, input }) => {
    return (name === "add" || name === "remove") && !isSame(input, element);
  });
  const named = shown.slice(0, MOST_NAMED).map(describeOperation).join("; ");
  const more = shown.length > MOST_NAMED ? `; and ${shown.length - MOST_NAMED} more` : "";
  const wasThere = Array.isArray(witness.initial) && witness.initial.length > 0;
  const when =
    since === undefined ? "" : ` since it was ${wasThere ? "in" : "missing from"} the set`;
  return {
    witness: makeWitness({
      rule,
      key,
      initial,
      operations: shown,
      context: hasReads ? [...earlier, ...others] : earlier,
    }),
    explanation: capital(
      `no order explains what was seen of ${describeValue(element)}` +
        `${describeKey("in", key)}${when}: ${named}${more}.`,
    ),
  };
}
