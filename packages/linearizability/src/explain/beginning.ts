/**
 * Where in a long history the proof may begin: at a moment at which nothing was in flight but what
 * never returned, and from which all that is possible follows from one situation.
 *
 * A situation is a state, and the unfinished operations that have taken effect by then. One covers
 * another if the other has the same state, with more of these operations spent; or if it turns into
 * the other when the rest of them take effect, one by one in the order of their calls. Then whatever
 * explains what follows from the other one explains it from the first. So if one situation covers
 * all others, what follows from it is neither more nor less than what follows from the beginning of
 * the history.
 *
 * One walk along the history, part by part, keeps the situations that are possible between two
 * parts. Where none is left, the history is wrong. Where none covers the others, the next part is
 * short: a read often leaves only one.
 */
import type { Spending } from "../engines/budget.ts";
import { Search } from "../engines/search/search.ts";
import { fingerprint, isSame, type Fingerprint } from "../history/fingerprint.ts";
import { returnOf, type Operation } from "../history/operation.ts";
import { until } from "../history/until.ts";
import type { Model } from "../models/model.ts";

type State = {} | null;

export interface Beginning {
  readonly initial: State;
  /** What had not taken effect by then. */
  readonly operations: readonly Operation[];
  /** The moment, and whether operations that never returned may have changed the state since. */
  readonly since: { readonly event: number; readonly isOpen: boolean } | undefined;
}

/** A state, and a bit for each unfinished operation that has taken effect. */
interface Situation {
  readonly state: State;
  readonly used: number;
}

/** A situation that covers all others, before the operation at a place. */
interface Known {
  readonly situation: Situation;
  readonly from: number;
}

/** The most steps of one trial. */
export const TRIAL_STEPS = 100_000;

/** With more alternatives than this none is named, and no beginning is sought. */
const MOST_ALTERNATIVES = 5;

/** Situations are more than states, since each may have come about in several ways. */
const MOST_SITUATIONS = 16;

/** Shorter parts are joined. */
const PART_LENGTH = 64;

/** What can have happened by the end of a longer part takes too long to find out. */
const LONGEST_PART = 1_000;

/** The bits of a situation. */
const MOST_UNFINISHED = 30;

/**
 * The beginning of the first part that nothing explains, and the operations up to its end; where a
 * part is too long to walk through, the last beginning before it, and all operations after it.
 *
 * @param operations in the order of their calls.
 */
export function findBeginning(
  operations: readonly Operation[],
  model: Model,
  spending: Spending,
): Beginning | undefined {
  if (endOfPart(operations, 0, 1) === operations.length) return undefined;
  const unfinished: Operation[] = [];
  let situations: readonly Situation[] = [{ state: model.initial, used: 0 }];
  let known: Known | undefined;
  let least = 0.5;
  for (let [from, to] = [0, 0]; from < operations.length; from = to) {
    const covering = coveringAll(situations, unfinished, model);
    if (covering !== undefined) known = { situation: covering, from };
    // Parts without a known beginning: 1, 2, 4 operations, and so on.
    least = covering === undefined ? Math.min(2 * least, PART_LENGTH) : 0.5;
    to = endOfPart(operations, from, covering === undefined ? least : PART_LENGTH);
    const part = operations.slice(from, to);
    if (part.length > LONGEST_PART) return known && beginningOf(known, operations, unfinished);
    const earlier = unfinished.slice();
    unfinished.push(...part.filter(({ returned }) => returned === undefined));
    if (unfinished.length > MOST_UNFINISHED) return undefined;
    const next = situationsAfter([...earlier, ...part], unfinished, model, situations, spending);
    if (next === undefined) return undefined;
    if (next.length > 0) {
      situations = next;
      continue;
    }
    return known && beginningOf(known, operations.slice(0, to), unfinished);
  }
  return undefined;
}

function beginningOf(
  { situation, from }: Known,
  operations: readonly Operation[],
  unfinished: readonly Operation[],
): Beginning {
  const time = operations[from]?.called ?? 0;
  const rest = restOf(operations, situation, unfinished, time);
  const since = from === 0 ? undefined : momentOf(time, rest);
  return { initial: situation.state, operations: rest, since };
}

/**
 * The beginning at a moment at which nothing was in flight but what never returned.
 *
 * @param initial the state before all operations.
 */
export function beginAt(
  time: number,
  operations: readonly Operation[],
  model: Model,
  initial: State,
  spending: Spending,
): Beginning | undefined {
  const before = until(operations, time);
  const unfinished = before.filter(({ returned }) => returned === undefined);
  if (unfinished.length > MOST_UNFINISHED) return undefined;
  const start = [{ state: initial, used: 0 }];
  const situations = situationsAfter(before, unfinished, model, start, spending);
  const covering = situations && coveringAll(situations, unfinished, model);
  if (covering === undefined) return undefined;
  const rest = restOf(operations, covering, unfinished, time);
  return { initial: covering.state, operations: rest, since: momentOf(time, rest) };
}

