/**
 * The marks of a witness, as a drawing shows them: those between the same two events as one, since
 * nothing in the drawing came between them.
 */
import type { Witness } from "../explain/witness.ts";

export interface MarkGroup {
  /** How many events of the drawn operations came before. */
  readonly eventsBefore: number;
  /** `kill n1` */
  readonly label: string;
}

/** A longer list of labels is cut. */
const LONGEST_LABEL = 32;

export function groupMarks({ operations, marks = [] }: Witness): MarkGroup[] {
  const events = operations
    .flatMap(({ called, returned }) => (returned === undefined ? [called] : [called, returned]))
    .toSorted((one, other) => one - other);
  const groups = new Map<number, string[]>();
  let eventsBefore = 0;
  for (const { event, label } of marks) {
    while ((events[eventsBefore] ?? Infinity) < event) eventsBefore++;
    const group = groups.get(eventsBefore);
    if (group === undefined) groups.set(eventsBefore, [label]);
    else if (group.at(-1) !== label) group.push(label);
  }
  return [...groups].map(([place, labels]) => ({ eventsBefore: place, label: summary(labels) }));
}

/** All labels, or as many as there is room for, and how many more there are. */
function summary(labels: readonly string[]): string {
  const all = labels.join(", ");
  if (labels.length === 1 || all.length <= LONGEST_LABEL) return all;
  return `${labels[0]} and ${labels.length - 1} more`;
}
