/**
 * Reduces a history that no order explains to the smallest part that shows it, and says what the
 * last operation of that part should have returned.
 *
 * Whatever is left out, the rest still proves that the whole is wrong. Left out may be:
 *
 * - where operations name the states that they need and leave: a state together with all that
 *   need or leave it, since in any order that explains the whole these are adjacent;
 * - what happened after the first return that cannot be explained, since the beginning of a
 *   linearizable history is linearizable;
 * - what happened before a moment at which no operation was in flight, if only one state is
 *   possible at that moment: the rest starts from it;
 * - reads, since they change nothing for other operations.
 */
import { Spending } from "../engines/budget.ts";
import { capital, describeOperation, describeKey, describeValue } from "./describe-operation.ts";
import { fingerprint, type Fingerprint } from "../history/fingerprint.ts";
import type { Model } from "../models/model.ts";
import { returnOf, type Operation } from "../history/operation.ts";
import { Search, type SearchOptions } from "../engines/search.ts";
import { transitionsOf, withoutStates, type Transitioned } from "../engines/without-states.ts";
import { until } from "../history/until.ts";
import { makeWitness, type Explanation } from "./witness.ts";

type State = {} | null;

/** What the whole reduction may cost. */
const REDUCTION_BUDGET = { milliseconds: 2_000, memoryBytes: 2 ** 27 };

/** The most steps of one trial; a longer one counts as no violation. */
const TRIAL_STEPS = 100_000;

/** Histories of up to this many operations are shown from their beginning. */
const FEW = 6;

/** How many values are tried in pairs with every other value. */
const MOST_SUSPECTS = 3;

/** With more alternatives than this none is named. */
const MOST_ALTERNATIVES = 5;

/** @param operations of one key, in the order of their calls, not linearizable. */
export function explainSearch(operations: readonly Operation[], model: Model): Explanation {
  return new Reduction(operations, model).explain();
}

class Reduction {
  readonly #model: Model;
  readonly #spending = new Spending(REDUCTION_BUDGET);
  #operations: readonly Operation[];
  #initial: State;

  constructor(operations: readonly Operation[], model: Model) {
    this.#model = model;
    this.#operations = operations;
    this.#initial = model.initial;
  }

