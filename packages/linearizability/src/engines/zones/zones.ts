/**
 * Checks registers whose written values are all different, in linear time.
 *
 * The idea is that of Gibbons and Korach (*Testing Shared Memories*, SIAM J. Comput. 1997). Since
 * no value is written twice, every read names its write. In any order that explains the history
 * a write and its reads are adjacent, with no other write between them; an update that was given
 * u and wrote v comes directly after all reads of u, and before all reads of v. So the operations
 * of a key fall into **chains**: a plain write (or the initial value), its reads, the update that
 * replaced it, the reads of that update, and so on. Chains are never interleaved.
 *
 * Three things can go wrong, and nothing else can:
 *
 * 1. An operation has no chain: a value was read that was never written; two updates replaced the
 *    same value; updates replaced each other's values, in a circle.
 * 2. Within a chain the order is fixed, and real time contradicts it: an operation returned
 *    before one that precedes it in the chain was called.
 * 3. Between two chains, real time puts each before the other. Let f be a chain's earliest
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
import { rankColumns } from "../../history/event-ranks.ts";
import { Kind, UNFINISHED, type HistoryColumns } from "../../history/columns.ts";
import { UNWRITTEN } from "../../history/values.ts";

/** Which of the three went wrong, and with which operations, by their rows. */
export type ZoneViolation =
  /** `reader` was given a value that was never written. */
  | { readonly rule: "read-of-nothing"; readonly reader: number }
  /** Both updates were given the same value. */
  | { readonly rule: "lost-update"; readonly first: number; readonly second: number }
  /** Each of these updates was given what the next one wrote, and the last what the first did. */
  | { readonly rule: "circle"; readonly updates: readonly number[] }
  /** `later` returned before `earlier` was called, which precedes it in their chain. */
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

/** The return of what was not seen to return: after all events. */
const NEVER = 2 ** 31 - 1;

/**
 * Returns the first violation found, or `undefined` if the history is linearizable. Time and
 * memory are linear in the number of operations.
 *
 * @param history without operations of other kinds than a register's. Updates of unknown effect
 *   are left out.
 * @param initial the number of what every register holds at first.
 * @throws {RepeatedValueError} if a key is written the same value twice, or its initial value.
 */
export function checkZones(
  history: HistoryColumns,
  initial = UNWRITTEN,
): ZoneViolation | undefined {
  return new ZoneCheck(rankColumns(history), initial).run();
}

/** The readers of a key's initial value, and the update that replaced it. */
interface InitialValue {
  taker: number;
  lastReader: number;
  firstReturned: number;
}

/** Of a chain: the operations at f and at s. */
interface Zone {
  readonly f: number;
  readonly s: number;
}

class ZoneCheck {
  readonly #history: HistoryColumns;
  readonly #initial: number;
  /** For each operation that read: the writer of what it read, NONE for the initial value. */
  readonly #sources: Int32Array;
  /** 1 for each operation that was not seen to return, but whose value was. */
  readonly #observed: Uint8Array;
  /** For each writer: the update that was given its value. */
  readonly #takers: Int32Array;
  /** For each writer: of the reads of its value the one called last, and that returned first. */
  readonly #lastReaders: Int32Array;
  readonly #firstReturned: Int32Array;
  readonly #initialValues = new Map<number, InitialValue>();
  /** The updates that took effect, and how many of them a chain has reached. */
  #updates = 0;
  #updatesReached = 0;
  /** The zones of the chains that start with a write, by the row of that write. */
  readonly #zonesF: Int32Array;
  readonly #zonesS: Int32Array;
  /** For each event the zone that starts there: no two do, since events are ranked. */
  readonly #zoneAt: Int32Array;

  constructor(history: HistoryColumns, initial: number) {
    const { length, events } = history;
    this.#history = history;
    this.#initial = initial;
    this.#sources = new Int32Array(length).fill(NONE);
    this.#observed = new Uint8Array(length);
    this.#takers = new Int32Array(length).fill(NONE);
    this.#lastReaders = new Int32Array(length).fill(NONE);
    this.#firstReturned = new Int32Array(length).fill(NONE);
    this.#zonesF = new Int32Array(length);
    this.#zonesS = new Int32Array(length);
    this.#zoneAt = new Int32Array(events + 1).fill(NONE);
  }

  run(): ZoneViolation | undefined {
    return this.#attachReaders() ?? this.#followChains() ?? this.#compareZones();
  }

