/**
 * Reduces a history that no order explains to the smallest part that shows it.
 *
 * Whatever is left out, the rest still proves that the whole is wrong. Left out may be:
 *
 * - what happened after the first return that cannot be explained, since the beginning of a
 *   linearizable history is linearizable;
 * - what had taken effect by a moment at which nothing was in flight but what never returned, if
 *   all that is possible then follows from one state: {@link beginAt};
 * - where operations name the states that they need and leave: a state together with all that
 *   need or leave it, since in any order that explains the whole these are adjacent. This holds for
 *   the initial state as well: what then remains finds no state that it did not leave;
 * - reads, and updates that put back what they found, since they change nothing for others.
 *
 * The first two keep the history as it was, up to the moment of the fault. So the state at the
 * beginning, and the states that the last operation could have found, are those of the whole
 * history, and are determined from what these two leave.
 */
import type { Spending } from "../engines/budget.ts";
import { Search } from "../engines/search/search.ts";
import {
  transitionsOf,
  withoutStates,
  type Transitioned,
} from "../engines/search/without-states.ts";
import { isSame, type Fingerprint } from "../history/fingerprint.ts";
import { returnOf, type Operation } from "../history/operation.ts";
import { until } from "../history/until.ts";
import type { Model } from "../models/model.ts";
import type { Moment } from "./witness.ts";
import { beginAt, findBeginning, TRIAL_STEPS, type Beginning } from "./beginning.ts";
import { lastToReturn, statesFoundByLast } from "./states-expected.ts";

type State = {} | null;

export interface Reduced {
  /** That no order explains, in the order of their calls. */
  readonly operations: readonly Operation[];
  /** The state in which they begin. */
  readonly initial: State;
  /** When that was; missing if before all operations of the history. */
  readonly since: Moment | undefined;
  /** All that was called until the first return that cannot be explained. Missing if not found. */
  readonly prefix: readonly Operation[] | undefined;
  /** All states that the last operation to return could have found, if they are few. */
  readonly expected: readonly State[] | undefined;
}

/** Histories of up to this many operations are shown from their beginning. */
const FEW = 6;

/** The start of a longer history is sought where the state was still another, this far back. */
const MOST_LOOKED_BACK = 32;

/** The first return that cannot be explained is sought at once in histories up to this long. */
const MOST_TO_CUT = 2_000;

/** Steps of a trial, per operation, where that is more than {@link TRIAL_STEPS}. */
const STEPS_PER_OPERATION = 20;

/** No state is exempt from being left out. */
const NO_STATE = Symbol("no state");

/** How many values are tried in pairs with every other value. */
const MOST_SUSPECTS = 3;

/** @param operations of one key, in the order of their calls, not linearizable. */
export function reduce(
  operations: readonly Operation[],
  model: Model,
  spending: Spending,
): Reduced {
  return new Reduction(operations, model, spending).run();
}

class Reduction {
  readonly #model: Model;
  readonly #spending: Spending;
  #operations: readonly Operation[];
  #initial: State;
  #since: Beginning["since"];
  /** What the beginning left. */
  #begun: readonly Operation[] = [];

  constructor(operations: readonly Operation[], model: Model, spending: Spending) {
    this.#model = model;
    this.#spending = spending;
    this.#operations = operations;
    this.#initial = model.initial;
  }

