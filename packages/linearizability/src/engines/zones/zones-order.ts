/**
 * An order of a register's operations, where zones found that there is one.
 *
 * The chains come one after the other: the initial value's first, then the others by the starts of
 * their zones, a start being the earliest return or the latest call, whichever is earlier. This is
 * the order that real time asks for. For let B have to precede A: f(B) < s(A). If A's zone is a
 * backward one, it starts at s(A), and B's starts at f(B) or before. If A's zone is a forward one,
 * it starts at f(A): a forward zone of B ends before that, since the two do not overlap, and a
 * backward zone of B starts before that, since it does not lie inside A's.
 */
import { fingerprint, type Fingerprint } from "../../history/fingerprint.ts";
import { returnOf, type Operation } from "../../history/operation.ts";
import type { Transition } from "../../models/model.ts";

/** What happened to a value: who wrote it, who read it, and who replaced it by another. */
interface Value {
  writer?: Operation;
  readonly readers: Operation[];
  taker?: Operation;
}

/** The operations of a chain, and where its zone starts. */
interface Chain {
  readonly operations: readonly Operation[];
  readonly start: number;
}

/**
 * @param operations of one register, in the order of their calls, linearizable, each value written
 * once. Unfinished ones are left out, unless their values were seen.
 */
export function orderByZones(
  operations: readonly Operation[],
  transition: (operation: Operation) => Transition<{} | null>,
  initial: {} | null,
): Operation[] {
  const values = new Map<Fingerprint, Value>();
  const valueOf = (state: {} | null): Value => {
    const print = fingerprint(state);
    const value = values.get(print) ?? { readers: [] };
    values.set(print, value);
    return value;
  };
  for (const operation of operations) {
    const { to } = transition(operation);
    if (to !== undefined) valueOf(to).writer = operation;
  }

  // What finished took effect, and so did the writer of each value that an operation was given.
  const effective = new Set<Operation>();
  for (const operation of operations)
    if (operation.returned !== undefined) effective.add(operation);
  for (const operation of effective) {
    const { from, to } = transition(operation);
    if (from === undefined) continue;
    const value = valueOf(from);
    if (to === undefined) value.readers.push(operation);
    else value.taker = operation;
    if (value.writer !== undefined) effective.add(value.writer);
  }

  const chainFrom = (first: Value): Chain => {
    const chain: Operation[] = [];
    for (let value: Value | undefined = first; value !== undefined;) {
      if (value.writer !== undefined) chain.push(value.writer);
      for (const reader of value.readers) chain.push(reader);
      const to: {} | null | undefined = value.taker && transition(value.taker).to;
      value = to === undefined ? undefined : valueOf(to);
    }
    return { operations: chain, start: startOf(chain) };
  };
  const chains: Chain[] = [];
  for (const operation of effective) {
    const { from, to } = transition(operation);
    if (from === undefined && to !== undefined) chains.push(chainFrom(valueOf(to)));
  }
  chains.sort((one, other) => one.start - other.start);
  return [chainFrom(valueOf(initial)), ...chains].flatMap((chain) => chain.operations);
}

/** Where the zone of a chain starts. */
export function startOf(chain: readonly Operation[]): number {
  let [earliestReturn, latestCall] = [Infinity, -Infinity];
  for (const operation of chain) {
    earliestReturn = Math.min(earliestReturn, returnOf(operation));
    latestCall = Math.max(latestCall, operation.called);
  }
  return Math.min(earliestReturn, latestCall);
}
