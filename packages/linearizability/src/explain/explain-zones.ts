/** Turns a violation that zones found into a witness and a sentence that a learner can follow. */
import { capital, describeOperation, describeKey } from "./describe-operation.ts";
import { isSame } from "../history/fingerprint.ts";
import { clientOf, type Operation } from "../history/operation.ts";
import { Kind, UNFINISHED, type HistoryColumns } from "../history/columns.ts";
import { UNWRITTEN } from "../history/values.ts";
import type { Model } from "../models/model.ts";
import { explainCore } from "./explain-core.ts";
import { made } from "./given-and-made.ts";
import { circle, lostUpdate, wasGiven, wasReplaced } from "./put-into-words.ts";
import { explanationBudget } from "./explain-search.ts";
import { makeWitness, type Explanation, type OperationOrder } from "./witness.ts";
import type { ZoneViolation } from "../engines/zones/zones.ts";

/** Longer histories of values are not reduced, but summed up. */
const LONGEST_CORE = 200;

/**
 * @param operationAt the operation in that row of the history.
 * @param model the register.
 * @param later what was called after the end of the history.
 */
export function explainZones(
  history: HistoryColumns,
  violation: ZoneViolation,
  operationAt: (row: number) => Operation,
  model: Model,
  later: readonly Operation[] = [],
): Explanation {
  const { rows } = outline(violation);
  const writers = writersOf(history, history.keys[rows[0] ?? 0] ?? 0);
  const lineages = rows.map((row) => lineage(history, writers, row));
  const observers = [...rows, ...lineages.flat()].flatMap((row) => observersOf(history, row));
  // A cache, so that a row is the same object wherever it is named.
  const operations = new Map<number, Operation>();
  const at = (row: number): Operation => {
    const known = operations.get(row) ?? operationAt(row);
    operations.set(row, known);
    return known;
  };
  const rowsOfCore = new Set([...rows, ...lineages.flat(), ...observers]);
  const core = [...rowsOfCore].toSorted((one, other) => one - other).map(at);
  const directWriters = lineages.flatMap((ancestors) => ancestors.slice(0, 1));
  const sumUp = (): Explanation =>
    sumUpLineages(violation, at, core, directWriters.map(at), model.initial);
  if (core.length > LONGEST_CORE) return sumUp();
  const spending = explanationBudget();
  const { rule } = violation;
  // A copy: what the core allows to be found is more than the whole history does.
  return explainCore({
    rule,
    core: [...core],
    history: core,
    later,
    model,
    spending,
    otherwise: sumUp,
  });
}

/** Values that many updates led to: the operations that contradict each other, and the rest counted. */
function sumUpLineages(
  violation: ZoneViolation,
  at: (row: number) => Operation,
  core: readonly Operation[],
  directWriters: readonly Operation[],
  initial: unknown,
): Explanation {
  const { rows, orders } = outline(violation);
  return {
    witness: makeWitness({
      rule: violation.rule,
      key: at(rows[0] ?? 0).key,
      initial,
      operations: [...rows.map(at), ...directWriters],
      context: core,
      orders: orders.map(([before, after, because]): OperationOrder => {
        return { before: at(before), after: at(after), because };
      }),
    }),
    explanation: explain(violation, at),
  };
}

type RowOrder = readonly [before: number, after: number, because: OperationOrder["because"]];

/** The rows that contradict each other, and how. */
function outline(violation: ZoneViolation): {
  rows: readonly number[];
  orders: readonly RowOrder[];
} {
  switch (violation.rule) {
    case "read-of-nothing":
      return { rows: [violation.reader], orders: [] };
    case "lost-update": {
      const { first, second } = violation;
      return {
        rows: [first, second],
        orders: [
          [first, second, wasReplaced],
          [second, first, wasReplaced],
        ],
      };
    }
    case "circle": {
      const { updates } = violation;
      return {
        rows: updates,
        orders: updates.map((update, index) => {
          const source = updates[(index + 1) % updates.length] ?? update;
          return [source, update, wasGiven];
        }),
      };
    }
    case "wrong-order": {
      const { earlier, later } = violation;
      return {
        rows: [earlier, later],
        orders: [
          [later, earlier, "time"],
          [earlier, later, valueCameFirst],
        ],
      };
    }
    case "stale-initial-value": {
      const { fresh, stale } = violation;
      return {
        rows: [fresh, stale],
        orders: [
          [fresh, stale, "time"],
          [stale, fresh, valueCameFirst],
        ],
      };
    }
    case "interleaved": {
      const { firstReturned, firstCalled, secondReturned, secondCalled } = violation;
      return {
        rows: [firstReturned, firstCalled, secondReturned, secondCalled],
        orders: [
          [firstReturned, secondCalled, hasOlderValue],
          [secondReturned, firstCalled, hasOlderValue],
        ],
      };
    }
  }
}

