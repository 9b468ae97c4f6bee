/**
 * Checks sets to which elements are only ever added, in a time that grows with the number of
 * elements read.
 *
 * Such a set only grows, so its reads form a chain: of two reads, one shows all that the other
 * shows. The elements that a read shows and the next smaller one does not are a **layer**: each of
 * them came between these reads. The initial elements are the layer before all reads, and elements
 * that no read shows come after all of them. An element comes with the first of its adds; the
 * others find it there. So every order that explains the history has
 *
 * - the reads that show fewer elements before those that show more;
 * - the first add of an element after the reads that lack it and after whatever else found it
 *   missing, and before the reads that show it, its other adds, and whatever else found it there.
 *
 * Conversely, an order with these properties explains the history. Give each operation the earliest
 * moment that they leave it: its call, or that of the latest called operation which has to come
 * before it, directly or through others. If none returned before this moment, the operations in the
 * order of these moments are in accord with real time; if one did, it contradicts the operation
 * called at that moment. All moments are found in one walk over the layers.
 *
 * Which add of an element comes first? The one that returned `true`, if there is one. Otherwise the
 * one called first, of those that returned nothing or never: all adds must come after the same
 * operations, and none leaves an earlier moment to what follows. An unfinished add that nothing
 * requires can be left out. A removal that found nothing to remove is a `contains` that returned
 * `false`.
 */
import { elementsOf } from "../../history/elements-of.ts";
import { fingerprint, type Fingerprint } from "../../history/fingerprint.ts";
import { returnOf, type Operation } from "../../history/operation.ts";
import type { Outcome } from "../engine.ts";

export type LayerViolation =
  /** What was read is no array, or shows an element twice. */
  | { readonly rule: "read-of-no-set"; readonly reader: Operation }
  /** `reader` lacks an initial element, or found one missing, or added one. */
  | { readonly rule: "lost-beginning"; readonly reader: Operation; readonly element: unknown }
  /** Each read shows an element that the other lacks. */
  | {
      readonly rule: "contradicting-reads";
      readonly one: Operation;
      readonly other: Operation;
      readonly ofOne: unknown;
      readonly ofOther: unknown;
    }
  /** `reader` found an element that was never added. */
  | { readonly rule: "read-of-nothing"; readonly reader: Operation; readonly element: unknown }
  /** Both added the element to a set without it. */
  | { readonly rule: "added-twice"; readonly one: Operation; readonly other: Operation }
  /**
   * `later` returned before `earlier` was called. But `earlier` lacks `missing` or adds it, and
   * `later` came after that: it shows or adds `found`, which is the same, or another element that
   * `observer` lacks, although it shows `missing`.
   */
  | {
      readonly rule: "wrong-order";
      readonly earlier: Operation;
      readonly later: Operation;
      readonly missing: unknown;
      readonly found: unknown;
      readonly observer: Operation | undefined;
    };

/** What happened to one element. */
interface ElementHistory {
  readonly element: unknown;
  /** The adds that may have been the first one. */
  readonly adds: Operation[];
  /** The one that was, as its result says. */
  added: Operation | undefined;
  /** Whatever found it missing, other than reads of the whole set. */
  readonly missed: Operation[];
  /** Whatever found it there, other than reads of the whole set. */
  readonly found: Operation[];
  /** The first group of reads that show it; -1 for an initial element. */
  layer: number;
  /** The last read, in the order of sizes, that shows it. */
  shownBy: number;
}

/** Of the operations that come before what follows, the one called last. */
interface Latest {
  readonly operation: Operation;
  /** The element that it lacks or adds; missing for a read of the whole set. */
  readonly history: ElementHistory | undefined;
  /** The first group of reads that show this element; for a read its own. */
  readonly group: number;
}

const INITIAL = -1;
/** The layer of elements that no read shows. */
const UNREAD = Infinity;

/** Whether no operation can have taken an element out. */
export function onlyGrows(operations: readonly Operation[]): boolean {
  return operations.every(({ name, output }) => name !== "remove" || output === false);
}

/**
 * @param operations of one set, ranked, in the order of their calls.
 * @param ignored elements that are left out, wherever they occur: all that may have been removed.
 */
export function checkLayers(
  operations: readonly Operation[],
  initial: readonly unknown[],
  ignored: ReadonlySet<Fingerprint> = new Set(),
): Outcome<LayerViolation> {
  return new LayerCheck(operations, initial, ignored).run();
}