/**
 * All states that the operations can have left behind, or what `summarize` makes of them;
 * `undefined` if they are too many, or not found in time.
 */
export function statesAfter(
  operations: readonly Operation[],
  model: Model,
  initial: State,
  spending: Spending,
  summarize: (state: State) => State = (state) => state,
  most = MOST_ALTERNATIVES,
): State[] | undefined {
  if (spending.isOver) return undefined;
  const found = new Map<Fingerprint, State>();
  const search = new Search(operations, model, spending, {
    initial,
    onExplained: (state) => {
      const summary = summarize(state);
      found.set(fingerprint(summary), summary);
      return found.size <= most;
    },
  });
  const outcome = search.run(TRIAL_STEPS);
  search.release();
  return outcome === "not-linearizable" ? [...found.values()] : undefined;
}

/** @param unfinished those with a bit, in its order. */
function situationsAfter(
  operations: readonly Operation[],
  unfinished: readonly Operation[],
  model: Model,
  situations: readonly Situation[],
  spending: Spending,
): Situation[] | undefined {
  const bits = new Map(unfinished.map((operation, index) => [bitKey(operation), 1 << index]));
  const known = new Situations();
  const noting: Model<number> = {
    name: "situations",
    initial: known.numberOf(model.initial, 0),
    step: (number, operation) => {
      const { state, used } = known.at(number);
      const bit = operation.returned === undefined ? (bits.get(bitKey(operation)) ?? 0) : 0;
      if ((used & bit) !== 0) return undefined;
      const after = model.step(state, operation);
      return after === undefined ? undefined : known.numberOf(after, used | bit);
    },
    isRead: (operation) => model.isRead?.(operation) ?? false,
    isUnpredictable: (operation) => model.isUnpredictable?.(operation) ?? false,
  };
  const found = new Set<number>();
  for (const { state, used } of situations) {
    const reachable = statesAfter(
      operations,
      noting,
      known.numberOf(state, used),
      spending,
      (number) => number,
      MOST_SITUATIONS,
    );
    if (reachable === undefined) return undefined;
    for (const number of reachable) found.add(number as number);
  }
  return found.size > MOST_SITUATIONS ? undefined : Array.from(found, (number) => known.at(number));
}

/** Numbers situations: a search names its states at every step, and numbers quickly. */
class Situations {
  readonly #all: Situation[] = [];
  /** By the operations that have taken effect, and then by the state. */
  readonly #numbers = new Map<number, Map<Fingerprint, number>>();

  at(number: number): Situation {
    return this.#all[number]!;
  }

  numberOf(state: State, used: number): number {
    let numbers = this.#numbers.get(used);
    if (numbers === undefined) this.#numbers.set(used, (numbers = new Map()));
    const name = fingerprint(state);
    const number = numbers.get(name) ?? this.#all.push({ state, used }) - 1;
    numbers.set(name, number);
    return number;
  }
}

/** Operations are told apart by their calls, which are ranked; copies have the same. */
function bitKey({ called }: Operation): number {
  return called;
}

/** The situation that covers all the others, if there is one. */
function coveringAll(
  situations: readonly Situation[],
  unfinished: readonly Operation[],
  model: Model,
): Situation | undefined {
  return situations.find((one) =>
    situations.every((other) => covers(one, other, unfinished, model)),
  );
}

function covers(
  one: Situation,
  other: Situation,
  unfinished: readonly Operation[],
  { step }: Model,
): boolean {
  if ((one.used & ~other.used) !== 0) return false;
  if (isSame(one.state, other.state)) return true;
  let state: State | undefined = one.state;
  for (const [index, operation] of unfinished.entries()) {
    const isFurther = (other.used & ~one.used & (1 << index)) !== 0;
    if (isFurther && state !== undefined) state = step(state, operation);
  }
  return state !== undefined && isSame(state, other.state);
}

/** What had neither returned by then nor taken effect. */
function restOf(
  operations: readonly Operation[],
  { used }: Situation,
  unfinished: readonly Operation[],
  time: number,
): Operation[] {
  const calls = new Set(unfinished.filter((_, index) => (used & (1 << index)) !== 0).map(bitKey));
  return operations.filter(
    (operation) => returnOf(operation) > time && !calls.has(bitKey(operation)),
  );
}

function momentOf(event: number, rest: readonly Operation[]): Beginning["since"] {
  return { event, isOpen: rest.some(({ called }) => called < event) };
}

/** The first place, `least` after `from`, at which nothing is in flight but what never returns. */
function endOfPart(operations: readonly Operation[], from: number, least: number): number {
  let quietFrom = 0;
  for (let index = from; index < operations.length; index++) {
    const { called, returned } = operations[index]!;
    if (index - from >= least && quietFrom <= called) return index;
    if (returned !== undefined) quietFrom = Math.max(quietFrom, returned);
  }
  return operations.length;
}
