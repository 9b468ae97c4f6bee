/** Writes the claims of an explanation: as a sentence, and as orders for the drawing. */
import { isSame } from "../history/fingerprint.ts";
import { clientOf, type Operation } from "../history/operation.ts";
import type { Claims, Contradiction, Evidence, Reason } from "./claims.ts";
import {
  capital,
  describeKey,
  describeOperation,
  describeValue,
  enumerate,
} from "./describe-operation.ts";
import { given, made } from "./given-and-made.ts";
import type { TimeOrder } from "./orders-in-time.ts";
import type { OperationOrder } from "./witness.ts";

type Kinds = { [Kind in Contradiction["kind"]]: Extract<Contradiction, { kind: Kind }> };

/** More operations than this are counted instead of named. */
const MOST_NAMED = 4;

/**
 * @param operations all that are shown.
 * @param isFromStart whether nothing happened before them.
 */
export function sentenceOf(
  claims: Claims,
  operations: readonly Operation[],
  isFromStart: boolean,
): string {
  const { contradiction } = claims;
  switch (contradiction.kind) {
    case "unwritten":
      return unwritten(claims, contradiction);
    case "replaced-too-often":
      return replacedTooOften(contradiction, operations, isFromStart);
    case "circle":
      return circle(contradiction.updates);
    case "against-time":
      return againstTime(claims, contradiction, operations.length);
    case "no-order":
      return noOrder(claims, operations.length);
  }
}

/** What must come before what: the facts of time, and then what contradicts one of them. */
export function ordersOf(claims: Claims): OperationOrder[] {
  const { finding, contradiction } = claims;
  switch (contradiction.kind) {
    case "unwritten": {
      const later = drawnLater(claims);
      if (later === undefined) return [];
      return [
        { before: finding, after: later, because: "time" },
        {
          before: later,
          after: finding,
          because: (one, other) => `${one} wrote what ${other} found`,
        },
      ];
    }
    case "replaced-too-often": {
      const { takers } = contradiction;
      const [first, second] = takers;
      if (first === undefined || second === undefined || takers.length > 2) return [];
      return [
        { before: first, after: second, because: wasReplaced },
        { before: second, after: first, because: wasReplaced },
      ];
    }
    case "circle": {
      const { updates } = contradiction;
      return updates.map((update, index): OperationOrder => {
        const source = updates[(index + 1) % updates.length] ?? update;
        return { before: source, after: update, because: wasGiven };
      });
    }
    case "against-time": {
      const { order, facts, reason } = contradiction;
      const earlier = reason.kind === "gone" ? reason.before : [];
      return [
        ...[...facts, order].map(inTime),
        ...earlier.map((source): OperationOrder => ({
          before: source,
          after: order.before,
          because: (_, other) => `after ${other} it would not fit the other results`,
          ...(source.returned === undefined && { isOptional: true }),
        })),
        { before: order.after, after: order.before, because: reasonByLetters(reason) },
      ];
    }
    case "no-order":
      return contradiction.facts.map(inTime);
  }
}

export function wasReplaced(one: string, other: string): string {
  return `${one} was given what ${other} replaced`;
}

export function wasGiven(one: string, other: string): string {
  return `${other} was given what ${one} wrote`;
}

/**
 * The write of a value that was seen too early, if it is the only one. It is drawn as well, unless
 * it found a value itself: then its story would be another one.
 */
export function drawnLater({ contradiction }: Claims): Operation | undefined {
  if (contradiction.kind !== "unwritten") return undefined;
  const [only, ...others] = contradiction.later;
  return only?.name === "write" && others.length === 0 ? only : undefined;
}

/**
 * What the finding could have found instead, as a clause; empty if that is not known. The state of a
 * lock is its holder, and none of its operations returns that.
 */
export function alternatives({
  finding,
  expected,
  history,
}: Pick<Claims, "finding" | "expected" | "history">): string {
  if (expected === undefined) return "";
  if (!isOfLock(finding.name)) return `, but could only have found ${statesInWords(expected)}`;
  const isFree = expected.some((holder) => holder === null);
  const holders = expected
    .filter((holder) => holder !== null)
    .map((holder) => {
      const own = history.find(({ client }) => client === holder);
      return own === undefined ? `client ${describeValue(holder)}` : clientOf(own);
    });
  const by = `held by ${enumerate(holders.toSorted(inNumericOrder), "or")}`;
  const how = [...(isFree ? ["free"] : []), ...(holders.length > 0 ? [by] : [])];
  return `, but the lock can only have been ${how.join(" or ")}`;
}

function isOfLock(name: string): boolean {
  return name === "acquire" || name === "tryAcquire" || name === "release";
}

function statesInWords(states: readonly unknown[]): string {
  return enumerate(states.map(describeValue).toSorted(inNumericOrder), "or");
}

const inNumericOrder = new Intl.Collator("en", { numeric: true }).compare;

function inTime({ before, after }: TimeOrder): OperationOrder {
  return { before, after, because: "time" };
}

function reasonByLetters(reason: Reason): (before: string, after: string) => string {
  switch (reason.kind) {
    case "source":
      return (one, other) => `${one} wrote the ${describeValue(reason.value)} that ${other} found`;
    case "older-value": {
      const { older, newer } = reason;
      const [old, recent] = [describeValue(older), describeValue(newer)];
      return (one, other) =>
        `${one} has the value ${old}, which was there before ${recent}, and ${other} has ${recent}`;
    }
    case "gone":
      return (one, other) =>
        `${one} found ${describeValue(reason.value)}, which it cannot have held again after ${other}`;
    case "every-order":
      return () => "only so do all results fit";
  }
}

/** "Client 4 read 3 from key x". */
function finds(operation: Operation): string {
  const preposition = operation.name === "read" ? "from" : "at";
  return `${capital(describeOperation(operation))}${describeKey(preposition, operation.key)}`;
}

