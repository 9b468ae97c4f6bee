/**
 * Records operations as they are called and as they return, cheaply enough to stay on while a
 * store is measured: a few stores into typed arrays, and a counter for a clock.
 *
 * Invariant: a recorder that is full is frozen. Nothing that happens after the moment at which
 * the first operation found no room is recorded, returns of recorded operations included. What
 * is recorded is therefore a history that really was, up to that moment: whatever a recorded
 * operation returned was written by an operation that was called before it.
 */
import { EventCounter, type EventClock } from "./event-clock.ts";
import { Kind, UNWRITTEN, type RegisterHistory } from "./register-history.ts";

/** How many operations are recorded unless told otherwise. */
export const DEFAULT_CAPACITY = 8_000_000;

/** Stands for an operation that found no room. Returns of it are ignored. */
const NOT_RECORDED = -1;

export class HistoryRecorder {
  readonly capacity: number;
  readonly #kinds: Uint8Array;
  readonly #clients: Int32Array;
  readonly #keys: Int32Array;
  readonly #calls: Int32Array;
  readonly #returns: Int32Array;
  readonly #valuesRead: Float64Array;
  readonly #valuesWritten: Float64Array;
  readonly #clock: EventClock;
  #length = 0;
  #lastEvent = 0;
  /** How many operations found no room. */
  #refused = 0;

  /**
   * @param capacity how many operations there is room for, 33 bytes each. Memory that is never
   *   written to is never taken from the system.
   * @param clock numbers the events. Recorders that share one can be read together.
   */
  constructor(capacity = DEFAULT_CAPACITY, clock: EventClock = new EventCounter()) {
    if (!Number.isInteger(capacity) || capacity < 1 || capacity > 2 ** 30) {
      throw new RangeError(`A recorder's capacity is a whole number from 1 on, not ${capacity}.`);
    }
    this.capacity = capacity;
    this.#clock = clock;
    this.#kinds = new Uint8Array(capacity);
    this.#clients = new Int32Array(capacity);
    this.#keys = new Int32Array(capacity);
    this.#calls = new Int32Array(capacity);
    this.#returns = new Int32Array(capacity);
    this.#valuesRead = new Float64Array(capacity);
    this.#valuesWritten = new Float64Array(capacity);
  }

  /**
   * Takes the memory for that many operations from the system now. It would otherwise be taken
   * bit by bit while operations are recorded, at about the price of recording them.
   */
  prepare(operations: number): void {
    const end = Math.min(operations, this.capacity);
    for (const column of [
      this.#kinds,
      this.#clients,
      this.#keys,
      this.#calls,
      this.#returns,
      this.#valuesRead,
      this.#valuesWritten,
    ]) {
      column.fill(0, this.#length, end);
    }
  }

  /** How many operations were called, recorded or not. */
  get total(): number {
    return this.#length + this.#refused;
  }

  /** A client is about to read. Returns the operation's number, to be handed back. */
  callRead(client: number, key: number): number {
    return this.#call(client, key);
  }

  /** A client is about to write a value of 0 or more. */
  callWrite(client: number, key: number, value: number): number {
    const operation = this.#call(client, key);
    if (operation !== NOT_RECORDED) {
      this.#kinds[operation] = Kind.write;
      this.#valuesWritten[operation] = value;
    }
    return operation;
  }

  /** A client is about to update. What it makes of what is not known yet. */
  callUpdate(client: number, key: number): number {
    const operation = this.#call(client, key);
    if (operation !== NOT_RECORDED) this.#kinds[operation] = Kind.noEffect;
    return operation;
  }

  /** The operation failed, and certainly did not take effect. */
  fail(operation: number): void {
    if (operation === NOT_RECORDED || this.#refused > 0) return;
    this.#kinds[operation] = Kind.noEffect;
    this.#returns[operation] = this.#tick();
  }

  returnRead(operation: number, value: number | undefined): void {
    if (operation === NOT_RECORDED || this.#refused > 0) return;
    this.#valuesRead[operation] = value ?? UNWRITTEN;
    this.#returns[operation] = this.#tick();
  }

  returnWrite(operation: number): void {
    if (operation === NOT_RECORDED || this.#refused > 0) return;
    this.#returns[operation] = this.#tick();
  }

  /** An updater was given one value and is going to return another. May be called again. */
  updating(operation: number, before: number | undefined, after: number): void {
    if (operation === NOT_RECORDED || this.#refused > 0) return;
    this.#valuesRead[operation] = before ?? UNWRITTEN;
    this.#valuesWritten[operation] = after;
    this.#kinds[operation] = Kind.update;
  }

  returnUpdate(operation: number): void {
    if (operation === NOT_RECORDED || this.#refused > 0) return;
    this.#returns[operation] = this.#tick();
  }

  /** What has been recorded so far. The columns are the recorder's own, not copies. */
  history(): RegisterHistory {
    return {
      length: this.#length,
      kinds: this.#kinds,
      clients: this.#clients,
      keys: this.#keys,
      calls: this.#calls,
      returns: this.#returns,
      valuesRead: this.#valuesRead,
      valuesWritten: this.#valuesWritten,
      events: this.#lastEvent,
    };
  }

  #tick(): number {
    return (this.#lastEvent = this.#clock.next());
  }

  /** Fills in what is not zero: a new row is a read that has not returned. */
  #call(client: number, key: number): number {
    const operation = this.#length;
    if (operation === this.capacity) {
      this.#refused++;
      return NOT_RECORDED;
    }
    this.#length = operation + 1;
    this.#clients[operation] = client;
    this.#keys[operation] = key;
    this.#calls[operation] = this.#tick();
    return operation;
  }
}