  /** Finds the writer of each value read, and attaches the reads and the update to that writer. */
  #attachReaders(): ZoneViolation | undefined {
    const { length, kinds, keys, returns, valuesRead } = this.#history;
    const sources = this.#sources;
    const writers = new WriterIndex(this.#history, this.#initial);
    const observed: number[] = [];
    for (let row = 0; row < length; row++) {
      const kind = kinds[row];
      if (kind !== Kind.read && kind !== Kind.update) continue;
      const isUnfinished = returns[row] === UNFINISHED;
      // An unfinished read proves nothing.
      if (isUnfinished && kind === Kind.read) continue;
      const value = valuesRead[row] ?? UNWRITTEN;
      const source = value === this.#initial ? NONE : writers.find(keys[row] ?? 0, value);
      sources[row] = source;
      // An unfinished update may be left out, unless its value was seen.
      if (isUnfinished) continue;
      const violation = this.#attach(row, source);
      if (violation !== undefined) return violation;
      if (source !== NONE && returns[source] === UNFINISHED) observed.push(source);
    }
    // An observed operation took effect, and so did the writer of the value it was given.
    for (let row = observed.pop(); row !== undefined; row = observed.pop()) {
      if (this.#observed[row] === 1) continue;
      this.#observed[row] = 1;
      if (kinds[row] === Kind.write) continue;
      const source = sources[row] ?? NONE;
      const violation = this.#attach(row, source);
      if (violation !== undefined) return violation;
      if (source !== NONE && returns[source] === UNFINISHED) observed.push(source);
    }
    return undefined;
  }

  /** Attaches a read or an update, which took effect, to the value that it was given. */
  #attach(row: number, source: number): ZoneViolation | undefined {
    const { kinds, keys, valuesRead } = this.#history;
    if (source === NONE && valuesRead[row] !== this.#initial) {
      return { rule: "read-of-nothing", reader: row };
    }
    const initial = source === NONE ? this.#initialValue(keys[row] ?? 0) : undefined;
    if (kinds[row] === Kind.update) {
      const taker = initial === undefined ? (this.#takers[source] ?? NONE) : initial.taker;
      if (taker !== NONE) {
        return { rule: "lost-update", first: Math.min(taker, row), second: Math.max(taker, row) };
      }
      if (initial === undefined) this.#takers[source] = row;
      else initial.taker = row;
      this.#updates++;
    } else if (initial === undefined) {
      this.#lastReaders[source] = row;
      this.#firstReturned[source] = this.#firstOf(this.#firstReturned[source] ?? NONE, row);
    } else {
      initial.lastReader = row;
      initial.firstReturned = this.#firstOf(initial.firstReturned, row);
    }
    return undefined;
  }

  /** Walks along every chain, checks its order, and measures its zone. */
  #followChains(): ZoneViolation | undefined {
    const { length, kinds, keys, returns } = this.#history;
    const initialZones = new Map<number, Zone>();
    for (const [key, initial] of this.#initialValues) {
      const { taker, lastReader, firstReturned } = initial;
      const zone = this.#followChain(taker, lastReader, firstReturned);
      if ("rule" in zone) return zone;
      initialZones.set(key, zone);
    }
    for (let row = 0; row < length; row++) {
      if (kinds[row] !== Kind.write) continue;
      if (returns[row] === UNFINISHED && this.#observed[row] === 0) continue;
      const zone = this.#followChain(row, NONE, NONE);
      if ("rule" in zone) return zone;
      const [returned, called] = [this.#returnOf(zone.f), this.#callOf(zone.s)];
      // The chain of the initial value precedes all others.
      const stale = initialZones.get(keys[row] ?? 0)?.s;
      if (stale !== undefined && returned < this.#callOf(stale)) {
        return { rule: "stale-initial-value", fresh: zone.f, stale };
      }
      this.#zonesF[row] = zone.f;
      this.#zonesS[row] = zone.s;
      this.#zoneAt[Math.min(returned, called)] = row;
    }
    return this.#updatesReached === this.#updates ? undefined : this.#findCircle();
  }

  /**
   * @param first the write or the update that it starts with.
   * @param latestCall of the operations before it. Like `earliestReturn`, NONE if there are none.
   */
  #followChain(first: number, latestCall: number, earliestReturn: number): Zone | ZoneViolation {
    const kinds = this.#history.kinds;
    // Rows are in the order of calls: the last row is the latest call.
    for (let writer = first; writer !== NONE; writer = this.#takers[writer] ?? NONE) {
      if (kinds[writer] === Kind.update) this.#updatesReached++;
      // All that precede must have been called before the writer and its readers returned.
      if (this.#isBefore(writer, latestCall)) {
        return { rule: "wrong-order", earlier: latestCall, later: writer };
      }
      latestCall = Math.max(latestCall, writer);
      earliestReturn = this.#firstOf(earliestReturn, writer);
      const firstReader = this.#firstReturned[writer] ?? NONE;
      if (firstReader === NONE) continue;
      if (this.#isBefore(firstReader, latestCall)) {
        return { rule: "wrong-order", earlier: latestCall, later: firstReader };
      }
      latestCall = Math.max(latestCall, this.#lastReaders[writer] ?? NONE);
      earliestReturn = this.#firstOf(earliestReturn, firstReader);
    }
    return { f: earliestReturn, s: latestCall };
  }

  /** The first circle of updates. Since a value has one taker, a walk that leads back began in it. */
  #findCircle(): ZoneViolation | undefined {
    const { length } = this.#history;
    const isKnown = new Uint8Array(length);
    for (let row = 0; row < length; row++) {
      const path: number[] = [];
      let at = row;
      for (; at !== NONE && isKnown[at] === 0; at = this.#takers[at] ?? NONE) {
        isKnown[at] = 1;
        path.push(at);
      }
      if (at === row && path.length > 0) return { rule: "circle", updates: path.toReversed() };
    }
    return undefined;
  }

  /** One walk along time. At every event at most one forward zone per key is open. */
  #compareZones(): ZoneViolation | undefined {
    const { events, keys } = this.#history;
    const openByKey = new Map<number, Zone>();
    for (let event = 1; event <= events; event++) {
      const row = this.#zoneAt[event] ?? NONE;
      if (row === NONE) continue;
      const [f, s] = [this.#zonesF[row] ?? NONE, this.#zonesS[row] ?? NONE];
      const returned = this.#returnOf(f);
      const key = keys[row] ?? 0;
      const open = openByKey.get(key);
      if (open !== undefined && returned < this.#callOf(open.s)) {
        return {
          rule: "interleaved",
          firstReturned: open.f,
          firstCalled: open.s,
          secondReturned: f,
          secondCalled: s,
        };
      }
      if (returned < this.#callOf(s)) openByKey.set(key, { f, s });
    }
    return undefined;
  }

  /** Whether one operation had returned when another, if there is one, was called. */
  #isBefore(one: number, other: number): boolean {
    return other !== NONE && this.#returnOf(one) < this.#callOf(other);
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
    return event === UNFINISHED ? NEVER : event;
  }

  /** Which of two operations returned first. */
  #firstOf(one: number, other: number): number {
    return one === NONE || this.#returnOf(other) < this.#returnOf(one) ? other : one;
  }
}

