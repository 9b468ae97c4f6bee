/** Makes the order of a queue's operations that `fifo.ts` proves to exist, in time n log n. */
import { returnOf, type Operation } from "../../history/operation.ts";
import type { Element, EmptyMoment } from "./fifo.ts";

/** An element, or a moment at which the queue was empty. */
interface Item {
  readonly enqueue: Operation | undefined;
  readonly dequeue: Operation | undefined;
  /** The windows of both. */
  readonly windows: readonly [enqueue: Window, dequeue: Window];
}

interface Window {
  readonly begin: number;
  readonly end: number;
}

const NEVER: Window = { begin: Infinity, end: Infinity };

export function fifoOrder(
  elements: readonly Element[],
  empty: readonly EmptyMoment[],
): readonly Operation[] {
  const items = inOrder([...elements.map(itemOf), ...empty.map(itemOfMoment)]);
  // Each takes effect at the latest call up to there. Where these are the same, item by item.
  const steps: { readonly operation: Operation; readonly at: number }[] = [];
  let [enqueuedAt, dequeuedAt] = [-Infinity, -Infinity];
  for (const { enqueue, dequeue, windows } of items) {
    enqueuedAt = Math.max(enqueuedAt, windows[0].begin);
    if (enqueue !== undefined) steps.push({ operation: enqueue, at: enqueuedAt });
    dequeuedAt = Math.max(dequeuedAt, windows[1].begin);
    if (dequeue !== undefined) steps.push({ operation: dequeue, at: dequeuedAt });
  }
  return steps.toSorted((one, other) => one.at - other.at).map(({ operation }) => operation);
}

function itemOf(element: Element): Item {
  const { enqueue, enqueueCalled, enqueueReturned, dequeue } = element;
  if (dequeue === undefined) {
    return { enqueue, dequeue, windows: [{ begin: enqueueCalled, end: enqueueReturned }, NEVER] };
  }
  const end = returnOf(dequeue);
  return {
    enqueue,
    dequeue,
    windows: [
      { begin: enqueueCalled, end: Math.min(enqueueReturned, end) },
      { begin: Math.max(enqueueCalled, dequeue.called), end },
    ],
  };
}

function itemOfMoment({ dequeue, moment }: EmptyMoment): Item {
  const window = { begin: moment, end: moment };
  return { enqueue: undefined, dequeue, windows: [window, window] };
}

/** Takes one item after the other, none before another that has to precede it. */
function inOrder(items: readonly Item[]): Item[] {
  const ordered: Item[] = [];
  const isTaken = new Uint8Array(items.length);
  const gates = [
    new Gate(
      items.map(({ windows }) => windows[0]),
      isTaken,
    ),
    new Gate(
      items.map(({ windows }) => windows[1]),
      isTaken,
    ),
  ];
  const gatesOpen = new Uint8Array(items.length);
  const ready: number[] = [];
  while (ordered.length < items.length) {
    for (const gate of gates) {
      for (const index of gate.open()) if (++gatesOpen[index]! === gates.length) ready.push(index);
    }
    const index = ready.pop();
    if (index === undefined) throw new Error("No order, although no rule is broken.");
    isTaken[index] = 1;
    ordered.push(items[index]!);
  }
  return ordered;
}

/** Opens for an item as soon as no window that ends before that of the item begins remains. */
class Gate {
  readonly #windows: readonly Window[];
  readonly #byBegin: Int32Array;
  readonly #byEnd: Int32Array;
  readonly #isTaken: Uint8Array;
  #opened = 0;
  #gone = 0;

  constructor(windows: readonly Window[], isTaken: Uint8Array) {
    this.#windows = windows;
    this.#isTaken = isTaken;
    const indices = Int32Array.from(windows.keys());
    this.#byBegin = indices.toSorted((one, other) =>
      compare(windows[one]!.begin, windows[other]!.begin),
    );
    this.#byEnd = indices.toSorted((one, other) => compare(windows[one]!.end, windows[other]!.end));
  }

  open(): Int32Array {
    while (this.#isTaken[this.#byEnd[this.#gone] ?? -1] === 1) this.#gone++;
    const end = this.#windows[this.#byEnd[this.#gone] ?? -1]?.end ?? -Infinity;
    const from = this.#opened;
    while ((this.#windows[this.#byBegin[this.#opened] ?? -1]?.begin ?? NaN) <= end) this.#opened++;
    return this.#byBegin.subarray(from, this.#opened);
  }
}

/** Also for infinities, which have no difference. */
function compare(one: number, other: number): number {
  return one === other ? 0 : one - other;
}