class LayerCheck {
  readonly #operations: readonly Operation[];
  readonly #initial: readonly unknown[];
  readonly #ignored: ReadonlySet<Fingerprint>;
  readonly #elements = new Map<Fingerprint, ElementHistory>();
  /** Reads that show the same elements, from the fewest elements to the most. */
  readonly #groups: Operation[][] = [];
  /** For each group the elements that the groups before it do not show. */
  readonly #layers: ElementHistory[][] = [];
  #latest: Latest | undefined;
  /** In an order in which none comes before what has to precede it. */
  readonly #moments: { readonly operation: Operation; readonly moment: number }[] = [];

  constructor(
    operations: readonly Operation[],
    initial: readonly unknown[],
    ignored: ReadonlySet<Fingerprint>,
  ) {
    this.#operations = operations;
    this.#initial = initial;
    this.#ignored = ignored;
  }

  run(): Outcome<LayerViolation> {
    const violation = this.#collect() ?? this.#groupReads() ?? this.#walk();
    return violation === undefined ? { order: () => this.#order() } : { violation };
  }

  /** Finds what happened to each element. */
  #collect(): LayerViolation | undefined {
    for (const element of this.#initial) this.#historyOf(element, INITIAL);
    for (const operation of this.#operations) {
      const { name, input, output, returned } = operation;
      if (name === "read") continue;
      const history = this.#historyOf(input, UNREAD);
      if (history === undefined) continue;
      const isInitial = history.layer === INITIAL;
      if (name === "add" && output !== false) {
        // One that was not seen to return may never have happened.
        if (output === true && returned !== undefined) {
          if (isInitial) return { rule: "lost-beginning", reader: operation, element: input };
          if (history.added !== undefined) {
            return { rule: "added-twice", one: history.added, other: operation };
          }
          history.added = operation;
        }
        history.adds.push(operation);
      } else if (returned !== undefined) {
        const isThere = name === "add" || (name === "contains" && output === true);
        if (isInitial && !isThere) {
          return { rule: "lost-beginning", reader: operation, element: input };
        }
        (isThere ? history.found : history.missed).push(operation);
      }
    }
    return undefined;
  }

  /** Sorts the reads into groups, and the elements that they show into layers. */
  #groupReads(): LayerViolation | undefined {
    const reads: { reader: Operation; count: number }[] = [];
    for (const reader of this.#operations) {
      if (reader.name !== "read" || reader.returned === undefined) continue;
      if (!Array.isArray(elementsOf(reader))) return { rule: "read-of-no-set", reader };
      reads.push({ reader, count: this.#count(reader) });
    }
    reads.sort((one, other) => one.count - other.count);
    let shown = [...this.#elements.values()].filter(({ layer }) => layer === INITIAL).length;
    for (const [index, { reader, count }] of reads.entries()) {
      const layer = this.#layerOf(reader, index);
      if ("rule" in layer) return layer;
      if (count - layer.length < shown) return this.#contradiction(reader);
      shown += layer.length;
      const last = this.#groups.at(-1);
      if (last !== undefined && layer.length === 0) {
        last.push(reader);
        continue;
      }
      for (const history of layer) history.layer = this.#groups.length;
      this.#layers.push(layer);
      this.#groups.push([reader]);
    }
    return undefined;
  }

  /** How many elements it shows that are not ignored. */
  #count(reader: Operation): number {
    const elements = elementsOf(reader);
    if (this.#ignored.size === 0) return elements.length;
    let count = 0;
    for (const element of elements) if (!this.#ignored.has(fingerprint(element))) count++;
    return count;
  }

  /** The elements that no smaller read shows. */
  #layerOf(reader: Operation, index: number): ElementHistory[] | LayerViolation {
    const layer: ElementHistory[] = [];
    const ignored = new Set<Fingerprint>();
    for (const element of elementsOf(reader)) {
      const print = fingerprint(element);
      if (this.#ignored.has(print)) {
        if (ignored.has(print)) return { rule: "read-of-no-set", reader };
        ignored.add(print);
        continue;
      }
      const history = this.#elements.get(print);
      if (history === undefined) return { rule: "read-of-nothing", reader, element };
      if (history.shownBy === index) return { rule: "read-of-no-set", reader };
      history.shownBy = index;
      if (history.layer !== UNREAD) continue;
      if (history.adds.length === 0) return { rule: "read-of-nothing", reader, element };
      layer.push(history);
    }
    return layer;
  }

  /** Finds the moment of every operation. */
  #walk(): LayerViolation | undefined {
    for (const [group, reads] of this.#groups.entries()) {
      const violation = this.#addLayer(this.#layers[group] ?? [], group);
      if (violation !== undefined) return violation;
      for (const read of reads) {
        const earlier = this.#latest;
        if (!this.#place(read, earlier)) return this.#wrongOrder(earlier!, read, group, undefined);
      }
      for (const operation of reads) {
        this.#latest = latestOf(this.#latest, { operation, history: undefined, group });
      }
    }
    const rest: ElementHistory[] = [];
    for (const history of this.#elements.values()) {
      if (history.layer === UNREAD) rest.push(history);
      if (history.layer !== INITIAL) continue;
      for (const operation of [...history.adds, ...history.found])
        this.#place(operation, undefined);
    }
    return this.#addLayer(rest, this.#groups.length);
  }

  #addLayer(layer: readonly ElementHistory[], group: number): LayerViolation | undefined {
    let latest = this.#latest;
    for (const history of layer) {
      const ofElement = this.#addElement(history, group);
      if ("rule" in ofElement) return ofElement;
      latest = latestOf(latest, ofElement.latest);
    }
    this.#latest = latest;
    return undefined;
  }

  #addElement(
    history: ElementHistory,
    group: number,
  ): LayerViolation | { readonly latest: Latest | undefined } {
    const { adds, added, missed, found } = history;
    let latest = this.#latest;
    for (const operation of missed) {
      this.#place(operation, undefined);
      latest = latestOf(latest, { operation, history, group });
    }
    const first = added ?? adds[0];
    const mustBeAdded =
      history.layer !== UNREAD ||
      found.length > 0 ||
      adds.some(({ returned }) => returned !== undefined);
    if (!mustBeAdded) return { latest };
    if (first === undefined) {
      return { rule: "read-of-nothing", reader: found[0]!, element: history.element };
    }
    if (!this.#place(first, latest)) return this.#wrongOrder(latest!, first, group, history);
    latest = latestOf(latest, { operation: first, history, group });
    for (const operation of [...adds, ...found]) {
      if (operation === first || operation.returned === undefined) continue;
      if (!this.#place(operation, latest)) {
        return this.#wrongOrder(latest!, operation, group, history);
      }
    }
    return { latest };
  }

  /** Returns whether the operation can come after this one, and all that come before it. */
  #place(operation: Operation, latest: Latest | undefined): boolean {
    const moment = Math.max(operation.called, latest?.operation.called ?? 0);
    this.#moments.push({ operation, moment });
    return returnOf(operation) >= moment;
  }

  #order(): Operation[] {
    return this.#moments
      .toSorted((one, other) => one.moment - other.moment)
      .map(({ operation }) => operation);
  }

