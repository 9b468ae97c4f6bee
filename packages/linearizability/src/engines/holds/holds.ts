/**
 * Checks locks, in linear time.
 *
 * A client's k-th release ends what its k-th acquisition began: a **hold**. The lock has one holder
 * at a time, so in any order that explains the history each acquire is followed by its release with
 * nothing but refusals between them. A hold is thus a chain of two operations, as if the acquire
 * wrote a value and the release read it, and the proof of `zones.ts` applies: let f be the earliest
 * return of the two and s the latest call. Hold B has to precede hold A exactly if f(B) < s(A), and
 * these relations form no circle unless two holds have each to precede the other. Ordinarily
 * f < s: the client certainly held the lock from the return of its acquire to the call of its
 * release. Such a hold is called certain, and two of them contradict each other exactly if those
 * times overlap; of several that do not, the order is fixed. A hold is not certain only if one
 * client's acquire and release overlap, because of a tie or because the client went on after an
 * acquire whose outcome is unknown. Placed by min(f, s), all holds are in an order that is allowed.
 *
 * What is unfinished:
 *
 * - A release may as well have taken effect: put it at the end of an order that is without it.
 * - An acquire took effect if a release shows it. Otherwise it is needed only to explain refusals,
 *   and then it holds the lock for ever, after all other holds. The one called first explains all
 *   refusals that another could.
 * - A hold that was not released has s = ∞, as if it were released after everything.
 *
 * A **refusal** is a `tryAcquire` that returned false: some client held the lock at a moment within
 * it. In a given order of holds a refusal fits unless it falls between two neighbours: the release
 * of the first had returned when the refused call began, and the acquire of the second was called
 * after the refusal. Refusals fit independently of each other: each takes the first place that real
 * time leaves it, and these places are in the order of the calls. In another order of holds only one
 * that overlaps the refusal could come between the neighbours. If there is none, or if it is certain,
 * as the neighbours are, then none can: a violation. Otherwise a search has to decide.
 *
 * A release that returned false is right exactly if its client did not hold the lock. Where it
 * overlaps no acquire or release of the same client, that is known; otherwise a search decides.
 *
 * Which release belongs to which acquire is certain if a client's acquires do not overlap each
 * other, and neither do its releases. A client for which they do is left out together with all
 * refusals: the rest is linearizable if the whole is, so a violation there is one of the whole.
 */
import { returnOf, type Operation } from "../../history/operation.ts";
import type { Outcome } from "../engine.ts";
import { byEvent, countBefore, lastEvent } from "../events.ts";

/** An acquire that took effect, and the release that ended it, if there was one. */
export interface Hold {
  readonly acquire: Operation;
  readonly release: Operation | undefined;
}

export type HoldViolation =
  /** Before `release` returned, its client had called no acquire since the release of `last`. */
  | {
      readonly rule: "release-without-hold";
      readonly release: Operation;
      readonly last: Hold | undefined;
    }
  /** Each of two holds has an operation that returned before one of the other was called. */
  | { readonly rule: "held-twice"; readonly first: Hold; readonly second: Hold }
  /** The release failed, although its client had acquired the lock and not begun to release it. */
  | { readonly rule: "release-refused-to-holder"; readonly refusal: Operation; readonly hold: Hold }
  /**
   * The release of `before` had returned when `refusal` was called, and the acquire of `after` was
   * called when it had returned. No hold can be between the two, not even those in `overlapping`,
   * which overlap the refusal: each was over before `before` was, or began after `after` did.
   */
  | {
      readonly rule: "refused-while-free";
      readonly refusal: Operation;
      readonly before: Hold | undefined;
      readonly after: Hold | undefined;
      readonly overlapping: readonly Hold[];
    };

/**
 * @param operations of one lock, in the order of their calls.
 * @returns `undefined` if only a search can decide.
 */
export function checkHolds(operations: readonly Operation[]): Outcome<HoldViolation> | undefined {
  if (operations.some(isUnanswered)) return undefined;
  return new HoldsCheck(operations).run();
}

/** Whether an attempt returned, and it was not recorded whether it succeeded. */
export function isUnanswered({ name, output, returned }: Operation): boolean {
  return name === "tryAcquire" && typeof output !== "boolean" && returned !== undefined;
}

/**
 * Where an operation is in the order: at 1 the first acquire, at 2 its release, at 3 the second
 * acquire, and so on. A refusal has the place of what it follows; at odd places the lock is held.
 */
type Place = number;

