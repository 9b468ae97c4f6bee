/** Turns a violation that holds found into a witness and a sentence, in the words of locks. */
import {
  earliestReturned,
  latestCalled,
  type Hold,
  type HoldViolation,
} from "../engines/holds/holds.ts";
import { clientOf, type Operation } from "../history/operation.ts";
import { capital } from "./describe-operation.ts";
import { makeWitness, orderedBy, type Explanation, type OperationOrder } from "./witness.ts";

/** The most holds that are shown because they overlap a refusal; more are context. */
const SHOWN_OVERLAPPING = 3;

export function explainLock(violation: HoldViolation): Explanation {
  switch (violation.rule) {
    case "release-without-hold":
      return explainReleaseWithoutHold(violation);
    case "held-twice":
      return explainHeldTwice(violation);
    case "release-refused-to-holder":
      return explainReleaseRefused(violation);
    case "refused-while-free":
      return explainRefusal(violation);
  }
}

type Of<Rule extends HoldViolation["rule"]> = Extract<HoldViolation, { readonly rule: Rule }>;

function explainReleaseWithoutHold(violation: Of<"release-without-hold">): Explanation {
  const { rule, release, last } = violation;
  const before = last === undefined ? [] : operationsOf(last);
  const why =
    last === undefined
      ? "which it had not acquired"
      : "although it had released it before, and had not acquired it again";
  return explained(rule, release, {
    operations: [...before, release],
    sentence: `${clientOf(release)} released the lock, ${why}.`,
  });
}

function explainHeldTwice({ rule, first, second }: Of<"held-twice">): Explanation {
  const [one, other] = [clientOf(first.acquire), clientOf(second.acquire)];
  const [acquired, released] = [first.acquire, first.release];
  // Which of the second hold was called after the first began, and returned before it ended.
  const inside = latestCalled(second);
  const ended = earliestReturned(second);
  if (acquired.returned! < second.acquire.called && ended === second.acquire) {
    const ending =
      released === undefined ? "never released it" : "began to release it only afterwards";
    const sentence =
      one === other
        ? `${one} acquired the lock again while it held it: it had acquired it before, and ${ending}. ` +
          "The lock is not re-entrant."
        : `${other} acquired the lock while ${one} held it: ${one} had acquired it before, and ${ending}.`;
    return explained(rule, acquired, {
      operations: [acquired, second.acquire, released],
      orders: [
        { before: acquired, after: second.acquire, because: "time" },
        ...orderedBy(second.acquire, released, "time"),
      ],
      sentence,
    });
  }
  const did = inside === second.release ? "began to release it" : "asked for it";
  const had = ended === second.release ? "released" : "acquired";
  const afterFirst =
    inside === undefined
      ? `${other} never released it`
      : `${one} had acquired it before ${other} ${did}`;
  const beforeFirstEnded =
    released === undefined
      ? `${one} never released it`
      : `${one} began to release it only after ${other} had ${had} it`;
  const why =
    inside === undefined && released === undefined
      ? "neither of them released it"
      : `${afterFirst}, and ${beforeFirstEnded}`;
  return explained(rule, acquired, {
    operations: [...operationsOf(first), ...operationsOf(second)],
    orders: [...orderedBy(acquired, inside, "time"), ...orderedBy(ended, released, "time")],
    sentence: `${one} and ${other} both held the lock: ${why}.`,
  });
}

function explainReleaseRefused(violation: Of<"release-refused-to-holder">): Explanation {
  const { rule, refusal, hold } = violation;
  const { acquire, release } = hold;
  const ending =
    release === undefined ? "never released it" : "began to release it only afterwards";
  return explained(rule, refusal, {
    operations: [...operationsOf(hold), refusal],
    orders: [
      { before: acquire, after: refusal, because: "time" },
      ...orderedBy(refusal, release, "time"),
    ],
    sentence:
      `${clientOf(refusal)} was not allowed to release the lock, although it held it: it had ` +
      `acquired it before, and ${ending}.`,
  });
}

