/**
 * Checks registers whose written values are all different, in linear time.
 *
 * The idea is that of Gibbons and Korach (*Testing Shared Memories*, SIAM J. Comput. 1997). Since
 * no value is written twice, every read names its write. In any order that explains the history
 * a write and its reads stand together, with no other write between them; an update that was
 * given u and wrote v stands right behind all that read u, and in front of all that read v. So
 * the operations of a key fall into **chains**: a plain write (or the initial value), its reads,
 * the update that took it, that one's reads, and so on. Chains are never interleaved.
 *
 * Three things can go wrong, and nothing else can:
 *
 * 1. There is no chain to stand in: a value was read that nobody wrote; two updates took the same
 *    value; updates took each other's values, in a circle.
 * 2. Within a chain the order is fixed, and real time contradicts it: an operation returned
 *    before one that stands in front of it was called.
 * 3. Between two chains, real time wants each in front of the other. Let f be a chain's earliest
 *    return and s its latest call. B has to precede A exactly if f(B) < s(A). If these relations
 *    form any circle, two chains do already. Say that a chain with f < s has a forward zone, from
 *    f to s, and any other a backward zone, from s to f. Then two chains contradict each other
 *    exactly if two forward zones overlap, or a backward zone lies inside a forward one. The
 *    initial value's chain precedes all others: its f is before all time.
 *
 * An operation that was not seen to return may have taken effect at any later moment or never. It
 * took effect if its value was seen, directly or through other such operations; otherwise it is
 * left out, which is always allowed.
 */
import { Kind, UNFINISHED, UNWRITTEN, type RegisterHistory } from "./register-history.ts";

/** Which of the three went wrong, and with which operations, by their rows. */
export type ZoneViolation =
  /** `reader` was given a value that nobody wrote. */
  | { readonly rule: "read-of-nothing"; readonly reader: number }
  /** Both updates were given the same value. */
  | { readonly rule: "lost-update"; readonly first: number; readonly second: number }
  /** Each of these updates was given what the next one wrote, and the last what the first did. */
  | { readonly rule: "circle"; readonly updates: readonly number[] }
  /** `later` returned before `earlier` was called, which stands in front of it in their chain. */
  | { readonly rule: "wrong-order"; readonly earlier: number; readonly later: number }
  /** `stale` belongs to the initial value's chain, but was called after `fresh` had returned. */
  | { readonly rule: "stale-initial-value"; readonly fresh: number; readonly stale: number }
  /**
   * `firstReturned` and `firstCalled` belong to one chain, the other two to another. Each chain
   * has an operation that returned before one of the other chain was called.
   */
  | {
      readonly rule: "interleaved";
      readonly firstReturned: number;
      readonly firstCalled: number;
      readonly secondReturned: number;
      readonly secondCalled: number;
    };

/** The history writes a value twice, so that reads do not name their writes. */
export class RepeatedValueError extends Error {
  readonly code = "REPEATED_VALUE";
}

/** No operation. */
const NONE = -1;

/**
 * Returns the first violation found, or `undefined` if the history is linearizable. Time and
 * memory are linear in the number of operations.
 *
 * @throws {RepeatedValueError} if a key is written the same value twice.
 */
export function checkZones(history: RegisterHistory): ZoneViolation | undefined {
  return new ZoneCheck(history).run();
}

/** A value's readers, and who took it: what its chain goes on with. */
interface InitialValue {
  taker: number;
  lastReader: number;
  firstReturned: number;
}

class ZoneCheck {
  readonly #history: RegisterHistory;
  /** For each operation that read: the writer of what it read, NONE for the initial value. */
  readonly #sources: Int32Array;
  /** 1 for each operation that took effect. */
  readonly #effective: Uint8Array;
  /** For each writer: the update that was given its value. */
  readonly #takers: Int32Array;
  /** For each writer: of the reads of its value the one called last, and that returned first. */
  readonly #lastReaders: Int32Array;
  readonly #firstReturned: Int32Array;
  readonly #initialValues = new Map<number, InitialValue>();
  /** The chains' zones: the operations at f and at s, and the key. */
  readonly #zones: { readonly f: number; readonly s: number; readonly key: number }[] = [];

  constructor(history: RegisterHistory) {
    this.#history = history;
    this.#sources = new Int32Array(history.length).fill(NONE);
    this.#effective = new Uint8Array(history.length);
    this.#takers = new Int32Array(history.length).fill(NONE);
    this.#lastReaders = new Int32Array(history.length).fill(NONE);
    this.#firstReturned = new Int32Array(history.length).fill(NONE);
  }

