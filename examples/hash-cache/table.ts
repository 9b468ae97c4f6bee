import { FILES, HASH_BYTES, hexadecimal } from "./files.ts";

/** A table in memory that threads share: of each file 32 bytes, and a number that says what they are. */
export class HashTable {
  /** What a file's number may be. */
  static readonly EMPTY = 0;
  static readonly CLAIMED = 1;
  static readonly FULL = 2;

  readonly states: Int32Array<SharedArrayBuffer>;
  readonly #bytes: Uint8Array<SharedArrayBuffer>;

  /** Memory for an empty table. */
  static newMemory(): SharedArrayBuffer {
    return new SharedArrayBuffer(FILES.length * (Int32Array.BYTES_PER_ELEMENT + HASH_BYTES));
  }

  constructor(memory: SharedArrayBuffer) {
    this.states = new Int32Array(memory, 0, FILES.length);
    this.#bytes = new Uint8Array(memory, this.states.byteLength);
  }

  /** Writes bytes of a file's hash, beginning with the one at `start`. */
  write(file: number, bytes: Uint8Array, start = 0): void {
    this.#bytes.set(bytes, file * HASH_BYTES + start);
  }

  read(file: number): string {
    return hexadecimal(this.#bytes.slice(file * HASH_BYTES, (file + 1) * HASH_BYTES));
  }
}
