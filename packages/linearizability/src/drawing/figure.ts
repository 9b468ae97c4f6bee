/** A witness as a figure: the drawing, and the sentences around it, for a terminal and for a page. */
import { describeOperation, describeValue } from "../explain/describe-operation.ts";
import { letter, type Witness } from "../explain/witness.ts";
import { groupMarks } from "./mark-groups.ts";
import { drawWitness, MARK_TITLE, type Drawing } from "./witness-drawing.ts";

/** From top to bottom. */
export interface Figure {
  /** What the object held. */
  readonly held: readonly string[];
  readonly drawing: Drawing;
  /** What the letters and the numbers in the drawing mean; empty where it shows that itself. */
  readonly legend: { readonly operations: readonly Entry[]; readonly marks: readonly Entry[] };
  /** What the drawing does not show by itself. */
  readonly about: readonly string[];
  /** What must come before what. */
  readonly orders: readonly string[];
}

export interface Entry {
  readonly name: string;
  readonly meaning: string;
}

/**
 * @param fits whether a drawing is narrow enough. One that is not shows letters and numbers only.
 * @param openBar how the bar of an operation looks that never returned.
 */
export function figureOf(
  witness: Witness,
  fits: (drawing: Drawing) => boolean,
  openBar: string,
): Figure {
  const full = drawWitness(witness, "actions");
  const isFull = fits(full);
  return {
    held: aboutInitial(witness),
    drawing: isFull ? full : drawWitness(witness, "letters"),
    legend: isFull
      ? { operations: [], marks: [] }
      : { operations: legendOf(witness), marks: legendOfMarks(witness) },
    about: [...aboutOpen(witness, openBar), ...aboutContext(witness)],
    orders: ordersInWords(witness),
  };
}

/** The meaning of each numbered mark: "1  nemesis: kill n1". */
function legendOfMarks(witness: Witness): Entry[] {
  return groupMarks(witness).map(({ label }, index) => ({
    name: String(index + 1),
    meaning: `${MARK_TITLE}: ${label}`,
  }));
}

/** What the object held at first, or later, unless that is nothing. */
function aboutInitial({ key, initial, since, undrawn = 0 }: Witness): string[] {
  if (initial === null || initial === undefined) return [];
  const held = `${key === "" ? "It" : `Key ${key}`} held ${describeValue(initial)}`;
  if (since === undefined) return [`${held} at first.`];
  if (undrawn > 0) return [`${held} before these and those that are not drawn.`];
  if (since.isEarlier) return [`${held} at a moment before all of these.`];
  if (!since.isOpen) return [`${held} before all of these.`];
  const first = letter(since.place);
  return [
    `${held} after all that had returned before ${first} was called, unless an operation that ` +
      "never returned had changed it.",
  ];
}

/** The meaning of bars without an end, if there are any. */
function aboutOpen({ operations }: Witness, look: string): string[] {
  const isOpen = operations.some(({ returned }) => returned === undefined);
  return isOpen
    ? [`${look} had not returned by then: it may have taken effect since its call, or not yet.`]
    : [];
}

/** How many operations belong to the proof and are not drawn. */
function aboutContext({ undrawn = 0 }: Witness): string[] {
  if (undrawn === 0) return [];
  const operations = undrawn === 1 ? "operation, which belongs" : "operations, which belong";
  return [`Not drawn: ${undrawn} further ${operations} to the proof.`];
}

/** "B must come before A: B wrote what A found"; a fact of time is no demand. */
function ordersInWords({ orders }: Witness): string[] {
  return orders.map(({ before, after, because, isTime, isOptional }) => {
    const comes = isTime === true ? "came before" : "must come before";
    const ifAtAll = isOptional === true ? ", if at all" : "";
    return `${letter(before)} ${comes} ${letter(after)}${ifAtAll}: ${because}`;
  });
}

/** The operation of each letter: "A  client 4 updated 3 to 10". */
function legendOf({ operations }: Witness): Entry[] {
  return operations.map((operation, place) => {
    const open = operation.returned === undefined ? " (had not returned by then)" : "";
    return { name: letter(place), meaning: `${describeOperation(operation)}${open}` };
  });
}