  explain(): Explanation {
    this.#keepFewStates();
    this.#cutEnd();
    if (this.#operations.length > FEW) this.#cutBeginning();
    for (let before = Infinity; this.#operations.length < before;) {
      before = this.#operations.length;
      this.#leaveOutStates();
      this.#leaveOutReads();
      this.#leaveOutUnfinished();
    }
    const witness = makeWitness({
      rule: "no-order",
      key: this.#operations[0]?.key ?? "",
      initial: this.#initial,
      operations: this.#operations,
    });
    return { witness, explanation: this.#describe() };
  }

  /** Finds the first return that no order explains. */
  #cutEnd(): void {
    const returns = this.#operations
      .flatMap(({ returned }) => returned ?? [])
      .toSorted((one, other) => one - other);
    let [low, high] = [0, returns.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#isViolation(until(this.#operations, returns[middle] ?? 0))) high = middle;
      else low = middle + 1;
    }
    this.#try(until(this.#operations, returns[high] ?? 0));
  }

  /** Starts from the latest quiet moment at which the state is known. */
  #cutBeginning(): void {
    for (const count of quietPlaces(this.#operations).toReversed()) {
      if (this.#spending.isOver) return;
      const beginning = this.#operations.slice(0, count);
      const rest = this.#operations.slice(count);
      const states = this.#statesAfter(beginning, this.#initial);
      if (states?.length !== 1) continue;
      const initial = states[0] ?? null;
      if (this.#isViolation(rest, { initial })) {
        this.#initial = initial;
        this.#operations = rest;
        return;
      }
    }
  }

  #leaveOutReads(): void {
    const reads = this.#operations.filter((operation) => this.#model.isRead?.(operation));
    this.#leaveOut(reads, (some) => {
      const out = new Set(some);
      return this.#operations.filter((operation) => !out.has(operation));
    });
  }

  /**
   * Most contradictions are between two values, one of which was seen for an unusually long time.
   * Trying it with each of the others is cheap, since few operations remain.
   */
  #keepFewStates(): void {
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
      withoutStates(this.#transitions(), new Set(some), this.#initial),
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
    const isBetter = operations.length < this.#operations.length && this.#isViolation(operations);
    if (isBetter) this.#operations = operations;
    return isBetter;
  }

  #isViolation(operations: readonly Operation[], options?: SearchOptions): boolean {
    const { initial = this.#initial } = options ?? {};
    if (this.#spending.isOver) return false;
    const search = new Search(operations, this.#model, this.#spending, { initial });
    const outcome = search.run(TRIAL_STEPS);
    search.release();
    return outcome === "not-linearizable";
  }

  /** All states that the operations can have left behind, or `undefined` if they are too many. */
  #statesAfter(operations: readonly Operation[], initial: State): State[] | undefined {
    return this.#explore(operations, this.#model, initial, (state) => state);
  }

  /** What `summarize` makes of the final states of all orders that explain the operations. */
  #explore(
    operations: readonly Operation[],
    model: Model,
    initial: State,
    summarize: (state: State) => State,
  ): State[] | undefined {
    if (this.#spending.isOver) return undefined;
    const found = new Map<Fingerprint, State>();
    const search = new Search(operations, model, this.#spending, {
      initial,
      onExplained: (state) => {
        const summary = summarize(state);
        found.set(fingerprint(summary), summary);
        return found.size <= MOST_ALTERNATIVES;
      },
    });
    const outcome = search.run(TRIAL_STEPS);
    search.release();
    return outcome === "not-linearizable" ? [...found.values()] : undefined;
  }

  #describe(): string {
    const operations = this.#operations;
    const last = operations
      .filter(({ returned }) => returned !== undefined)
      .toSorted((one, other) => returnOf(other) - returnOf(one))[0];
    if (last === undefined) return "No order explains what the operations returned.";
    const { name, input, output, key } = last;
    const did = capital(describeOperation(last));
    const among =
      operations.length === 1
        ? "nothing else happened"
        : `no order of these ${operations.length} operations explains it`;
    const states = this.#statesFoundBy(last);
    if (states === undefined || states.length === 0)
      return `${did}${describeKey("at", key)}: ${among}.`;
    const found = states.map(describeValue).join(" or ");
    if (name === "read") {
      return `${did}${describeKey("from", key)}, but could only have read ${found}: ${among}.`;
    }
    const expected = Array.isArray(name === "cas" ? input : output);
    const verb = expected ? "could only have found" : "could only have happened to";
    return `${did}${describeKey("at", key)}, but ${verb} ${found}: ${among}.`;
  }

  /** The states in which the operation could have taken effect, if it accepted any state. */
  #statesFoundBy(operation: Operation): State[] | undefined {
    const { step, isRead } = this.#model;
    interface Probed {
      readonly state: State;
      readonly found?: { readonly state: State };
    }
    const model: Model<Probed> = {
      name: "probe",
      initial: { state: this.#initial },
      step: (probed, other) => {
        if (other === operation) return { ...probed, found: { state: probed.state } };
        const state = step(probed.state, other);
        return state === undefined ? undefined : { ...probed, state };
      },
      isRead: (other) => other !== operation && isRead?.(other) === true,
    };
    return this.#explore(
      this.#operations,
      model,
      model.initial,
      (probed) => (probed as Probed).found?.state ?? null,
    );
  }
}

/** After how many operations, in the order of their calls, none was in flight. */
function quietPlaces(operations: readonly Operation[]): number[] {
  const places: number[] = [];
  let quietFrom = 0;
  for (const [count, operation] of operations.entries()) {
    if (count > 0 && quietFrom <= operation.called) places.push(count);
    quietFrom = Math.max(quietFrom, returnOf(operation));
  }
  return places;
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
