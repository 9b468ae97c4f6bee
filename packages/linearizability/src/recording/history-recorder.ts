/**
 * Records operations as they are called and as they return, cheaply enough to stay on while a
 * store is measured: a few stores into typed arrays, and a counter for a clock.
 *
 * Invariant: a recorder that is full is frozen. Nothing that happens after the moment at which
 * the first operation found no room is recorded, returns of recorded operations included. The
 * recording is therefore a complete prefix of the real history: every value that a recorded
 * operation returned was written by an operation that is recorded, too.
 */
import { EventCounter, LAST_EVENT, type EventClock } from "./event-clock.ts";
import { blankColumns, Kind, type HistoryColumns } from "../history/columns.ts";
import { UNWRITTEN } from "../history/values.ts";
import type { MemberHistory } from "./member-history.ts";

/** The default capacity, in operations. */
export const DEFAULT_CAPACITY = 8_000_000;

/** What one typed array can hold. */
const LARGEST_CAPACITY = 2 ** 27;

/**
 * During recording an operation is a row of 32 bytes: four whole numbers, then two values. With
 * one column per field the recorder would write to seven places in memory instead of one, and a
 * busy store evicts each of them from the cache before its next row is written.
 */
const INTEGERS = 8;
const VALUES = 4;
const [CLIENT, KEY, CALLED, RETURNED] = [0, 1, 2, 3];
const [READ, WRITTEN] = [2, 3];

/** The number of any operation that found no room. Its return is ignored. */
const NOT_RECORDED = -1;

export class HistoryRecorder {
  readonly capacity: number;
  readonly #kinds: Uint8Array;
  /** The rows, as whole numbers and as values: two views of the same memory. */
  readonly #integers: Int32Array;
  readonly #values: Float64Array;
  readonly #clock: EventClock;
  #length = 0;
  #lastEvent = 0;
  /** How many operations found no room. */
  #refused = 0;
  /** The event at which the first of them was called. */
  #fullAt: number | undefined;

  /**
   * @param capacity how many operations there is room for, 33 bytes each. Memory that is never
   *   written to is never taken from the system.
   * @param clock numbers the events. Recorders that share a counter, or that each have a clock of
   *   the same time, can be merged: `mergeHistories`. A clock that counts beyond
   *   {@link LAST_EVENT} makes the call that asks it throw a RangeError: a number is recorded as it
   *   is or not at all.
   */
  constructor(capacity = DEFAULT_CAPACITY, clock: EventClock = new EventCounter()) {
    if (!Number.isInteger(capacity) || capacity < 1 || capacity > LARGEST_CAPACITY) {
      throw new RangeError(
        `A recorder's capacity is a whole number from 1 to ${LARGEST_CAPACITY}, not ${capacity}.`,
      );
    }
    this.capacity = capacity;
    this.#clock = clock;
    this.#kinds = new Uint8Array(capacity);
    this.#integers = new Int32Array(capacity * INTEGERS);
    this.#values = new Float64Array(this.#integers.buffer);
    // Each operation is called and returns, and one more is called that finds no room.
    clock.reserve?.(2 * capacity + 1);
  }

  /**
   * Takes the memory for `operations` operations from the system now. Otherwise it would be taken
   * page by page during recording, at about the cost of recording itself.
   */
  prepare(operations: number): void {
    const end = Math.min(operations, this.capacity);
    this.#kinds.fill(0, this.#length, end);
    this.#integers.fill(0, this.#length * INTEGERS, end * INTEGERS);
    this.#clock.prepare?.(2 * (end - this.#length));
  }

  /** How many operations were called, recorded or not. */
  get total(): number {
    return this.#length + this.#refused;
  }

  /** A client is about to read. Returns the operation's number, for the call that completes it. */
  callRead(client: number, key: number): number {
    return this.#call(client, key);
  }

  /** A client is about to write a value of 0 or more. */
  callWrite(client: number, key: number, value: number): number {
    const operation = this.#call(client, key);
    if (operation !== NOT_RECORDED) {
      this.#kinds[operation] = Kind.write;
      this.#values[operation * VALUES + WRITTEN] = value;
    }
    return operation;
  }

