/** The history of each key, which becomes operations only when they are asked for. */
import { Kind, operationAt, type HistoryColumns } from "./columns.ts";
import {
  rankColumnsByKey,
  rankOperations,
  restoring,
  type RankedOperations,
} from "./event-ranks.ts";
import type { Column } from "./grown.ts";
import { partitionByKey, type Operation } from "./operation.ts";

/** The history of one object. */
export interface KeyHistory {
  /** How many operations there are, with those that cannot have taken effect. */
  readonly length: number;
  readonly operations: () => RankedOperations;
  /** Missing if the history is not in columns. */
  readonly columns?: () => HistoryColumns;
}

export function partition(history: readonly Operation[] | HistoryColumns): KeyHistory[] {
  if (!("kinds" in history)) {
    return Array.from(partitionByKey(history).values(), (operations): KeyHistory => {
      return { length: operations.length, operations: () => rankOperations(operations) };
    });
  }
  const { keyOf, lists } = rowsByKey(history);
  let ranked: HistoryColumns | undefined;
  return lists.map((rows): KeyHistory => {
    return {
      length: rows.length,
      columns: () => takeRows(history, rows),
      operations() {
        ranked ??= rankColumnsByKey(history, keyOf, lists.length);
        return rankedOperationsAt(history, ranked, rows);
      },
    };
  });
}

/**
 * Each key's rows, and each row's key by its place among them. They cost 8 bytes per row; nothing
 * else is copied yet.
 */
function rowsByKey({ length, keys }: HistoryColumns): { keyOf: Int32Array; lists: Int32Array[] } {
  const places = new Map<number, number>();
  const keyOf = new Int32Array(length);
  const sizes: number[] = [];
  for (let row = 0; row < length; row++) {
    const key = keys[row]!;
    let place = places.get(key);
    if (place === undefined) {
      place = sizes.push(0) - 1;
      places.set(key, place);
    }
    keyOf[row] = place;
    sizes[place]!++;
  }
  // Sorting by counting: each key's rows have their place in one array, in the order of calls.
  const sorted = new Int32Array(length);
  let start = 0;
  const lists = sizes.map((size) => sorted.subarray(start, (start += size)));
  const filled = new Int32Array(lists.length);
  for (let row = 0; row < length; row++) {
    const place = keyOf[row]!;
    lists[place]![filled[place]!++] = row;
  }
  return { keyOf, lists };
}

/** Those of these rows that took effect, or may have. */
function rankedOperationsAt(
  history: HistoryColumns,
  ranked: HistoryColumns,
  rows: Int32Array,
): RankedOperations {
  const operations: Operation[] = [];
  const numbers = new Int32Array(2 * rows.length + 1);
  for (const row of rows) {
    if (history.kinds[row] === Kind.noEffect) continue;
    numbers[ranked.calls[row]!] = history.calls[row]!;
    numbers[ranked.returns[row]!] = history.returns[row]!;
    operations.push(operationAt(ranked, row));
  }
  return { operations, restore: restoring(numbers) };
}

/** A history of these rows alone. Its events keep their numbers. */
function takeRows(history: HistoryColumns, rows: Int32Array): HistoryColumns {
  const { meaning, clientTitle } = history;
  const [calls, returns] = [take(history.calls, rows), take(history.returns, rows)];
  let events = 0;
  for (let row = 0; row < rows.length; row++) {
    events = Math.max(events, calls[row]!, returns[row]!);
  }
  return {
    length: rows.length,
    kinds: take(history.kinds, rows),
    clients: take(history.clients, rows),
    keys: take(history.keys, rows),
    calls,
    returns,
    valuesRead: take(history.valuesRead, rows),
    valuesWritten: take(history.valuesWritten, rows),
    events,
    meaning: meaning && { ...meaning, names: take(meaning.names, rows) },
    clientTitle,
  };
}

function take<Of extends Column>(column: Of, rows: Int32Array): Of {
  const taken = new (column.constructor as new (length: number) => Of)(rows.length);
  for (let place = 0; place < rows.length; place++) taken[place] = column[rows[place]!]!;
  return taken;
}
