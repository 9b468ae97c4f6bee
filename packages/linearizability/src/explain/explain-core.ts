/**
 * From a part of a history that no order explains to a witness and a sentence: reduce it, find the
 * contradiction, put it into words. What remains large is summed up instead.
 */
import type { Spending } from "../engines/budget.ts";
import { returnOf, type Operation } from "../history/operation.ts";
import type { Model } from "../models/model.ts";
import type { Claims } from "./claims.ts";
import { capital, describeKey, describeOperation } from "./describe-operation.ts";
import { findContradiction } from "./find-contradiction.ts";
import { alternatives, drawnLater, ordersOf, sentenceOf } from "./put-into-words.ts";
import { reduce, type Reduced } from "./reduction.ts";
import { lastToReturn } from "./states-expected.ts";
import { makeWitness, type Explanation, type Witness } from "./witness.ts";

interface Part {
  readonly rule: string;
  /** A part that proves the whole to be wrong. */
  readonly core: readonly Operation[];
  /** All operations of the key, in the order of their calls, or as many as can be of interest. */
  readonly history: readonly Operation[];
  /** What was called after the end of the history. */
  readonly later: readonly Operation[];
  readonly model: Model;
  readonly spending: Spending;
  /** How to explain it if too much of it remains, instead of summing up. */
  readonly otherwise?: () => Explanation;
}

/** More operations than this are summed up. */
const MOST_SHOWN = 12;

export function explainCore(part: Part): Explanation {
  const reduced = reduce(part.core, part.model, part.spending);
  const finding = lastToReturn(reduced.operations);
  const isSmall = reduced.operations.length <= MOST_SHOWN;
  return (
    (finding && isSmall && explainSmall(part, reduced, finding)) ||
    part.otherwise?.() ||
    sumUp(part, reduced, reduced.prefix && lastToReturn(reduced.prefix))
  );
}

function explainSmall(part: Part, reduced: Reduced, finding: Operation): Explanation {
  const { history, later: beyond, model, spending } = part;
  const { operations, initial, since } = reduced;
  const isFromStart = since === undefined;
  const core = { operations, initial, isFromStart, finding, history: [...history, ...beyond] };
  const contradiction = findContradiction(core, model, spending);
  const expected = part.core === history ? reduced.expected : undefined;
  const claims: Claims = { finding, expected, contradiction, history };
  const later = drawnLater(claims);
  return {
    witness: witnessOf(part, reduced, {
      operations: later === undefined ? operations : [...operations, later],
      orders: ordersOf(claims),
    }),
    explanation: sentenceOf(claims, operations, isFromStart),
  };
}

/** Which return is the first that cannot be explained, and what was in flight then. */
function sumUp(part: Part, reduced: Reduced, finding: Operation | undefined): Explanation {
  const { operations, prefix, expected } = reduced;
  const key = keyOf(part);
  if (prefix === undefined || finding === undefined) {
    return {
      witness: witnessOf(part, reduced, { operations: [], context: operations }),
      explanation:
        `No order of ${operations.length} operations${describeKey("on", key)} ` +
        "explains their results. Which result is the first that cannot be explained was not " +
        "found within the budget.",
    };
  }
  const inFlight = prefix.filter((other) => other !== finding && returnOf(other) > finding.called);
  const shown = [...inFlight.slice(1 - MOST_SHOWN), finding];
  const did = `${capital(describeOperation(finding))}${describeKey("at", key)}`;
  const found = alternatives({ finding, expected, history: part.history });
  return {
    witness: witnessOf(part, reduced, {
      operations: shown,
      // The same operations may be copies.
      context: operations.filter(({ called }) => !shown.some((other) => other.called === called)),
    }),
    explanation:
      `${did}${found}: no order of the ${prefix.length} operations called until then explains ` +
      `it, but the others can be explained without it. ${inFlightInWords(inFlight.length)}`,
  };
}

function witnessOf(
  part: Part,
  { initial, since }: Reduced,
  shown: Pick<Parameters<typeof makeWitness>[0], "operations" | "context" | "orders">,
): Witness {
  return makeWitness({ ...shown, rule: part.rule, key: keyOf(part), initial, since });
}

function keyOf({ history }: Part): string {
  return history[0]?.key ?? "";
}

function inFlightInWords(count: number): string {
  if (count === 0) return "No other operation was in flight.";
  return `${count} other ${count === 1 ? "operation was" : "operations were"} in flight with it.`;
}
