/**
 * An order of a counter's operations, where windows found that there is one.
 *
 * Reads come in the order of their sums, and before each the additions that it counts and the reads
 * before it do not. An addition may come there if no read with this sum or a higher one had returned
 * when it was called. Of these, the ones that return first are taken: no other has an earlier
 * deadline, and of two additions, one of which returned before the other was called, the earlier
 * one is open whenever the later one is.
 */
import { returnOf, type Operation } from "../../history/operation.ts";
import { Heap } from "../heap.ts";

/**
 * @param operations of one counter, in the order of their calls, linearizable, all additions of one
 * amount. Unfinished additions that no read counts are left out.
 */
export function orderByWindows(operations: readonly Operation[], initial: number): Operation[] {
  const finished = operations.filter(({ returned }) => returned !== undefined);
  const amount = amountOf(operations);
  if (amount === 0) return finished;
  const countOf = ({ output }: Operation): number => ((output as number) - initial) / amount;
  const additions = operations.filter(({ name }) => name === "add");
  const byReturn = additions.toSorted((one, other) => {
    return one.returned === other.returned ? 0 : returnOf(one) - returnOf(other);
  });
  const places = new Map(byReturn.map((addition, place) => [addition, place]));
  const reads = finished
    .filter(({ name }) => name === "read")
    .toSorted((one, other) => countOf(one) - countOf(other) || one.called - other.called);

  const order: Operation[] = [];
  const open = new Heap();
  let [opened, counted] = [0, 0];
  for (const [place, firstReturn] of firstReturnsFrom(reads).entries()) {
    const read = reads[place]!;
    for (; opened < additions.length && additions[opened]!.called < firstReturn; opened++) {
      open.push(places.get(additions[opened]!)!);
    }
    for (; counted < countOf(read); counted++) order.push(byReturn[open.pop()!]!);
    order.push(read);
  }
  const placed = new Set(order);
  return [...order, ...finished.filter((operation) => !placed.has(operation))];
}

/** What each addition adds. */
function amountOf(operations: readonly Operation[]): number {
  return (operations.find(({ name }) => name === "add")?.input as number | undefined) ?? 0;
}

/** For each place in the list the first return from there on. */
function firstReturnsFrom(reads: readonly Operation[]): number[] {
  let first = Infinity;
  return reads
    .toReversed()
    .map((read) => (first = Math.min(first, returnOf(read))))
    .toReversed();
}
