/**
 * Checks queues whose elements are all different, in linear time.
 *
 * Henzinger, Sezgin and Vafeiadis (*Aspect-Oriented Linearizability Proofs*, CONCUR 2013) showed
 * that a complete history of such a queue is linearizable unless it has one of four faults:
 *
 * 1. An element was dequeued that was never enqueued, or before its enqueue was called.
 * 2. An element was dequeued twice.
 * 3. The enqueue of a had returned when that of b was called, and b was dequeued, but a was not, or
 *    its dequeue was called only after that of b had returned.
 * 4. A dequeue found the queue empty, although at each moment between its call and its return some
 *    element certainly was in it: its enqueue had returned, its dequeue was not yet called.
 *
 * Why nothing else can go wrong, and how to make an order (`fifo-order.ts`): an element's enqueue
 * has a window, from its call to its return, and so has its dequeue. A dequeue cannot take effect
 * before its enqueue was called, nor an enqueue after its dequeue returned: cut the windows
 * accordingly. A dequeue that found nothing gets a moment at which no element certainly was in the
 * queue; regard it as an element that was enqueued and dequeued at that moment. Now element x has
 * to precede y if a window of x ends before the same window of y begins. Windows on a line have
 * this property: if one of two ends before one of two others begins, and the other one before the
 * other one, then one of them also ends before the other begins in exchange. Thereby any circle of
 * such relations contains one of two elements, which is fault 3, or 4 if one of the two is the
 * empty queue. Without circles the elements have an order. Let each enqueue take effect at the
 * latest call of an enqueue up to there, each dequeue likewise. That is not after its return, since
 * the element of that latest call does not have to come later; enqueues and dequeues happen in the
 * order of the elements; and where the queue was found empty, all that precedes was dequeued, and
 * nothing that follows was enqueued.
 *
 * What is unfinished:
 *
 * - An enqueue took effect if its element was dequeued. Otherwise it is left out: without it the
 *   elements behind it come no later, and the queue is empty no less often.
 * - A dequeue may have removed an element that nothing else removed; call such elements left. It
 *   never returned, so it is late for nothing, and may only be called too late: an element has to be
 *   removed before b was, if it was enqueued before b (fault 3), and before the queue was found
 *   empty, if it had been enqueued by then (fault 4). Elements whose enqueues returned earlier have
 *   to be removed no later. So the n-th left element, by the returns of their enqueues, is removed
 *   by the n-th unfinished dequeue, by their calls, if there are as many. Therefore, fault 3 for
 *   a dequeue of b: of the left elements more had been enqueued when the enqueue of b was called
 *   than unfinished dequeues had been called when b had been dequeued. And for fault 4: left
 *   elements certainly are in the queue while more of them have been enqueued than unfinished
 *   dequeues have been called.
 */
import { fingerprint, type Fingerprint } from "../../history/fingerprint.ts";
import { returnOf, type Operation } from "../../history/operation.ts";
import { byEvent, countBefore, lastEvent } from "../events.ts";

/** What was in the queue at some time. An unfinished operation returns at infinity. */
export interface Element {
  readonly value: unknown;
  /** Missing for what the queue held from the beginning. */
  readonly enqueue: Operation | undefined;
  readonly enqueueCalled: number;
  readonly enqueueReturned: number;
  /** Missing for what was not dequeued. */
  readonly dequeue: Operation | undefined;
}

/** A dequeue that found the queue empty, and a moment at which that can have been so. */
export interface EmptyMoment {
  readonly dequeue: Operation;
  readonly moment: number;
}

/** Left elements, and the unfinished dequeues that may have removed some of them, but not all. */
export interface Left {
  readonly elements: readonly Element[];
  readonly removers: readonly Operation[];
}

export type FifoViolation =
  | { readonly rule: "dequeue-of-nothing"; readonly dequeue: Operation }
  | { readonly rule: "dequeued-before-enqueued"; readonly element: Element }
  | { readonly rule: "dequeued-twice"; readonly element: Element; readonly second: Operation }
  /** `first` was enqueued before `second`, and dequeued after it. */
  | { readonly rule: "wrong-order"; readonly first: Element; readonly second: Element }
  /** Elements were enqueued before `next`, and not all of them can have been removed before it was. */
  | { readonly rule: "left-behind"; readonly left: Left; readonly next: Element }
  /**
   * The queue cannot have been empty during `dequeue`. First `left`, if it is there, was in it, or
   * else the first of `chain`; each element of `chain` was enqueued before what was there before it
   * could be gone; and the last was there until the dequeue had returned.
   */
  | {
      readonly rule: "empty-while-filled";
      readonly dequeue: Operation;
      readonly cover: readonly (Element | Left)[];
    };