  /** A client is about to update. The values before and after are not known yet. */
  callUpdate(client: number, key: number): number {
    const operation = this.#call(client, key);
    if (operation !== NOT_RECORDED) this.#kinds[operation] = Kind.noEffect;
    return operation;
  }

  /** The operation failed, and certainly did not take effect. */
  fail(operation: number): void {
    if (operation === NOT_RECORDED || this.#refused > 0) return;
    this.#kinds[operation] = Kind.noEffect;
    this.#integers[operation * INTEGERS + RETURNED] = this.#tick();
  }

  returnRead(operation: number, value: number | undefined): void {
    if (operation === NOT_RECORDED || this.#refused > 0) return;
    this.#values[operation * VALUES + READ] = value ?? UNWRITTEN;
    this.#integers[operation * INTEGERS + RETURNED] = this.#tick();
  }

  returnWrite(operation: number): void {
    if (operation === NOT_RECORDED || this.#refused > 0) return;
    this.#integers[operation * INTEGERS + RETURNED] = this.#tick();
  }

  /** An updater was given `before` and is about to return `after`. May be called again. */
  updating(operation: number, before: number | undefined, after: number): void {
    if (operation === NOT_RECORDED || this.#refused > 0) return;
    this.#values[operation * VALUES + READ] = before ?? UNWRITTEN;
    this.#values[operation * VALUES + WRITTEN] = after;
    this.#kinds[operation] = Kind.update;
  }

  returnUpdate(operation: number): void {
    if (operation === NOT_RECORDED || this.#refused > 0) return;
    this.#integers[operation * INTEGERS + RETURNED] = this.#tick();
  }

  /** What has been recorded so far, copied into columns. */
  history(): HistoryColumns {
    const length = this.#length;
    const history: HistoryColumns = {
      ...blankColumns(length),
      length,
      kinds: this.#kinds.slice(0, length),
      events: this.#lastEvent,
    };
    for (let operation = 0; operation < length; operation++) {
      const row = operation * INTEGERS;
      history.clients[operation] = this.#integers[row + CLIENT] ?? 0;
      history.keys[operation] = this.#integers[row + KEY] ?? 0;
      history.calls[operation] = this.#integers[row + CALLED] ?? 0;
      history.returns[operation] = this.#integers[row + RETURNED] ?? 0;
      history.valuesRead[operation] = this.#values[operation * VALUES + READ] ?? 0;
      history.valuesWritten[operation] = this.#values[operation * VALUES + WRITTEN] ?? 0;
    }
    return history;
  }

  /**
   * What has been recorded so far, to be merged with what other members recorded. To be asked for
   * when this member's clients have done all that they do: the others may see what it does later.
   */
  memberHistory(): MemberHistory<HistoryColumns> {
    return {
      history: this.history(),
      clock: this.#clock.reading?.() ?? { kind: "counter" },
      totalOps: this.total,
      ...(this.#fullAt !== undefined && { fullAt: this.#fullAt }),
    };
  }

  /** @throws {RangeError} for a number that a row cannot hold, or that is not above the last one. */
  #tick(): number {
    const event = this.#clock.next();
    // True for whole numbers of 32 bits alone.
    if ((event | 0) !== event || event <= this.#lastEvent) this.#refuse(event);
    return (this.#lastEvent = event);
  }

  #refuse(event: number): never {
    throw new RangeError(
      `A recorder's clock counts whole numbers up to ${LAST_EVENT}, each above the one before; ` +
        `it gave ${event} after ${this.#lastEvent}.`,
    );
  }

  /** Fills in what is not zero: a new row is a read that has not returned. */
  #call(client: number, key: number): number {
    const operation = this.#length;
    if (operation === this.capacity) return this.#countOnly();
    // First of all, since a refused event must leave no row behind.
    const called = this.#tick();
    this.#length = operation + 1;
    const row = operation * INTEGERS;
    this.#integers[row + CLIENT] = client;
    this.#integers[row + KEY] = key;
    this.#integers[row + CALLED] = called;
    return operation;
  }

  /** The first time, the recorder takes the moment from which on nothing is recorded. */
  #countOnly(): number {
    if (this.#refused === 0) this.#fullAt = this.#clock.next();
    this.#refused++;
    return NOT_RECORDED;
  }
}