function unwritten(claims: Claims, { value, later, since }: Kinds["unwritten"]): string {
  const { finding } = claims;
  const drawn = drawnLater(claims);
  if (since !== undefined) {
    return `${finds(finding)}${alternatives(claims)}: nothing wrote ${describeValue(value)} since it held ${describeValue(since.held)}.`;
  }
  if (drawn !== undefined) {
    return `${finds(finding)} before ${describeOperation(drawn)}, and nothing else wrote ${describeValue(value)}.`;
  }
  const never = later.length === 0 ? "was never written" : "nothing had written by then";
  return finding.name === "read"
    ? `${finds(finding)}, a value that ${never}.`
    : `${finds(finding)}, but ${describeValue(value)} is a value that ${never}.`;
}

function replacedTooOften(
  { value, takers, sources, isInitial }: Kinds["replaced-too-often"],
  operations: readonly Operation[],
  isFromStart: boolean,
): string {
  const [one, other] = takers;
  const arrivals = sources.length + Number(isInitial);
  const old = describeValue(value);
  const key = one?.key ?? "";
  const unseen = takers.flatMap((taker) => tookEffect(taker, operations)).join("");
  if (one === undefined || other === undefined || takers.length > 2 || arrivals !== 1) {
    const named =
      takers.length <= MOST_NAMED
        ? capital(enumerate(takers.map(describeOperation)))
        : `${takers.length} operations replaced ${old}`;
    const origins = [
      ...(isInitial ? [isFromStart ? "at first" : "before these"] : []),
      ...(sources.length <= MOST_NAMED
        ? sources.map((source) => `after ${describeOperation(source)}`)
        : [`after each of ${sources.length} operations`]),
    ];
    const times =
      arrivals === 0
        ? `was never ${old}`
        : `was ${old} only ${arrivals === 1 ? "once" : `${arrivals} times`}: ${enumerate(origins)}`;
    return `${named}${describeKey("at", key)}, but it ${times}.${unseen}`;
  }
  if (one.name === "update" && other.name === "update") {
    return `${lostUpdate(one, other)}${unseen}`;
  }
  const isAlike = one.name === "cas" && other.name === "cas" && isSame(made(one), made(other));
  const both = isAlike
    ? `${capital(clientsOf(one, other))} both replaced ${old} by ${describeValue(made(one))}`
    : `${capital(describeOperation(one))} and ${describeOperation(other)}`;
  return `${both}${describeKey("at", key)}, and nothing set it back to ${old} between.${unseen}`;
}

/** Both operations were given one value, and made two of it. */
export function lostUpdate(one: Operation, other: Operation): string {
  return (
    `A lost update: ${clientsOf(one, other)} were both given ${describeValue(given(one))}` +
    `${describeKey("from", one.key)}; one made it ${describeValue(made(one))}, the other ` +
    `${describeValue(made(other))}, and neither saw what the other did.`
  );
}

function clientsOf(...operations: readonly [Operation, Operation]): string {
  const [one, other] = operations.map(clientOf);
  return one === other ? `two operations of ${one}` : `${one} and ${other}`;
}

/** For an operation that was not seen to return: how it is known that it took effect. */
function tookEffect(operation: Operation, operations: readonly Operation[]): string[] {
  if (operation.returned !== undefined) return [];
  const value = made(operation);
  const observer = operations.find(
    (other) =>
      other !== operation &&
      (other.name === "read" ? other.returned !== undefined : true) &&
      isSame(other.name === "read" ? other.output : given(other), value),
  );
  if (observer === undefined) return [];
  return [
    ` ${capital(describeOperation(observer))}, which shows that ${describeOperation(operation)}.`,
  ];
}

/** Each of the updates was given what the next one wrote, and the last what the first did. */
export function circle(updates: readonly Operation[]): string {
  const key = describeKey("of", updates[0]?.key ?? "");
  const shown = updates.slice(0, MOST_NAMED).map(describeOperation).join("; ");
  const more = updates.length > MOST_NAMED ? `; and ${updates.length - MOST_NAMED} more` : "";
  return `Updates${key} were given each other's results, in a circle: ${shown}${more}.`;
}

function againstTime(
  claims: Claims,
  { order, reason }: Kinds["against-time"],
  count: number,
): string {
  const { before, after } = order;
  const expected =
    claims.expected === undefined || after !== claims.finding || isOfLock(after.name)
      ? ""
      : ` It could only have found ${statesInWords(claims.expected)}.`;
  const late = `${finds(after)} after ${describeOperation(before)}`;
  switch (reason.kind) {
    case "source":
      return (
        `${finds(before)} before ${describeOperation(after)}, ` +
        `and no other operation wrote ${describeValue(reason.value)}.`
      );
    case "older-value": {
      const { older, evidence } = reason;
      return `${late}, although ${describeValue(older)} is the older value: ${evidenceInWords(evidence)}.${expected}`;
    }
    case "gone":
      return `${late}, and it cannot have held ${describeValue(reason.value)} again.${expected}`;
    case "every-order":
      return noOrder(claims, count);
  }
}

function evidenceInWords(evidence: Evidence): string {
  if (evidence.kind === "updates") {
    const { updates } = evidence;
    return updates.length <= MOST_NAMED
      ? enumerate(updates.map(describeOperation))
      : `${updates.length} updates led from it to the other`;
  }
  const { before, after } = evidence.fact;
  return `${describeOperation(before)} before ${describeOperation(after)}`;
}

function noOrder(claims: Claims, count: number): string {
  const among = count === 1 ? "" : `: no order of these ${count} operations explains it`;
  return `${finds(claims.finding)}${alternatives(claims)}${among}.`;
}
