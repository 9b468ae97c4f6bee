/**
 * A few whole numbers that the coordinator and the members of a test see at once, without the store
 * under test. All of them begin at 0.
 *
 * Invariant: one member changes a number at most, so it may read it first and then write it.
 */
import { closeSync, openSync, readSync, writeSync } from "node:fs";

export interface SharedNumbers {
  get(index: number): number;
  set(index: number, value: number): void;
}

/** Where they are: in memory that threads share, or at a place in a file that processes share. */
export type NumbersAddress = SharedArrayBuffer | { readonly path: string; readonly first: number };

const BYTES_PER_NUMBER = Int32Array.BYTES_PER_ELEMENT;

export function numbersInMemory(count: number): NumbersAddress {
  return new SharedArrayBuffer(count * BYTES_PER_NUMBER);
}

export function openNumbers(address: NumbersAddress): SharedNumbers {
  return address instanceof SharedArrayBuffer
    ? new NumbersInMemory(address)
    : new NumbersInFile(address);
}

class NumbersInMemory implements SharedNumbers {
  readonly #numbers: Int32Array;

  constructor(memory: SharedArrayBuffer) {
    this.#numbers = new Int32Array(memory);
  }

  get(index: number): number {
    return Atomics.load(this.#numbers, index);
  }

  set(index: number, value: number): void {
    Atomics.store(this.#numbers, index, value);
  }
}

/** What one process has written, another one of the machine reads at once: both use one cache. */
class NumbersInFile implements SharedNumbers {
  readonly #file: number;
  readonly #first: number;
  readonly #number = new Int32Array(1);

  constructor({ path, first }: Exclude<NumbersAddress, SharedArrayBuffer>) {
    this.#file = openOnce(path);
    this.#first = first;
  }

  get(index: number): number {
    // Behind the end of the file there is nothing to read.
    this.#number[0] = 0;
    readSync(this.#file, this.#number, 0, BYTES_PER_NUMBER, this.#positionOf(index));
    return this.#number[0];
  }

  set(index: number, value: number): void {
    this.#number[0] = value;
    writeSync(this.#file, this.#number, 0, BYTES_PER_NUMBER, this.#positionOf(index));
  }

  #positionOf(index: number): number {
    return (this.#first + index) * BYTES_PER_NUMBER;
  }
}

/** By their paths. A member keeps its own open until it ends. */
const openFiles = new Map<string, number>();

function openOnce(path: string): number {
  const known = openFiles.get(path);
  if (known !== undefined) return known;
  const file = openSync(path, "r+");
  openFiles.set(path, file);
  return file;
}

export function closeNumbersFile(path: string): void {
  const file = openFiles.get(path);
  openFiles.delete(path);
  if (file !== undefined) closeSync(file);
}