function valueCameFirst(one: string, other: string): string {
  return `the value of ${one} was there before that of ${other}`;
}

function hasOlderValue(one: string, other: string): string {
  return `${one} had returned when ${other} was called, so the value of ${one} is the older one`;
}

function explain(violation: ZoneViolation, at: (row: number) => Operation): string {
  const did = (row: number): string => describeOperation(at(row));
  const on = (row: number): string => {
    const { key } = at(row);
    return key === "" ? "" : `On key ${key} `;
  };
  switch (violation.rule) {
    case "read-of-nothing": {
      const { reader } = violation;
      return `${capital(did(reader) + describeKey("from", at(reader).key))}, a value that was never written.`;
    }
    case "lost-update":
      return lostUpdate(at(violation.first), at(violation.second));
    case "circle":
      return circle(violation.updates.map(at));
    case "wrong-order": {
      const { earlier, later } = violation;
      const [writer, reader] = [at(earlier), at(later)];
      if (reader.name === "read" && isSame(written(writer), reader.output)) {
        const from = describeKey("from", reader.key);
        return `${capital(did(later))}${from}, before ${clientOf(writer)} began to write it.`;
      }
      return capital(
        `${on(later)}${did(later)} before ${did(earlier)}, although that value is an older one.`,
      );
    }
    case "stale-initial-value": {
      const { fresh, stale } = violation;
      return capital(
        `${on(stale)}${did(stale)} after ${did(fresh)}, although that value is an older one.`,
      );
    }
    case "interleaved": {
      const { firstReturned, firstCalled, secondReturned, secondCalled } = violation;
      return capital(
        `${on(firstReturned)}each of two values would have to be older than the other: ` +
          `${did(firstReturned)} before ${did(secondCalled)}, ` +
          `but ${did(secondReturned)} before ${did(firstCalled)}.`,
      );
    }
  }
}

/** What it wrote, or `undefined` for a read. */
function written(operation: Operation): unknown {
  return operation.name === "read" ? undefined : made(operation);
}

/** For each value written to the key, the row that wrote it. */
function writersOf(history: HistoryColumns, key: number): Map<number, number> {
  const { length, kinds, keys, valuesWritten } = history;
  const writers = new Map<number, number>();
  for (let row = 0; row < length; row++) {
    const writes = kinds[row] === Kind.write || kinds[row] === Kind.update;
    if (writes && keys[row] === key) writers.set(valuesWritten[row] ?? UNWRITTEN, row);
  }
  return writers;
}

/** The writer of the value that this row was given, the writer of what that one was given, … */
function lineage(history: HistoryColumns, writers: Map<number, number>, row: number): number[] {
  const ancestors: number[] = [];
  const seen = new Set([row]);
  for (let at = row; history.kinds[at] !== Kind.write;) {
    const writer = writers.get(history.valuesRead[at] ?? UNWRITTEN);
    if (writer === undefined || seen.has(writer)) break;
    ancestors.push(writer);
    seen.add(writer);
    at = writer;
  }
  return ancestors;
}

/** The evidence that an unfinished operation took effect: the operations that saw its value. */
function observersOf(history: HistoryColumns, row: number): number[] {
  const { length, kinds, keys, returns, valuesRead, valuesWritten } = history;
  const isFinished = (at: number): boolean => returns[at] !== UNFINISHED;
  const observers = [row];
  // An observer may be unfinished, too: then the observers of the value that it wrote are the evidence.
  for (const at of observers) {
    if (isFinished(at)) break;
    for (let other = 0; other < length; other++) {
      if (keys[other] !== keys[row] || valuesRead[other] !== valuesWritten[at]) continue;
      const hasSeen =
        kinds[other] === Kind.update || (kinds[other] === Kind.read && isFinished(other));
      if (hasSeen && !observers.includes(other)) observers.push(other);
    }
  }
  return observers.slice(1);
}