  run(): ZoneViolation | undefined {
    return (
      this.#findSources() ?? this.#attachReaders() ?? this.#followChains() ?? this.#compareZones()
    );
  }

  /** Names the writer of each value read, and sees who took effect. */
  #findSources(): ZoneViolation | undefined {
    const { length, kinds, keys, returns, valuesRead } = this.#history;
    const sources = this.#sources;
    const writers = new WriterIndex(this.#history);
    for (let row = 0; row < length; row++) {
      if (kinds[row] === Kind.write || kinds[row] === Kind.noEffect) continue;
      const unfinished = returns[row] === UNFINISHED;
      // A read that did not return says nothing. An update that did not may be left out, unless
      // its value is seen: then what it was given must be explained, below.
      if (unfinished && kinds[row] === Kind.read) continue;
      const value = valuesRead[row] ?? UNWRITTEN;
      if (value === UNWRITTEN) continue;
      const source = writers.find(keys[row] ?? 0, value);
      if (source === NONE && !unfinished) return { rule: "read-of-nothing", reader: row };
      sources[row] = source;
    }
    // Whatever returned took effect, and so did whoever wrote what such an operation was given.
    const effective = this.#effective;
    for (let row = 0; row < length; row++) {
      if (returns[row] === UNFINISHED || kinds[row] === Kind.noEffect) continue;
      let at = row;
      while (at !== NONE && effective[at] === 0) {
        effective[at] = 1;
        const isUpdate = kinds[at] === Kind.update;
        if (isUpdate && sources[at] === NONE && valuesRead[at] !== UNWRITTEN) {
          return { rule: "read-of-nothing", reader: at };
        }
        at = sources[at] ?? NONE;
      }
    }
    return undefined;
  }

  /** Hands each read and each update to the value that it was given. */
  #attachReaders(): ZoneViolation | undefined {
    const { length, kinds, keys } = this.#history;
    for (let row = 0; row < length; row++) {
      if (this.#effective[row] === 0 || kinds[row] === Kind.write) continue;
      const source = this.#sources[row] ?? NONE;
      const initial = source === NONE ? this.#initialValue(keys[row] ?? 0) : undefined;
      if (kinds[row] === Kind.update) {
        const taker = initial === undefined ? (this.#takers[source] ?? NONE) : initial.taker;
        if (taker !== NONE) return { rule: "lost-update", first: taker, second: row };
        if (initial === undefined) this.#takers[source] = row;
        else initial.taker = row;
      } else if (initial === undefined) {
        this.#lastReaders[source] = row;
        this.#firstReturned[source] = this.#firstOf(this.#firstReturned[source] ?? NONE, row);
      } else {
        initial.lastReader = row;
        initial.firstReturned = this.#firstOf(initial.firstReturned, row);
      }
    }
    return undefined;
  }

  /** Walks along every chain, checks its order, and measures its zone. */
  #followChains(): ZoneViolation | undefined {
    const { length, kinds, keys } = this.#history;
    const visited = new Uint8Array(length);
    for (const [key, initial] of this.#initialValues) {
      const violation = this.#followChain(key, initial, NONE, visited);
      if (violation !== undefined) return violation;
    }
    // What has a zone so far belongs to the initial values: they precede all others.
    const initialZones = new Map(this.#zones.splice(0).map((zone) => [zone.key, zone]));
    for (let row = 0; row < length; row++) {
      if (kinds[row] !== Kind.write || this.#effective[row] === 0) continue;
      const violation = this.#followChain(keys[row] ?? 0, undefined, row, visited);
      if (violation !== undefined) return violation;
    }
    for (let row = 0; row < length; row++) {
      if (kinds[row] === Kind.update && this.#effective[row] === 1 && visited[row] === 0) {
        return { rule: "circle", updates: this.#circleFrom(row) };
      }
    }
    for (const { key, f } of this.#zones) {
      const stale = initialZones.get(key)?.s;
      if (stale !== undefined && this.#returnOf(f) < this.#callOf(stale)) {
        return { rule: "stale-initial-value", fresh: f, stale };
      }
    }
    return undefined;
  }

  /**
   * @param initial the value that the chain starts with, if it is the initial one.
   * @param root the write that it starts with otherwise.
   */
  #followChain(
    key: number,
    initial: InitialValue | undefined,
    root: number,
    visited: Uint8Array,
  ): ZoneViolation | undefined {
    // Rows are in the order of calls: the last row is the latest call.
    let latestCall = initial?.lastReader ?? NONE;
    let earliestReturn = initial?.firstReturned ?? NONE;
    let writer = initial?.taker ?? root;
    while (writer !== NONE) {
      visited[writer] = 1;
      const firstReader = this.#firstReturned[writer] ?? NONE;
      // All that stand in front were called by the time that these returned.
      for (const later of [writer, firstReader]) {
        if (later === NONE) continue;
        if (latestCall !== NONE && this.#returnOf(later) < this.#callOf(latestCall)) {
          return { rule: "wrong-order", earlier: latestCall, later };
        }
        earliestReturn = this.#firstOf(earliestReturn, later);
        latestCall = Math.max(latestCall, writer);
      }
      latestCall = Math.max(latestCall, this.#lastReaders[writer] ?? NONE);
      writer = this.#takers[writer] ?? NONE;
    }
    this.#zones.push({ f: earliestReturn, s: latestCall, key });
    return undefined;
  }

  /** The circle of updates that some update, which no chain reaches, leads back to. */
  #circleFrom(row: number): number[] {
    const seen = new Set<number>();
    let at = row;
    while (!seen.has(at)) {
      seen.add(at);
      at = this.#sources[at] ?? NONE;
    }
    const order = [...seen];
    return order.slice(order.indexOf(at));
  }

  /** One walk along time. Whichever zones start at an event, at most one forward one is open. */
  #compareZones(): ZoneViolation | undefined {
    const startingAt = new Int32Array(this.#history.events + 1).fill(NONE);
    this.#zones.forEach(({ f, s }, index) => {
      startingAt[Math.min(this.#returnOf(f), this.#callOf(s))] = index;
    });
    const openByKey = new Map<number, { readonly f: number; readonly s: number }>();
    for (const index of startingAt) {
      const zone = this.#zones[index];
      if (zone === undefined) continue;
      const open = openByKey.get(zone.key);
      if (open !== undefined && this.#returnOf(zone.f) < this.#callOf(open.s)) {
        return {
          rule: "interleaved",
          firstReturned: open.f,
          firstCalled: open.s,
          secondReturned: zone.f,
          secondCalled: zone.s,
        };
      }
      if (this.#returnOf(zone.f) < this.#callOf(zone.s)) openByKey.set(zone.key, zone);
    }
    return undefined;
  }

  #initialValue(key: number): InitialValue {
    let initial = this.#initialValues.get(key);
    if (initial === undefined) {
      initial = { taker: NONE, lastReader: NONE, firstReturned: NONE };
      this.#initialValues.set(key, initial);
    }
    return initial;
  }

  #callOf(row: number): number {
    return this.#history.calls[row] ?? 0;
  }

  #returnOf(row: number): number {
    const event = this.#history.returns[row] ?? UNFINISHED;
    return event === UNFINISHED ? Infinity : event;
  }

