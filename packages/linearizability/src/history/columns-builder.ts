/** Columns that grow row by row, for a history whose length is not known. */
import { Kind, operationAt, type HistoryColumns } from "./columns.ts";
import { grown } from "./grown.ts";
import type { Operation } from "./operation.ts";
import { Values } from "./values.ts";

const FIRST_CAPACITY = 2 ** 10;

/** As many names of operations as their column can tell apart. */
export const MOST_NAMES = 2 ** 16;

/** Of operations without effect at most this many are kept for explanations. */
const MOST_DROPPED = 1_000;

/** A new row is a read that was not seen to return. */
export class ColumnsBuilder {
  /** By the numbers in the columns. A caller that adds rows gives out these numbers, from 0 on. */
  readonly operationNames: string[] = [];
  readonly keyNames: string[] = [];
  readonly values = new Values();
  #length = 0;
  #events = 0;
  #hasDropped = false;
  readonly #dropped: Operation[] = [];
  #kinds: Uint8Array;
  #names: Uint16Array;
  #clients: Int32Array | Float64Array;
  #keys: Int32Array;
  #calls: Int32Array;
  #returns: Int32Array;
  #valuesRead: Float64Array;
  #valuesWritten: Float64Array;

  constructor(capacity = FIRST_CAPACITY) {
    this.#kinds = new Uint8Array(capacity);
    this.#names = new Uint16Array(capacity);
    this.#clients = new Int32Array(capacity);
    this.#keys = new Int32Array(capacity);
    this.#calls = new Int32Array(capacity);
    this.#returns = new Int32Array(capacity);
    this.#valuesRead = new Float64Array(capacity);
    this.#valuesWritten = new Float64Array(capacity);
  }

  /** @param called not before the calls of earlier rows. */
  add(client: number, key: number, name: number, called: number): number {
    const row = this.#length++;
    if (row === this.#kinds.length) this.#grow();
    // True for whole numbers of 32 bits alone.
    if ((client | 0) !== client && this.#clients instanceof Int32Array) {
      this.#clients = Float64Array.from(this.#clients);
    }
    this.#clients[row] = client;
    this.#keys[row] = key;
    this.#names[row] = name;
    this.#calls[row] = called;
    if (called > this.#events) this.#events = called;
    return row;
  }

  /** What the row's operation did, and the numbers of its values. */
  put(row: number, kind: Kind, read: number, written: number): void {
    this.#kinds[row] = kind;
    this.#valuesRead[row] = read;
    this.#valuesWritten[row] = written;
  }

  finish(row: number, returned: number): void {
    this.#returns[row] = returned;
    if (returned > this.#events) this.#events = returned;
  }

  /** The operation certainly had no effect. */
  drop(row: number): void {
    if (this.#dropped.length < MOST_DROPPED) this.#dropped.push(operationAt(this.#view(), row));
    this.#kinds[row] = Kind.noEffect;
    this.#hasDropped = true;
  }

  /** The first operations without effect, as far as they are kept. */
  get dropped(): readonly Operation[] {
    return this.#dropped;
  }

  clientOf(row: number): number {
    return this.#clients[row]!;
  }

  keyOf(row: number): number {
    return this.#keys[row]!;
  }

  nameOf(row: number): number {
    return this.#names[row]!;
  }

  calledAt(row: number): number {
    return this.#calls[row]!;
  }

  readBy(row: number): number {
    return this.#valuesRead[row]!;
  }

  writtenBy(row: number): number {
    return this.#valuesWritten[row]!;
  }

  /** Ends the work: the columns are not copied. */
  columns(): HistoryColumns {
    if (this.#hasDropped) this.#closeGaps();
    return this.#view();
  }

  #view(): HistoryColumns {
    return {
      length: this.#length,
      kinds: this.#kinds,
      clients: this.#clients,
      keys: this.#keys,
      calls: this.#calls,
      returns: this.#returns,
      valuesRead: this.#valuesRead,
      valuesWritten: this.#valuesWritten,
      events: this.#events,
      meaning: {
        names: this.#names,
        operationNames: this.operationNames,
        keyNames: this.keyNames,
        values: this.values,
      },
    };
  }

  /** Moves the other rows to where those without effect were. */
  #closeGaps(): void {
    const columns = this.#all();
    let kept = 0;
    for (let row = 0; row < this.#length; row++) {
      if (this.#kinds[row] === Kind.noEffect) continue;
      if (kept < row) for (const column of columns) column[kept] = column[row]!;
      kept++;
    }
    for (const column of columns) column.fill(0, kept, this.#length);
    this.#length = kept;
    this.#hasDropped = false;
  }

  #all() {
    return [
      this.#kinds,
      this.#names,
      this.#clients,
      this.#keys,
      this.#calls,
      this.#returns,
      this.#valuesRead,
      this.#valuesWritten,
    ];
  }

  /** One column after the other, so that only one of them exists twice at a time. */
  #grow(): void {
    const capacity = 2 * Math.max(FIRST_CAPACITY, this.#kinds.length);
    this.#kinds = grown(this.#kinds, capacity);
    this.#names = grown(this.#names, capacity);
    this.#clients = grown(this.#clients, capacity);
    this.#keys = grown(this.#keys, capacity);
    this.#calls = grown(this.#calls, capacity);
    this.#returns = grown(this.#returns, capacity);
    this.#valuesRead = grown(this.#valuesRead, capacity);
    this.#valuesWritten = grown(this.#valuesWritten, capacity);
  }
}