/** What became of a history: what an order is made of, or what is wrong with it. */
export type FifoOutcome =
  | { readonly elements: readonly Element[]; readonly empty: readonly EmptyMoment[] }
  | { readonly violation: FifoViolation };

/**
 * @param operations of one queue, in the order of their calls, with ranked events. No element is
 * enqueued twice, or is `null`.
 * @param initial what the queue held at first.
 */
export function checkFifo(
  operations: readonly Operation[],
  initial: readonly unknown[],
): FifoOutcome {
  return new FifoCheck(operations, initial).run();
}

type Writable<T> = { -readonly [Field in keyof T]: T[Field] };

class FifoCheck {
  readonly #operations: readonly Operation[];
  readonly #initial: readonly unknown[];
  readonly #lastEvent: number;
  readonly #elements: ReadonlyMap<Fingerprint, Writable<Element>>;
  /** By the calls of their enqueues. */
  #dequeued: readonly Element[] = [];
  /** By the returns of their enqueues. */
  #dequeuedByReturn: readonly Element[] = [];
  #left: readonly Element[] = [];
  /** Unfinished dequeues, by their calls. */
  readonly #removers: readonly Operation[];

  constructor(operations: readonly Operation[], initial: readonly unknown[]) {
    this.#operations = operations;
    this.#initial = initial;
    this.#lastEvent = lastEvent(operations);
    this.#elements = elementsOf(operations, initial);
    this.#removers = operations.filter(
      ({ name, returned }) => name === "dequeue" && returned === undefined,
    );
  }

  run(): FifoOutcome {
    const violation = this.#attachDequeues() ?? this.#compareOrders();
    if (violation !== undefined) return { violation };
    const found = this.#findEmptyMoments();
    if ("rule" in found) return { violation: found };
    const removed = this.#left.map((element, nth) => ({
      ...element,
      dequeue: this.#removers[nth],
    }));
    return { elements: [...this.#dequeued, ...removed], empty: found };
  }

  #attachDequeues(): FifoViolation | undefined {
    for (const dequeue of this.#operations.filter(isAnswered)) {
      if (isNothing(dequeue.output)) continue;
      const element = this.#elements.get(fingerprint(dequeue.output));
      if (element === undefined) return { rule: "dequeue-of-nothing", dequeue };
      if (element.dequeue !== undefined)
        return { rule: "dequeued-twice", element, second: dequeue };
      element.dequeue = dequeue;
      if (returnOf(dequeue) < element.enqueueCalled) {
        return { rule: "dequeued-before-enqueued", element };
      }
    }
    const elements = [...this.#elements.values()];
    this.#dequeued = elements.filter(({ dequeue }) => dequeue !== undefined);
    this.#dequeuedByReturn = this.#byReturn(this.#dequeued);
    this.#left = this.#byReturn(elements.filter(({ dequeue }) => dequeue === undefined));
    return undefined;
  }

  /** By the returns of their enqueues; without those that did not return. */
  #byReturn(elements: readonly Element[]): Element[] {
    // The events of what it held at first are negative.
    const early = this.#initial.length;
    return byEvent(
      elements.filter(({ enqueueReturned }) => enqueueReturned !== Infinity),
      ({ enqueueReturned }) => enqueueReturned + early,
      this.#lastEvent + early,
    );
  }

  /** One walk through the enqueues of what was dequeued, in the order of their calls. */
  #compareOrders(): FifoViolation | undefined {
    let [returned, returnedLeft] = [0, 0];
    let latest: Element | undefined;
    for (const next of this.#dequeued) {
      for (; isEnqueuedBefore(this.#dequeuedByReturn[returned], next); returned++) {
        const element = this.#dequeuedByReturn[returned]!;
        if (latest === undefined || dequeueCalled(element) > dequeueCalled(latest))
          latest = element;
      }
      if (latest !== undefined && dequeueReturned(next) < dequeueCalled(latest)) {
        return { rule: "wrong-order", first: latest, second: next };
      }
      while (isEnqueuedBefore(this.#left[returnedLeft], next)) returnedLeft++;
      const left = this.#leftOf(returnedLeft, dequeueReturned(next));
      if (left !== undefined) return { rule: "left-behind", left, next };
    }
    return undefined;
  }

  /** Of the first `count` left elements as many as cannot all have been removed before an event. */
  #leftOf(count: number, event: number): Left | undefined {
    const removers = countBefore(this.#removers, "called", event);
    if (count <= removers) return undefined;
    return {
      elements: this.#left.slice(0, removers + 1),
      removers: this.#removers.slice(0, removers),
    };
  }

  #findEmptyMoments(): EmptyMoment[] | FifoViolation {
    const nextEmpty = this.#nextEmptyMoments();
    const found: EmptyMoment[] = [];
    for (const dequeue of this.#operations.filter(isAnswered)) {
      if (!isNothing(dequeue.output)) continue;
      const moment = nextEmpty[dequeue.called] ?? Infinity;
      if (moment > returnOf(dequeue)) return this.#cover(dequeue);
      found.push({ dequeue, moment });
    }
    return found;
  }

  /** For each event the next moment after it at which no element certainly is in the queue. */
  #nextEmptyMoments(): Float64Array {
    const last = this.#lastEvent;
    /** By how much the number of elements that certainly are in the queue changes with an event. */
    const changes = new Int32Array(last + 2);
    const change = (event: number, by: number): void => {
      if (event <= last) changes[Math.max(0, event)]! += by;
    };
    for (const element of this.#dequeued) {
      const [from, to] = [element.enqueueReturned, dequeueCalled(element)];
      if (from >= to) continue;
      change(from, 1);
      change(to, -1);
    }
    const left = new Int32Array(last + 2);
    for (const { enqueueReturned } of this.#left) left[Math.max(0, enqueueReturned)]!++;
    for (const { called } of this.#removers) left[called]!--;
    const isFilled = new Uint8Array(last + 1);
    let [certain, surplus] = [0, 0];
    for (let event = 0; event <= last; event++) {
      certain += changes[event] ?? 0;
      surplus += left[event] ?? 0;
      isFilled[event] = Number(certain > 0 || surplus > 0);
    }
    const moments = new Float64Array(last + 1);
    let next = Infinity;
    for (let event = last; event >= 0; event--) {
      if (isFilled[event] === 0) next = event + 0.5;
      moments[event] = next;
    }
    return moments;
  }

  /** Elements of which always one was in the queue, each for as long as possible. */
  #cover(dequeue: Operation): FifoViolation {
    const end = returnOf(dequeue);
    const cover: (Element | Left)[] = [];
    let [enqueued, enqueuedLeft] = [0, 0];
    let longest: Element | undefined;
    for (let event = dequeue.called; event < end;) {
      for (; (this.#dequeuedByReturn[enqueued]?.enqueueReturned ?? Infinity) <= event; enqueued++) {
        const element = this.#dequeuedByReturn[enqueued]!;
        if (longest === undefined || dequeueCalled(element) > dequeueCalled(longest)) {
          longest = element;
        }
      }
      while ((this.#left[enqueuedLeft]?.enqueueReturned ?? Infinity) <= event) enqueuedLeft++;
      // Until as many dequeues have been called the left elements are not all gone.
      const leftUntil =
        enqueuedLeft === 0 ? 0 : (this.#removers[enqueuedLeft - 1]?.called ?? Infinity);
      const until = longest === undefined ? 0 : dequeueCalled(longest);
      const left = this.#leftOf(enqueuedLeft, Math.min(leftUntil, end));
      const longer = until >= Math.min(leftUntil, end) ? longest : left;
      if (longer === undefined || Math.max(until, leftUntil) <= event) {
        throw new Error("The queue can have been empty, although a rule is broken.");
      }
      cover.push(longer);
      event = Math.max(until, leftUntil);
    }
    return { rule: "empty-while-filled", dequeue, cover };
  }
}

/** In the order of the calls of their enqueues, still without dequeues. */
function elementsOf(
  operations: readonly Operation[],
  initial: readonly unknown[],
): Map<Fingerprint, Writable<Element>> {
  const elements = new Map<Fingerprint, Writable<Element>>();
  for (const [place, value] of initial.entries()) {
    // One after the other, before all time.
    const event = place - initial.length;
    elements.set(fingerprint(value), {
      value,
      enqueue: undefined,
      enqueueCalled: event,
      enqueueReturned: event,
      dequeue: undefined,
    });
  }
  for (const operation of operations) {
    if (operation.name !== "enqueue") continue;
    elements.set(fingerprint(operation.input), {
      value: operation.input,
      enqueue: operation,
      enqueueCalled: operation.called,
      enqueueReturned: returnOf(operation),
      dequeue: undefined,
    });
  }
  return elements;
}

function isAnswered({ name, returned }: Operation): boolean {
  return name === "dequeue" && returned !== undefined;
}

function isNothing(output: unknown): boolean {
  return output === null || output === undefined;
}

function isEnqueuedBefore(element: Element | undefined, other: Element): boolean {
  return element !== undefined && element.enqueueReturned < other.enqueueCalled;
}

function dequeueCalled({ dequeue }: Element): number {
  return dequeue?.called ?? Infinity;
}

function dequeueReturned({ dequeue }: Element): number {
  return dequeue?.returned ?? Infinity;
}