  run(): Reduced {
    const whole = this.#operations;
    const start = findBeginning(this.#operations, this.#model, this.#spending);
    if (start !== undefined) {
      this.#startFrom(start);
    }
    let prefix: readonly Operation[] | undefined;
    if (this.#operations.length <= MOST_TO_CUT && this.#cutEnd()) {
      prefix = until(whole, returnOf(lastToReturn(this.#operations)!));
      this.#cutBeginning();
    }
    const asItWas = this.#operations;
    this.#keepFewStates();
    if (prefix === undefined) {
      const isWhole = this.#operations === asItWas;
      const isCut = this.#cutEnd();
      if (isCut && isWhole) prefix = until(whole, returnOf(lastToReturn(this.#operations)!));
    }
    for (let before = Infinity; this.#operations.length < before;) {
      before = this.#operations.length;
      this.#leaveOutStates();
      this.#leaveOutReads();
      this.#leaveOutUnfinished();
    }
    return {
      operations: this.#operations,
      initial: this.#initial,
      since: this.#sinceWhen(),
      prefix,
      // What remains of the budget is for this: there may be many orders.
      expected: prefix && statesFoundByLast(asItWas, this.#model, this.#initial, this.#spending),
    };
  }

  #startFrom({ initial, operations, since }: Beginning): void {
    this.#initial = initial;
    this.#operations = operations;
    this.#since = since;
    this.#begun = operations;
  }

  /** What was left out may have changed the state as well, before anything that is left. */
  #sinceWhen(): Moment | undefined {
    if (this.#since === undefined) return undefined;
    const { event, isOpen } = this.#since;
    const first = this.#operations[0]?.called ?? Infinity;
    const calls = new Set(this.#operations.map(({ called }) => called));
    const isEarlier = this.#begun.some(
      (operation) =>
        operation.called < first &&
        !calls.has(operation.called) &&
        !this.#changesNothing(operation),
    );
    return { event, isOpen, isEarlier };
  }

  /**
   * Ends with the first return that no order explains; returns whether it was found.
   *
   * A search, even one that did not end, has found orders that settle a number of returns: the
   * history is linearizable until the last of these. Mostly no order settles one more, and the next
   * return is the one. Where the search gave up sooner, since it looked ahead, that return can be
   * explained as well, and the middle of those that remain is tried.
   */
  #cutEnd(): boolean {
    const returns = this.#operations
      .flatMap(({ returned }) => returned ?? [])
      .toSorted((one, other) => one - other);
    // The first return that cannot be explained is one of these.
    let [low, high] = [this.#search(this.#operations).settled, returns.length - 1];
    for (let next = low; low < high;) {
      const { outcome, settled } = this.#search(until(this.#operations, returns[next]!));
      if (outcome === undefined) return false;
      if (outcome === "linearizable") low = next + 1;
      else high = next;
      const isFurther = settled > low && settled < high;
      low = isFurther ? settled : low;
      next = isFurther ? low : (low + high) >> 1;
    }
    if (this.#spending.isOver) return false;
    this.#operations = until(this.#operations, returns[high] ?? 0);
    return true;
  }

  /**
   * Starts from the latest quiet moment at which the state is known; if not long before it was the
   * state that the last operation found, or at least another one, from there, so that the drawing
   * shows how it changed.
   */
  #cutBeginning(): void {
    if (this.#operations.length <= FEW) return;
    const found = this.#model.transition?.(lastToReturn(this.#operations)!).from;
    let latest: Beginning | undefined;
    let changed: Beginning | undefined;
    for (const time of quietMoments(this.#operations).toReversed()) {
      if (this.#spending.isOver) break;
      const rest = this.#operations.filter((operation) => returnOf(operation) > time);
      if (latest !== undefined && rest.length > MOST_LOOKED_BACK) break;
      const beginning = beginAt(time, this.#operations, this.#model, this.#initial, this.#spending);
      if (beginning === undefined) continue;
      if (this.#judge(beginning.operations, beginning.initial) !== "not-linearizable") continue;
      latest ??= beginning;
      if (!isSame(beginning.initial, latest.initial)) changed ??= beginning;
      if (found === undefined && changed !== undefined) break;
      if (found !== undefined && isSame(beginning.initial, found)) {
        changed = beginning;
        break;
      }
    }
    const beginning = changed ?? latest;
    if (beginning !== undefined) this.#startFrom(beginning);
  }

  #leaveOutReads(): void {
    const reads = this.#operations.filter((operation) => this.#changesNothing(operation));
    this.#leaveOut(reads, (some) => {
      const out = new Set(some);
      return this.#operations.filter((operation) => !out.has(operation));
    });
  }

  #changesNothing(operation: Operation): boolean {
    if (this.#model.isRead?.(operation) === true) return true;
    const { from, to } = this.#model.transition?.(operation) ?? {};
    return from !== undefined && to !== undefined && isSame(from, to);
  }

  /**
   * Most contradictions are between two values, one of which was seen for an unusually long time.
   * Trying it with each of the others is cheap, since few operations remain.
   */
  #keepFewStates(): void {
    if (this.#operations.length <= FEW) return;
    const steps = this.#transitions();
    const origins = new Map(steps.map(({ from, to }) => [to, from]));
    const states = new Set(steps.flatMap(({ from, to }) => [from, to]));
    for (const suspect of seenLongest(steps).slice(0, MOST_SUSPECTS)) {
      for (const other of states) {
        if (this.#spending.isOver) return;
        const kept = new Set<Fingerprint>();
        // A state is kept with all that led to it.
        for (let state of [suspect, other]) {
          for (; state !== undefined && !kept.has(state); state = origins.get(state))
            kept.add(state);
        }
        const out = new Set([...states].filter((state) => !kept.has(state)));
        if (this.#try(withoutStates(steps, out, this.#initial))) return;
      }
    }
  }

  #leaveOutStates(): void {
    const states = new Set(this.#transitions().map(({ to }) => to));
    this.#leaveOut([...states].toReversed(), (some) =>
      withoutStates(this.#transitions(), new Set(some), NO_STATE),
    );
  }

  #transitions(): Transitioned[] {
    return transitionsOf(this.#operations, this.#model);
  }

  /** Leaves out as many items as possible: half of them at a time, then a quarter, and so on. */
  #leaveOut<Item>(
    items: readonly Item[],
    without: (some: readonly Item[]) => readonly Operation[],
  ): void {
    for (let size = Math.ceil(items.length / 2); size >= 1; size = Math.floor(size / 2)) {
      for (let at = 0; at < items.length; at += size) {
        if (this.#spending.isOver) return;
        this.#try(without(items.slice(at, at + size)));
      }
    }
  }

  /** Keeps an unfinished operation only if it may help to explain the others. */
  #leaveOutUnfinished(): void {
    const lastReturn = this.#operations.reduce(
      (last, { returned = 0 }) => Math.max(last, returned),
      0,
    );
    // One that was called after all the others had returned explains none of them.
    this.#operations = this.#operations.filter(
      ({ called, returned }) => returned !== undefined || called < lastReturn,
    );
  }

  /** Continues with these operations if they are fewer and still a violation. */
  #try(operations: readonly Operation[]): boolean {
    const isBetter =
      operations.length < this.#operations.length && this.#judge(operations) === "not-linearizable";
    if (isBetter) this.#operations = operations;
    return isBetter;
  }

  /** `undefined` if that would take too long. */
  #judge(
    operations: readonly Operation[],
    initial = this.#initial,
  ): "linearizable" | "not-linearizable" | undefined {
    return this.#search(operations, initial).outcome;
  }

  /** The same, with how many returns an order that was tried can explain, at best. */
  #search(
    operations: readonly Operation[],
    initial = this.#initial,
  ): { readonly outcome: ReturnType<Search["run"]>; readonly settled: number } {
    if (this.#spending.isOver) return { outcome: undefined, settled: 0 };
    const search = new Search(operations, this.#model, this.#spending, { initial });
    const outcome = search.run(Math.max(TRIAL_STEPS, STEPS_PER_OPERATION * operations.length));
    const { settled } = search;
    search.release();
    return { outcome, settled };
  }
}

/** The moments after a return at which nothing was in flight but what never returned. */
function quietMoments(operations: readonly Operation[]): number[] {
  const moments: number[] = [];
  let quietFrom = 0;
  for (const [index, { called, returned }] of operations.entries()) {
    if (index > 0 && quietFrom > 0 && quietFrom <= called) moments.push(quietFrom);
    if (returned !== undefined) quietFrom = Math.max(quietFrom, returned);
  }
  return moments;
}

/** States, in order of the time from their first return to their last call, longest first. */
function seenLongest(steps: readonly Transitioned[]): Fingerprint[] {
  const spans = new Map<Fingerprint, { done: number; asked: number }>();
  for (const { operation, from, to } of steps) {
    for (const state of [from, to]) {
      if (state === undefined) continue;
      const span = spans.get(state) ?? { done: Infinity, asked: -Infinity };
      span.done = Math.min(span.done, returnOf(operation));
      span.asked = Math.max(span.asked, operation.called);
      spans.set(state, span);
    }
  }
  return [...spans]
    .toSorted(([, one], [, other]) => other.asked - other.done - (one.asked - one.done))
    .map(([state]) => state);
}
