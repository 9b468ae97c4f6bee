/**
 * Decides whether a history is linearizable, for registers whose written values are all
 * different (after Gibbons and Korach, *Testing Shared Memories*, SIAM Journal on Computing
 * 1997).
 *
 * Operations that share a value belong together: a write, the reads of its value, and the
 * updates that replaced it, one behind the other, form a chain. In every order that explains
 * the history a chain stands in one piece. So it is enough that no chain contradicts itself,
 * and that no two chains must each come before the other.
 */
import { show } from "./expectations.ts";

/** An operation that took effect. A read has a `before`, a write an `after`, an update both. */
export interface HistoryOperation {
  readonly client: number;
  readonly key: number;
  readonly before?: { readonly value: number | undefined };
  readonly after?: { readonly value: number };
  /** The moments of call and return, counted in events. */
  readonly called: number;
  readonly returned: number;
}

/** A sentence that says what is wrong, or undefined if the history is linearizable. */
export function findViolation(history: readonly HistoryOperation[]): string | undefined {
  const keys = new Set(history.map((operation) => operation.key));
  for (const key of keys) {
    const ofKey = history.filter((operation) => operation.key === key);
    const violation = findViolationOfKey(ofKey);
    if (violation !== undefined) return violation;
  }
  return undefined;
}

/** The operations of a chain, by the step at which they stand. */
type Chain = readonly (readonly HistoryOperation[])[];

function findViolationOfKey(history: readonly HistoryOperation[]): string | undefined {
  const reads = new Map<number | undefined, HistoryOperation[]>();
  const updates = new Map<number | undefined, HistoryOperation>();
  const writes: HistoryOperation[] = [];
  const writers = new Map<number, HistoryOperation>();
  for (const operation of history) {
    const { before, after } = operation;
    if (after !== undefined) {
      // Without this, updates could follow from each other in a circle below.
      const other = writers.get(after.value);
      if (other !== undefined) return `A value made twice: ${tell(other)}, and ${tell(operation)}.`;
      writers.set(after.value, operation);
    }
    if (before === undefined) {
      writes.push(operation);
    } else if (after === undefined) {
      reads.set(before.value, [...(reads.get(before.value) ?? []), operation]);
    } else {
      const rival = updates.get(before.value);
      if (rival !== undefined) {
        return `A lost update: ${tell(rival)}, and ${tell(operation)}.`;
      }
      updates.set(before.value, operation);
    }
  }

  const follow = (root: HistoryOperation | undefined): Chain => {
    const steps: HistoryOperation[][] = root === undefined ? [] : [[root]];
    let value = root?.after?.value;
    for (;;) {
      const readers = reads.get(value);
      if (readers !== undefined) steps.push(readers);
      const next = updates.get(value);
      if (next === undefined) return steps;
      steps.push([next]);
      value = next.after?.value;
    }
  };

  const first = follow(undefined);
  const chains = [first, ...writes.map(follow)].filter((chain) => chain.length > 0);

  const explained = new Set(chains.flat(2));
  const unexplained = history.find((operation) => !explained.has(operation));
  if (unexplained !== undefined) {
    return `A value out of nowhere: ${tell(unexplained)}, which no write accounts for.`;
  }

  for (const chain of chains) {
    const violation = findContradictionWithin(chain);
    if (violation !== undefined) return violation;
  }
  return findContradictionBetween(chains, first);
}

/** A later step of a chain must not have returned before an earlier one was called. */
function findContradictionWithin(chain: Chain): string | undefined {
  let lastCalled: HistoryOperation | undefined;
  for (const step of chain) {
    for (const operation of step) {
      if (lastCalled !== undefined && operation.returned < lastCalled.called) {
        return `Out of order: ${tell(operation)}, before ${tell(lastCalled)}.`;
      }
    }
    lastCalled = latestCall(lastCalled === undefined ? step : [lastCalled, ...step]);
  }
  return undefined;
}

/**
 * One chain comes before another if any of its operations had returned before any of the other's
 * was called. What was there before the first write comes before everything.
 */
function findContradictionBetween(chains: readonly Chain[], first: Chain): string | undefined {
  const spans = chains.map((chain) => ({
    chain,
    earliest: earliestReturn(chain.flat()),
    latest: latestCall(chain.flat()),
  }));
  for (const [index, one] of spans.entries()) {
    for (const other of spans.slice(index + 1)) {
      const oneMustComeFirst = one.chain === first || one.earliest.returned < other.latest.called;
      const otherMustComeFirst = other.earliest.returned < one.latest.called;
      if (oneMustComeFirst && otherMustComeFirst) {
        return (
          `An old value again: ${tell(one.earliest)}, then ${tell(other.latest)}; ` +
          `but ${tell(other.earliest)}, then ${tell(one.latest)}.`
        );
      }
    }
  }
  return undefined;
}

function earliestReturn(operations: readonly HistoryOperation[]): HistoryOperation {
  return operations.reduce((one, other) => (other.returned < one.returned ? other : one));
}

function latestCall(operations: readonly HistoryOperation[]): HistoryOperation {
  return operations.reduce((one, other) => (other.called > one.called ? other : one));
}

function tell({ client, key, before, after, called, returned }: HistoryOperation): string {
  const did =
    before === undefined
      ? `wrote ${show(after?.value)}`
      : after === undefined
        ? `read ${show(before.value)}`
        : `replaced ${show(before.value)} by ${show(after.value)}`;
  return `client ${client} ${did} at key ${key} (events ${called} to ${returned})`;
}