  /** Which of two operations returned first. */
  #firstOf(one: number, other: number): number {
    return one === NONE || this.#returnOf(other) < this.#returnOf(one) ? other : one;
  }
}

/** Finds the operation that wrote a value to a key: a hash table with open addressing. */
class WriterIndex {
  readonly #history: RegisterHistory;
  readonly #slots: Int32Array;
  readonly #mask: number;

  constructor(history: RegisterHistory) {
    this.#history = history;
    const { length, kinds, keys, valuesWritten } = history;
    const size = 2 ** Math.ceil(Math.log2(Math.max(2, length) * 2));
    this.#slots = new Int32Array(size).fill(NONE);
    this.#mask = size - 1;
    for (let row = 0; row < length; row++) {
      if (kinds[row] !== Kind.write && kinds[row] !== Kind.update) continue;
      const [key, value] = [keys[row] ?? 0, valuesWritten[row] ?? 0];
      const slot = this.#slotOf(key, value);
      if (this.#slots[slot] !== NONE) {
        throw new RepeatedValueError(`The value ${value} is written twice to key ${key}.`);
      }
      this.#slots[slot] = row;
    }
  }

  find(key: number, value: number): number {
    return this.#slots[this.#slotOf(key, value)] ?? NONE;
  }

  /** The slot in which this value's writer stands, or would stand. */
  #slotOf(key: number, value: number): number {
    const { keys, valuesWritten } = this.#history;
    const high = Math.floor(value / 0x1_0000_0000);
    let slot = (Math.imul(value | 0, 0x9e3779b1) ^ Math.imul(key + high, 0x85ebca6b)) >>> 0;
    for (slot = (slot ^ (slot >>> 15)) & this.#mask; ; slot = (slot + 1) & this.#mask) {
      const row = this.#slots[slot] ?? NONE;
      if (row === NONE || (valuesWritten[row] === value && keys[row] === key)) return slot;
    }
  }
}
