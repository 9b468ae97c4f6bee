/** Makes the order of a queue's operations that `fifo.ts` proves to exist, in time n log n. */
import { returnOf, type Operation } from "../history/operation.ts";
import type { Element, EmptyMoment } from "./fifo.ts";

/** An element, or a moment at which the queue was empty. */
interface Item {
  readonly enqueue: Operation | undefined;
  readonly dequeue: Operation | undefined;
  readonly enqueueWindow: Window;
  readonly dequeueWindow: Window;
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
  for (const { enqueue, dequeue, enqueueWindow, dequeueWindow } of items) {
    enqueuedAt = Math.max(enqueuedAt, enqueueWindow.begin);
    if (enqueue !== undefined) steps.push({ operation: enqueue, at: enqueuedAt });
    dequeuedAt = Math.max(dequeuedAt, dequeueWindow.begin);
    if (dequeue !== undefined) steps.push({ operation: dequeue, at: dequeuedAt });
  }
  return steps.toSorted((one, other) => one.at - other.at).map(({ operation }) => operation);
}

function itemOf(element: Element): Item {
  const { enqueue, enqueueCalled, enqueueReturned, dequeue } = element;
  if (dequeue === undefined) {
    const enqueueWindow = { begin: enqueueCalled, end: enqueueReturned };
    return { enqueue, dequeue, enqueueWindow, dequeueWindow: NEVER };
  }
  const end = returnOf(dequeue);
  return {
    enqueue,
    dequeue,
    enqueueWindow: { begin: enqueueCalled, end: Math.min(enqueueReturned, end) },
    dequeueWindow: { begin: Math.max(enqueueCalled, dequeue.called), end },
  };
}

function itemOfMoment({ dequeue, moment }: EmptyMoment): Item {
  const window = { begin: moment, end: moment };
  return { enqueue: undefined, dequeue, enqueueWindow: window, dequeueWindow: window };
}

/** Takes one item after the other, none before another that has to precede it. */
function inOrder(items: readonly Item[]): Item[] {
  const ordered: Item[] = [];
  const taken = new Set<Item>();
  const once = new Set<Item>();
  const ready: Item[] = [];
  const open = (opened: readonly Item[]): void => {
    for (const item of opened) {
      if (once.has(item)) ready.push(item);
      else once.add(item);
    }
  };
  const gates = [
    new Gate(items, taken, ({ enqueueWindow }) => enqueueWindow),
    new Gate(items, taken, ({ dequeueWindow }) => dequeueWindow),
  ];
  while (ordered.length < items.length) {
    for (const gate of gates) open(gate.open());
    const item = ready.pop();
    if (item === undefined) throw new Error("No order, although no rule is broken.");
    taken.add(item);
    ordered.push(item);
  }
  return ordered;
}

/** Opens for an item as soon as no window that ends before that of the item begins remains. */
class Gate {
  readonly #windowOf: (item: Item) => Window;
  readonly #byBegin: readonly Item[];
  readonly #byEnd: readonly Item[];
  readonly #taken: ReadonlySet<Item>;
  #opened = 0;
  #gone = 0;

  constructor(items: readonly Item[], taken: ReadonlySet<Item>, windowOf: (item: Item) => Window) {
    this.#windowOf = windowOf;
    this.#taken = taken;
    this.#byBegin = items.toSorted((one, other) =>
      compare(windowOf(one).begin, windowOf(other).begin),
    );
    this.#byEnd = items.toSorted((one, other) => compare(windowOf(one).end, windowOf(other).end));
  }

  open(): readonly Item[] {
    while (this.#gone < this.#byEnd.length && this.#taken.has(this.#byEnd[this.#gone]!)) {
      this.#gone++;
    }
    const first = this.#byEnd[this.#gone];
    const from = this.#opened;
    if (first === undefined) return [];
    const { end } = this.#windowOf(first);
    const begins = (item: Item | undefined): boolean =>
      item !== undefined && this.#windowOf(item).begin <= end;
    while (begins(this.#byBegin[this.#opened])) this.#opened++;
    return this.#byBegin.slice(from, this.#opened);
  }
}

/** Also for infinities, which have no difference. */
function compare(one: number, other: number): number {
  return one === other ? 0 : one - other;
}
