/**
 * Finds out which append made each state of a chain, where several have the same input (twins).
 *
 * An input that was appended once names its append. Twins are told apart if the chain is the only
 * one, and reads show k places of their input. Two rules do so without loss:
 *
 * 1. If no twin is called after another and returns before it, the twins take the k places in the
 *    order of their calls, and the remaining ones come after all reads. For if an order that
 *    explains the history has two twins the other way round, they can trade places: the one called
 *    first was called early enough for the earlier place, the one that returned last returned late
 *    enough for the later place, and all other operations stay where they are.
 * 2. If exactly k twins returned before the last operation of the chain was called, these have the
 *    places, since none of them can come after the chain. Among them rule 1 holds.
 *
 * Where neither applies, the places are given out by a guess: each to the twin called first, unless
 * another one returned too early for the next place. If zones find an order, the guess was good. If
 * they find none, another one might have been, and the search decides.
 */
import type { Fingerprint } from "../../history/fingerprint.ts";
import { returnOf, type Operation } from "../../history/operation.ts";
import { Heap } from "../heap.ts";

/** The rows of the appends of each input. */
export type AppendsByInput = ReadonlyMap<Fingerprint, readonly number[]>;

/** The appends at all places, by chains. */
export interface AssignedAppends {
  readonly appends: readonly (readonly number[])[];
  /** The rows of twins that have a place, or could have had one. */
  readonly twins: ReadonlySet<number>;
  /** Whether the places of twins were guessed. */
  readonly isGuessed: boolean;
}

/** An input has more places than there are appends of it. */
export class TooFewAppends {
  readonly chain: number;
  readonly place: number;
  readonly appends: readonly number[];

  constructor(chain: number, place: number, appends: readonly number[]) {
    this.chain = chain;
    this.place = place;
    this.appends = appends;
  }
}

/** An operation of a chain, and how many appends of the chain come before it. */
export interface Placed {
  readonly operation: Operation;
  readonly place: number;
}

/**
 * Finds the append at each place.
 *
 * @param inputs for each chain, what was appended, in order.
 * @param reads of the first chain that returned.
 * @returns `undefined` where there are twins, and several chains.
 */
export function assignAppends(
  operations: readonly Operation[],
  inputs: readonly (readonly Fingerprint[])[],
  appendsByInput: AppendsByInput,
  reads: readonly Placed[],
): AssignedAppends | TooFewAppends | undefined {
  const appends = inputs.map((ofChain) => new Int32Array(ofChain.length));
  const known: Placed[] = [...reads];
  const placesOfTwins = new Map<Fingerprint, number[]>();
  const taken = new Map<Fingerprint, number>();
  for (const [chain, ofChain] of inputs.entries()) {
    for (const [place, input] of ofChain.entries()) {
      const rows = appendsByInput.get(input) ?? [];
      const count = (taken.get(input) ?? 0) + 1;
      if (count > rows.length) return new TooFewAppends(chain, place, rows);
      taken.set(input, count);
      if (rows.length === 1) {
        appends[chain]![place] = rows[0]!;
        known.push({ operation: operations[rows[0]!]!, place });
      } else if (inputs.length > 1) {
        return undefined;
      } else if (count === 1) {
        placesOfTwins.set(input, [place]);
      } else {
        placesOfTwins.get(input)!.push(place);
      }
    }
  }
  const twins = new Set<number>();
  let isGuessed = false;
  if (placesOfTwins.size > 0) {
    const limits = limitsOf(known, inputs[0]!.length);
    for (const [input, places] of placesOfTwins) {
      const rows = appendsByInput.get(input)!;
      for (const row of rows) twins.add(row);
      const told = tellApart(operations, rows, places.length, limits.lastCall);
      isGuessed ||= told === undefined;
      const placed = told ?? guess(operations, rows, places, limits);
      for (const [index, place] of places.entries()) appends[0]![place] = placed[index]!;
    }
  }
  return { appends: appends.map((rows) => [...rows]), twins, isGuessed };
}

/** When the append at a place must have been called, and must not have returned. */
interface Limits {
  /** For each place, the first return of what comes after it. */
  readonly firstReturns: Float64Array;
  /** For each place, the last call of what comes before it. */
  readonly lastCalls: Float64Array;
  readonly lastCall: number;
}

function limitsOf(known: readonly Placed[], places: number): Limits {
  const firstReturns = new Float64Array(places + 1).fill(Infinity);
  const lastCalls = new Float64Array(places + 1);
  for (const { operation, place } of known) {
    lastCalls[place] = Math.max(lastCalls[place]!, operation.called);
    if (place === 0) continue;
    firstReturns[place - 1] = Math.min(firstReturns[place - 1]!, returnOf(operation));
  }
  for (let place = 1; place <= places; place++) {
    lastCalls[place] = Math.max(lastCalls[place]!, lastCalls[place - 1]!);
  }
  for (let place = places - 1; place >= 0; place--) {
    firstReturns[place] = Math.min(firstReturns[place]!, firstReturns[place + 1]!);
  }
  return { firstReturns, lastCalls, lastCall: lastCalls[places]! };
}

/** The twins that have the places, in order; undefined where neither rule applies. */
function tellApart(
  operations: readonly Operation[],
  twins: readonly number[],
  places: number,
  lastCall: number,
): readonly number[] | undefined {
  const returned = (row: number): number => returnOf(operations[row]!);
  const areNested = (rows: readonly number[]): boolean =>
    rows.some((row, index) => index > 0 && returned(row) < returned(rows[index - 1]!));
  if (!areNested(twins)) return twins.slice(0, places);
  const bound = twins.filter((row) => returned(row) < lastCall);
  return bound.length === places && !areNested(bound) ? bound : undefined;
}

/** After all returns. */
const NEVER = 2 ** 40;

/** Gives each place to the twin called first, unless another cannot wait for the next place. */
function guess(
  operations: readonly Operation[],
  twins: readonly number[],
  places: readonly number[],
  { firstReturns, lastCalls, lastCall }: Limits,
): number[] {
  const returned = (row: number): number => operations[row]!.returned ?? NEVER + row;
  const rows = new Map(twins.map((row) => [returned(row), row]));
  /** The returns of those that were called in time for the place. */
  const open = new Heap();
  const hasPlace = new Set<number>();
  let [opened, first] = [0, 0];
  return places.map((place, index) => {
    const isInTime = (): boolean => operations[twins[opened]!]!.called < firstReturns[place]!;
    for (; opened < twins.length && isInTime(); opened++) open.push(returned(twins[opened]!));
    while (hasPlace.has(twins[first]!)) first++;
    const next = places[index + 1];
    const nextCall = next === undefined ? lastCall : lastCalls[next]!;
    let earliest = open.pop();
    while (earliest !== undefined && hasPlace.has(rows.get(earliest)!)) earliest = open.pop();
    let row = twins[first]!;
    if (earliest !== undefined) {
      if (earliest < nextCall) row = rows.get(earliest)!;
      else open.push(earliest);
    }
    hasPlace.add(row);
    return row;
  });
}