function explainRefusal(violation: Of<"refused-while-free">): Explanation {
  const { rule, refusal, before, after, overlapping } = violation;
  const why = whyFree(before, after);
  const elsewhere = overlapping.map((hold) => placeOf(hold, before, after));
  const few = overlapping.length <= SHOWN_OVERLAPPING;
  const others =
    overlapping.length === 0
      ? ""
      : few
        ? `; ${elsewhere.map(({ clause }) => clause).join("; ")}`
        : `; ${overlapping.length} other holds that overlap this were over before, or began after`;
  return explained(rule, refusal, {
    operations: [
      refusal,
      ...(before === undefined ? [] : operationsOf(before)),
      ...(after === undefined
        ? []
        : few && overlapping.length === 0
          ? [after.acquire]
          : operationsOf(after)),
      ...(few ? overlapping.flatMap(operationsOf) : []),
    ],
    context: overlapping.flatMap(operationsOf),
    orders: [
      ...orderedBy(before?.release, refusal, "time"),
      ...orderedBy(refusal, after?.acquire, "time"),
      ...(few ? elsewhere.flatMap(({ orders }) => orders) : []),
    ],
    sentence:
      `${clientOf(refusal)} was refused the lock, but no client can have held it then: ` +
      `${why}${others}.`,
  });
}

/** Why the lock was free between two holds. */
function whyFree(before: Hold | undefined, after: Hold | undefined): string {
  if (before === undefined && after === undefined) return "no client acquired it";
  const reasons: string[] = [];
  if (before !== undefined) {
    const last = after === undefined ? ", the last to acquire it," : "";
    reasons.push(`${clientOf(before.acquire)}${last} had released it before`);
  }
  if (before === undefined && after?.acquire.returned === undefined) {
    reasons.push("no client had acquired it before");
  }
  if (after !== undefined) {
    const isFirst = reasons.length === 0;
    const first = isFirst ? ", the first to acquire it," : "";
    reasons.push(`${clientOf(after.acquire)}${first} asked for it only afterwards`);
  }
  return reasons.join(", and ");
}

/** Why a hold that overlaps a refusal was over before the hold before it, or began after the next. */
function placeOf(
  hold: Hold,
  before: Hold | undefined,
  after: Hold | undefined,
): { readonly clause: string; readonly orders: readonly OperationOrder[] } {
  const client = clientOf(hold.acquire);
  if (
    before !== undefined &&
    hold.acquire.returned !== undefined &&
    hold.acquire.returned < before.release!.called &&
    hold.release !== undefined
  ) {
    const next = clientOf(before.acquire);
    return {
      clause: `${client} had acquired it before ${next} began to release it, so that its hold was over earlier`,
      orders: orderedBy(hold.acquire, before.release, "time"),
    };
  }
  if (hold.release === undefined) {
    const clause =
      hold.acquire.returned === undefined
        ? `${client}, whose ${hold.acquire.name} did not return, never released it, so that it can only have held it in the end`
        : `${client} never released it, so that its hold was the last`;
    return { clause, orders: [] };
  }
  const previous = clientOf(after!.acquire);
  return {
    clause: `${client} released it after ${previous} had acquired it, so that its hold was a later one`,
    orders: orderedBy(after!.acquire, hold.release, "time"),
  };
}

function explained(
  rule: string,
  { key }: Operation,
  parts: {
    readonly operations: readonly (Operation | undefined)[];
    readonly context?: readonly Operation[];
    readonly orders?: readonly OperationOrder[];
    readonly sentence: string;
  },
): Explanation {
  const operations = parts.operations.filter((operation) => operation !== undefined);
  const where = key === "" ? "" : `On key ${key} `;
  return {
    witness: makeWitness({ ...parts, rule, key, initial: null, operations }),
    explanation: capital(where + parts.sentence),
  };
}

function operationsOf({ acquire, release }: Hold): Operation[] {
  return release === undefined ? [acquire] : [acquire, release];
}
