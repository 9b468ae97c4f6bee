/** Operations and what is made of them, by the numbers of their events. */
import type { Operation } from "../history/operation.ts";

/** How many of the operations, which are in the order of that event, had it before `time`. */
export function countBefore(
  operations: readonly Operation[],
  event: "called" | "returned",
  time: number,
): number {
  let [low, high] = [0, operations.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((operations[middle]?.[event] ?? Infinity) < time) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The highest number of an event; 0 if there is none. */
export function lastEvent(operations: readonly Operation[]): number {
  return operations.reduce((last, { called, returned = 0 }) => Math.max(last, called, returned), 0);
}

/**
 * Items in the order of their events, in linear time.
 *
 * @param eventOf a whole number from 0 to `last`, different for each item.
 */
export function byEvent<Item>(
  items: readonly Item[],
  eventOf: (item: Item) => number,
  last: number,
): Item[] {
  const places = new Int32Array(last + 1);
  for (const [index, item] of items.entries()) places[eventOf(item)] = index + 1;
  const sorted: Item[] = [];
  for (const place of places) if (place > 0) sorted.push(items[place - 1]!);
  return sorted;
}
