/**
 * The layout of a witness, for any kind of drawing: one lane per client, and in it one bar per
 * operation, from its call to its return. Only the order of events counts, so the space between
 * two of them is as small as the labels allow.
 */
import { labelOf } from "../explain/describe-operation.ts";
import { rankOperations } from "../history/event-ranks.ts";
import { clientOf, type Operation } from "../history/operation.ts";
import { letter, type Witness } from "../explain/witness.ts";
import { groupMarks } from "./mark-groups.ts";

export interface Bar {
  /** Of the operation in the witness. */
  readonly place: number;
  readonly label: string;
  /** Where it begins and ends, in characters. */
  readonly start: number;
  readonly end: number;
  /** Whether the operation is unfinished: then the bar ends with the drawing. */
  readonly isOpen: boolean;
}

export interface Lane {
  readonly title: string;
  readonly bars: readonly Bar[];
}

export interface DrawnMark {
  readonly label: string;
  readonly start: number;
}

export interface Drawing {
  readonly lanes: readonly Lane[];
  /** What happened to the system, in rows without overlaps; none if nothing did. */
  readonly markRows: readonly (readonly DrawnMark[])[];
  /** Of all bars and marks, in characters. */
  readonly width: number;
}

/** The title of marks, the name that Jepsen gives to what does such things. */
export const MARK_TITLE = "nemesis";

/** What is drawn in a bar: the letter of the operation, or also what it did. */
export type Labels = "letters" | "actions";

/** What a bar needs in addition to its label: a character at each end. */
const ENDS = 2;

export function drawWitness(witness: Witness, labels: Labels): Drawing {
  const labelled = rankOperations(witness.operations).operations.map((operation, place) => ({
    operation,
    place,
    label: labels === "letters" ? letter(place) : `${letter(place)} ${labelOf(operation)}`,
  }));
  const calls = new Map(labelled.map((one) => [one.operation.called, one]));
  const returns = new Map(labelled.map((one) => [one.operation.returned, one]));
  const events = [...calls.keys(), ...returns.keys()].filter((event) => event !== undefined);

  // Each event is as far to the left as the bars that end with it allow.
  const columns = new Map<number, number>();
  const marks: DrawnMark[] = [];
  const groups = groupMarks(witness);
  let column = -1;
  for (const [eventsBefore, event] of events.toSorted((one, other) => one - other).entries()) {
    const mark = groups.find((group) => group.eventsBefore === eventsBefore);
    if (mark !== undefined) {
      const label = labels === "letters" ? String(marks.length + 1) : mark.label;
      marks.push({ label, start: ++column });
    }
    const ending = returns.get(event);
    const begun = ending && columns.get(ending.operation.called);
    const least = ending && begun !== undefined ? begun + ending.label.length + ENDS - 1 : 0;
    column = Math.max(column + 1, least);
    columns.set(event, column);
  }
  const startOf = (operation: Operation): number => columns.get(operation.called) ?? 0;
  const width = labelled.reduce(
    (widest, { operation, label }) =>
      operation.returned === undefined
        ? Math.max(widest, startOf(operation) + label.length + ENDS)
        : widest,
    column + 1,
  );

  const lanes: { title: string; client: number; bars: Bar[] }[] = [];
  for (const { operation, place, label } of labelled) {
    const { client, returned } = operation;
    const start = startOf(operation);
    const end = returned === undefined ? width - 1 : (columns.get(returned) ?? start);
    const bar: Bar = { place, label, start, end, isOpen: returned === undefined };
    // A client has one lane, unless several of its operations overlap.
    const free = lanes.find(
      (lane) => lane.client === client && (lane.bars.at(-1)?.end ?? -1) < start,
    );
    if (free !== undefined) free.bars.push(bar);
    else lanes.push({ title: clientOf(operation), client, bars: [bar] });
  }
  const markWidth = marks.reduce(
    (most, { label, start }) => Math.max(most, start + label.length + 1),
    0,
  );
  return { lanes, markRows: rowsOf(marks), width: Math.max(width, markWidth) };
}

/** Marks in as few rows as their labels allow. */
function rowsOf(marks: readonly DrawnMark[]): DrawnMark[][] {
  const rows: DrawnMark[][] = [];
  for (const mark of marks) {
    const row = rows.find((one) => {
      const last = one.at(-1);
      return last !== undefined && last.start + last.label.length + 1 < mark.start;
    });
    if (row === undefined) rows.push([mark]);
    else row.push(mark);
  }
  return rows;
}
