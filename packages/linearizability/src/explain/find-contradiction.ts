/**
 * Finds out why no order explains a few operations. The first that holds is given:
 *
 * 1. A value was seen that nothing had written.
 * 2. A value was replaced more often than it was put there: between two operations that replace it
 *    something has to put it back.
 * 3. Updates were given each other's results, in a circle.
 * 4. One fact of time contradicts what the values and the other facts say: {@link ordersThatMatter}.
 */
import type { Spending } from "../engines/budget.ts";
import { fingerprint } from "../history/fingerprint.ts";
import { returnOf, type Operation } from "../history/operation.ts";
import type { Model } from "../models/model.ts";
import type { Contradiction, Reason } from "./claims.ts";
import { neverFollows, ordersThatMatter, type TimeOrder } from "./orders-in-time.ts";
import { ValueTraces } from "./value-traces.ts";

type State = {} | null;

export interface Core {
  /** That no order explains: with them, and the state that they start from, the proof is whole. */
  readonly operations: readonly Operation[];
  readonly initial: State;
  /** Whether the object was in that state before any operation of the whole history. */
  readonly isFromStart: boolean;
  /** The last of them to return. */
  readonly finding: Operation;
  /** All operations of the key, in the order of their calls. */
  readonly history: readonly Operation[];
}

/** The operations of registers. */
const NAMES = new Set(["read", "write", "update", "cas"]);

export function findContradiction(
  core: Core,
  model: Pick<Model, "step" | "transition" | "isRead">,
  spending: Spending,
): Contradiction {
  // What is found and replaced are values only of a register.
  const isRegister = core.operations.every(({ name }) => NAMES.has(name));
  const { step, transition, isRead } = model;
  const traces = new ValueTraces(core.operations, core.initial, {
    ...(isRead && { isRead }),
    ...(isRegister && transition && { transition }),
  });
  return (
    findUnwritten(core, traces) ??
    findReplacedTooOften(traces) ??
    findCircle(traces) ??
    findAgainstTime(core, traces, { step }, spending)
  );
}

function findUnwritten(core: Core, traces: ValueTraces): Contradiction | undefined {
  const { finding, initial, isFromStart, history } = core;
  const value = traces.found(finding);
  if (value === undefined) return undefined;
  if (traces.isInitial(value) || traces.sourcesOf(value).length > 0) return undefined;
  if (!isFromStart) return { kind: "unwritten", value, later: [], since: { held: initial } };
  const later = history.filter(
    (other) => other.called > returnOf(finding) && traces.puts(other, value),
  );
  return { kind: "unwritten", value, later };
}

function findReplacedTooOften(traces: ValueTraces): Contradiction | undefined {
  for (const value of traces.values()) {
    const takers = traces.takersOf(value);
    const sources = traces.sourcesOf(value);
    const isInitial = traces.isInitial(value);
    const arrivals = sources.length + Number(isInitial);
    if (arrivals > 0 && takers.length > arrivals) {
      return { kind: "replaced-too-often", value, takers, sources, isInitial };
    }
  }
  return undefined;
}

/** Since each value has one source, following the sources leads around a circle, if there is one. */
function findCircle(traces: ValueTraces): Contradiction | undefined {
  for (const start of traces.operations) {
    const updates: Operation[] = [];
    let at: Operation | undefined = start;
    while (at !== undefined && !updates.includes(at)) {
      updates.push(at);
      at = traces.onlySourceOf(traces.found(at));
    }
    if (at === start && traces.isCertain(start)) return { kind: "circle", updates };
  }
  return undefined;
}

function findAgainstTime(
  core: Core,
  traces: ValueTraces,
  model: Pick<Model, "step">,
  spending: Spending,
): Contradiction {
  const { operations, initial, finding } = core;
  const orders = ordersThatMatter(operations, model, initial, spending);
  if (orders === undefined || orders.length === 0) return { kind: "no-order", facts: [] };
  // What was called last is what the reader looks at: best the operation that observed the fault.
  const [order] = orders.toSorted(
    (one, other) =>
      Number(other.after === finding) - Number(one.after === finding) ||
      other.after.called - one.after.called ||
      other.before.called - one.before.called,
  );
  const facts = orders.filter((other) => other !== order);
  return (
    findGone(order!, facts, core, traces, model) ?? {
      kind: "against-time",
      order: order!,
      facts,
      reason: reasonOf(order!, facts, traces),
    }
  );
}

/** That `after` found a value that was gone by `before`, and that nothing can have put back. */
function findGone(
  order: TimeOrder,
  facts: readonly TimeOrder[],
  { operations, initial }: Core,
  traces: ValueTraces,
  model: Pick<Model, "step">,
): Contradiction | undefined {
  const { before, after } = order;
  const value = traces.found(after);
  if (value === undefined || !traces.hasAnother(before, value)) return undefined;
  const sources = traces.sourcesOf(value);
  const known = sources.filter((source) => returnOf(source) < before.called);
  const other = sources.filter((source) => !known.includes(source));
  const rest = operations.filter((operation) => operation !== after);
  const restFacts = facts.filter((fact) => fact.before !== after && fact.after !== after);
  const isGone = other.every((source) =>
    neverFollows(source, before, rest, model, initial, restFacts),
  );
  if (!isGone) return undefined;
  const inTime = known.map((source): TimeOrder => ({ before: source, after: before }));
  return {
    kind: "against-time",
    order,
    facts: other.length === 0 ? inTime : union(restFacts, inTime),
    reason: { kind: "gone", value, before: other },
  };
}

function union(some: readonly TimeOrder[], others: readonly TimeOrder[]): TimeOrder[] {
  const isKnown = (one: TimeOrder): boolean =>
    some.some(({ before, after }) => before === one.before && after === one.after);
  return [...some, ...others.filter((one) => !isKnown(one))];
}

/** Why `after` must have come before `before`. */
function reasonOf(
  { before, after }: TimeOrder,
  facts: readonly TimeOrder[],
  traces: ValueTraces,
): Reason {
  const source = traces.left(after);
  if (source !== undefined && traces.onlySourceOf(traces.found(before)) === after) {
    return { kind: "source", value: source };
  }
  for (const older of traces.valuesOf(after)) {
    for (const newer of traces.valuesOf(before)) {
      if (fingerprint(older) === fingerprint(newer)) continue;
      const evidence = traces.evidenceOfAge(older, newer, facts);
      if (evidence !== undefined) return { kind: "older-value", older, newer, evidence };
    }
  }
  return { kind: "every-order" };
}