class HoldsCheck {
  readonly #operations: readonly Operation[];
  /** Those that certainly began; later in their order. */
  #holds: Hold[] = [];
  /** Unfinished acquires without a release: any one of them may have held the lock in the end. */
  readonly #lastHolds: Hold[] = [];
  /** Unfinished acquires with an unfinished release: each may have held it at any later time. */
  readonly #possibleHolds: Hold[] = [];
  /** Whether it is certain which release belongs to which acquire. */
  #arePairsCertain = true;
  readonly #lastEvent: number;
  /** Whether it is known of each failed release that its client did not hold the lock. */
  #areReleasesDecided = true;
  #releaseRefused: HoldViolation | undefined;

  constructor(operations: readonly Operation[]) {
    this.#operations = operations;
    this.#lastEvent = lastEvent(operations);
  }

  run(): Outcome<HoldViolation> | undefined {
    for (const own of byClient(this.#operations)) {
      const violation = this.#pairUp(own);
      if (violation !== undefined) return { violation };
    }
    // A client that acquired the lock twice is at fault for that, whatever it was refused then.
    const violation = this.#orderHolds() ?? this.#releaseRefused;
    if (violation !== undefined) return { violation };
    return this.#arePairsCertain ? this.#placeRefusals() : undefined;
  }

  /** Finds the holds of one client. */
  #pairUp(own: readonly Operation[]): HoldViolation | undefined {
    const effects = own.filter(({ output }) => output !== false);
    const acquires = effects.filter(({ name }) => name !== "release");
    const releases = effects.filter(({ name }) => name === "release");
    if (!areInTurn(acquires) || !areInTurn(releases)) {
      this.#arePairsCertain = false;
      return undefined;
    }
    const holds = acquires.map((acquire, nth): Hold => ({ acquire, release: releases[nth] }));
    for (const [nth, release] of releases.entries()) {
      if (returnOf(release) < (acquires[nth]?.called ?? Infinity)) {
        return { rule: "release-without-hold", release, last: holds[nth - 1] };
      }
    }
    for (const hold of holds) {
      if ([hold.acquire, hold.release].some(isFinished)) this.#holds.push(hold);
      else if (hold.release === undefined) this.#lastHolds.push(hold);
      else this.#possibleHolds.push(hold);
    }
    for (const refusal of own.filter(isRefusal).filter(({ name }) => name === "release")) {
      const [acquired, acquiring] = countAround(acquires, refusal);
      const [released, releasing] = countAround(releases, refusal);
      if (acquired < acquiring || released < releasing) {
        this.#areReleasesDecided = false;
      } else if (released < acquired) {
        const hold = holds[released]!;
        this.#releaseRefused ??= { rule: "release-refused-to-holder", refusal, hold };
      }
    }
    return undefined;
  }