  /** @param history of the element that `later` added or found; missing for a read. */
  #wrongOrder(
    { operation: earlier, history: missing, group }: Latest,
    later: Operation,
    laterGroup: number,
    history: ElementHistory | undefined,
  ): LayerViolation {
    // Of two reads, what the larger one shows in addition.
    const found = history ?? missing ?? this.#layers[group + 1]![0]!;
    const needsObserver = history !== undefined && missing !== undefined && missing !== history;
    return {
      rule: "wrong-order",
      earlier,
      later,
      missing: (missing ?? found).element,
      found: found.element,
      observer: needsObserver && group < laterGroup ? this.#groups[group]![0] : undefined,
    };
  }

  #contradiction(reader: Operation): LayerViolation {
    const one = this.#groups.at(-1)?.[0];
    const elements = one === undefined ? this.#initial : elementsOf(one);
    const ofOne = this.#firstOnlyIn(elements, elementsOf(reader));
    if (one === undefined) return { rule: "lost-beginning", reader, element: ofOne };
    const ofOther = this.#firstOnlyIn(elementsOf(reader), elements);
    return { rule: "contradicting-reads", one, other: reader, ofOne, ofOther };
  }

  #firstOnlyIn(elements: readonly unknown[], others: readonly unknown[]): unknown {
    const out = new Set([...Array.from(others, fingerprint), ...this.#ignored]);
    return Array.from(elements).find((element) => !out.has(fingerprint(element)));
  }

  /** Makes a new one at first; undefined if the element is ignored. */
  #historyOf(element: unknown, layer: number): ElementHistory | undefined {
    const print = fingerprint(element);
    if (this.#ignored.has(print)) return undefined;
    let history = this.#elements.get(print);
    if (history === undefined) {
      history = { element, adds: [], added: undefined, missed: [], found: [], layer, shownBy: -1 };
      this.#elements.set(print, history);
    }
    return history;
  }
}

function latestOf(one: Latest | undefined, other: Latest | undefined): Latest | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return other.operation.called > one.operation.called ? other : one;
}