/**
 * Finds the operation that wrote a value to a key: a hash table with open addressing.
 *
 * Values are mostly given out in turn. The table keeps their order, so that writers from about the
 * same time are in about the same place, where the processor caches hold them. If values are
 * distributed so unevenly that they crowd, the table is rebuilt with scattered values.
 */
class WriterIndex {
  readonly #history: HistoryColumns;
  readonly #slots: Int32Array;
  readonly #mask: number;
  /** The lowest value written. Those from tables are negative. */
  readonly #lowest: number;
  /** Slots for each unit of value; 0 if values are scattered. */
  #slotsPerUnit: number;
  #crowded = 0;

  /** @throws {RepeatedValueError} if a value was written twice to the same key, or the initial one. */
  constructor(history: HistoryColumns, initial: number) {
    this.#history = history;
    const { length, kinds, valuesWritten } = history;
    const size = 2 ** Math.ceil(Math.log2(Math.max(2, length) * 2));
    this.#slots = new Int32Array(size).fill(NONE);
    this.#mask = size - 1;
    let [lowest, highest] = [0, 0];
    for (let row = 0; row < length; row++) {
      if (!isWriter(kinds[row])) continue;
      const value = valuesWritten[row] ?? 0;
      if (value === initial) throw new RepeatedValueError(`The initial value is written again.`);
      lowest = Math.min(lowest, value);
      highest = Math.max(highest, value);
    }
    this.#lowest = lowest;
    this.#slotsPerUnit = size / (highest - lowest + 1);
    if (!this.#addAll()) {
      this.#slotsPerUnit = 0;
      this.#slots.fill(NONE);
      this.#addAll();
    }
  }

  find(key: number, value: number): number {
    return this.#slots[this.#slotOf(key, value)] ?? NONE;
  }

  /** Returns false if that took too many steps. */
  #addAll(): boolean {
    const { length, kinds, keys, valuesWritten } = this.#history;
    for (let row = 0; row < length; row++) {
      if (!isWriter(kinds[row])) continue;
      const [key, value] = [keys[row] ?? 0, valuesWritten[row] ?? 0];
      const slot = this.#slotOf(key, value);
      if (this.#slots[slot] !== NONE) {
        throw new RepeatedValueError(`The value ${value} is written twice to key ${key}.`);
      }
      this.#slots[slot] = row;
      if (this.#slotsPerUnit !== 0 && this.#crowded > 8 * row + 64) return false;
    }
    return true;
  }

  /** The slot of this value's writer, or the slot in which it would be added. */
  #slotOf(key: number, value: number): number {
    const { keys, valuesWritten } = this.#history;
    const [slots, mask] = [this.#slots, this.#mask];
    let slot =
      this.#slotsPerUnit === 0 ? scatter(key, value) : (value - this.#lowest) * this.#slotsPerUnit;
    for (slot &= mask; ; slot = (slot + 1) & mask) {
      const row = slots[slot] ?? NONE;
      if (row === NONE || (valuesWritten[row] === value && keys[row] === key)) return slot;
      this.#crowded++;
    }
  }
}

function isWriter(kind: number | undefined): boolean {
  return kind === Kind.write || kind === Kind.update;
}

function scatter(key: number, value: number): number {
  const high = Math.floor(value / 0x1_0000_0000);
  const mixed = Math.imul(value | 0, 0x9e3779b1) ^ Math.imul(key + high, 0x85ebca6b);
  return mixed ^ (mixed >>> 15);
}