  /** One walk along time. At every moment at most one certain hold is open. */
  #orderHolds(): HoldViolation | undefined {
    this.#holds = byEvent(this.#holds, startOf, this.#lastEvent);
    let open: Hold | undefined;
    for (const hold of this.#holds) {
      const end = earliestReturn(hold);
      if (open !== undefined && end < latestCall(open)) {
        return { rule: "held-twice", first: open, second: hold };
      }
      if (isCertain(hold)) open = hold;
    }
    return undefined;
  }

  #placeRefusals(): Outcome<HoldViolation> | undefined {
    const holds = this.#holds;
    const [last] = this.#lastHolds.toSorted(
      (one, other) => one.acquire.called - other.acquire.called,
    );
    // Behind a hold that was not released nothing reaches it.
    if (last !== undefined) holds.push(last);

    const furthest = new FurthestPlace(holds, this.#lastEvent);
    const refusals = this.#operations.filter(isRefusal);
    const places = new Int32Array(refusals.length);
    for (const [index, refusal] of refusals.entries()) {
      let place = furthest.before(refusal.called);
      const isFree = place % 2 === 0;
      if (isFree && refusal.name === "tryAcquire") {
        const after = holds[place / 2];
        if (after === undefined || after.acquire.called > returnOf(refusal)) {
          const violation = this.#judge(refusal, holds[place / 2 - 1], after);
          return violation && { violation };
        }
        place++;
      }
      places[index] = place;
      furthest.add(place, refusal);
    }
    return this.#areReleasesDecided ? { order: () => orderOf(holds, refusals, places) } : undefined;
  }

  /** A refusal that fits between two neighbours only: a violation if no hold can be between them. */
  #judge(
    refusal: Operation,
    before: Hold | undefined,
    after: Hold | undefined,
  ): HoldViolation | undefined {
    const overlaps = ({ acquire, release }: Hold): boolean =>
      acquire.called < returnOf(refusal) &&
      (release === undefined || returnOf(release) > refusal.called);
    const last = new Set(this.#lastHolds);
    const overlapping = [...new Set([...this.#holds, ...last])].filter(overlaps);
    const neighbours = [before, after].filter((hold) => hold !== undefined);
    const areFixed = [...neighbours, ...overlapping].every(
      (hold) => isCertain(hold) || last.has(hold),
    );
    const isFixed = (overlapping.length === 0 || areFixed) && !this.#possibleHolds.some(overlaps);
    return isFixed
      ? { rule: "refused-while-free", refusal, before, after, overlapping }
      : undefined;
  }
}

/** The furthest place among the operations that had returned at a moment; moments only advance. */
class FurthestPlace {
  /** By the event of the return. */
  readonly #places: Int32Array;
  #furthest: Place = 0;
  #moment = 0;

  constructor(holds: readonly Hold[], last: number) {
    this.#places = new Int32Array(last + 1);
    for (const [nth, { acquire, release }] of holds.entries()) {
      this.add(2 * nth + 1, acquire);
      if (release !== undefined) this.add(2 * nth + 2, release);
    }
  }

  add(place: Place, { returned }: Operation): void {
    if (returned !== undefined) this.#places[returned] = place;
  }

  before(event: number): Place {
    for (; this.#moment < event; this.#moment++) {
      const place = this.#places[this.#moment]!;
      if (place > this.#furthest) this.#furthest = place;
    }
    return this.#furthest;
  }
}

/** @param places of the refusals, which are in the order of their calls. */
function orderOf(
  holds: readonly Hold[],
  refusals: readonly Operation[],
  places: Int32Array,
): Operation[] {
  const at: Operation[][] = Array.from({ length: 2 * holds.length + 1 }, () => []);
  for (const [index, refusal] of refusals.entries()) at[places[index]!]!.push(refusal);
  const order = [...at[0]!];
  for (const [nth, { acquire, release }] of holds.entries()) {
    const [inside, behind] = [at[2 * nth + 1]!, at[2 * nth + 2]!];
    // An acquire of unknown outcome is there only to explain refusals.
    if (isFinished(acquire) || release !== undefined || inside.length > 0) order.push(acquire);
    for (const refusal of inside) order.push(refusal);
    if (release !== undefined) order.push(release);
    for (const refusal of behind) order.push(refusal);
  }
  return order;
}

/** How many of the operations had returned before another one was called, or called before it returned. */
function countAround(
  operations: readonly Operation[],
  { called, returned }: Operation,
): [before: number, begun: number] {
  return [
    countBefore(operations, "returned", called),
    countBefore(operations, "called", returned ?? Infinity),
  ];
}

/** Whether each of them had returned when the next was called. */
function areInTurn(operations: readonly Operation[]): boolean {
  return operations.every((operation, place) => {
    const next = operations[place + 1];
    return next === undefined || returnOf(operation) < next.called;
  });
}

/** min(f, s), by which holds are ordered. */
function startOf(hold: Hold): number {
  return Math.min(earliestReturn(hold), latestCall(hold));
}

/** Whether its client held the lock for certain, for a time. */
function isCertain(hold: Hold): boolean {
  return earliestReturn(hold) < latestCall(hold);
}

/** Of its two operations the one that returned first. */
export function earliestReturned({ acquire, release }: Hold): Operation {
  return release !== undefined && returnOf(release) < returnOf(acquire) ? release : acquire;
}

/** Of its two operations the one that was called last: none if it was never released. */
export function latestCalled({ acquire, release }: Hold): Operation | undefined {
  return release !== undefined && release.called < acquire.called ? acquire : release;
}

function earliestReturn(hold: Hold): number {
  return returnOf(earliestReturned(hold));
}

function latestCall(hold: Hold): number {
  return latestCalled(hold)?.called ?? Infinity;
}

function isFinished(operation: Operation | undefined): boolean {
  return operation?.returned !== undefined;
}

function isRefusal(operation: Operation): boolean {
  return operation.output === false && isFinished(operation);
}

function byClient(operations: readonly Operation[]): Iterable<Operation[]> {
  const clients = new Map<number, Operation[]>();
  for (const operation of operations) {
    const own = clients.get(operation.client);
    if (own === undefined) clients.set(operation.client, [operation]);
    else own.push(operation);
  }
  return clients.values();
}
