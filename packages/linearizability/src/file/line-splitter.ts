/**
 * Splits a file that comes in pieces into lines, without copying those that lie within a piece.
 *
 * Invariant: a line is handed on in an array in which a line feed follows it, so that a reader
 * needs no other sign of its end.
 */

const LINE_FEED = 0x0a;

export class LineSplitter {
  readonly #take: (bytes: Uint8Array, start: number, end: number) => void;
  /** The beginning of a line whose end has not come yet. */
  #pieces: Uint8Array[] = [];
  #begunLength = 0;

  /** @param take called for each line: it starts at `start` and ends before the line feed at `end`. */
  constructor(take: (bytes: Uint8Array, start: number, end: number) => void) {
    this.#take = take;
  }

  /** How much there is of a line that has not ended, in bytes. */
  get begun(): number {
    return this.#begunLength;
  }

  add(piece: Uint8Array): void {
    let start = 0;
    for (;;) {
      const end = piece.indexOf(LINE_FEED, start);
      if (end === -1) break;
      if (this.#begunLength === 0) this.#take(piece, start, end);
      else this.#takeBegun(piece.subarray(start, end + 1));
      start = end + 1;
    }
    if (start < piece.length) this.#begin(piece.slice(start));
  }

  /** Hands on what is left: a last line without an end. */
  end(): void {
    if (this.#begunLength > 0) this.#takeBegun(Uint8Array.of(LINE_FEED));
  }

  #begin(piece: Uint8Array): void {
    this.#pieces.push(piece);
    this.#begunLength += piece.length;
  }

  /** @param rest of the line, with its line feed. */
  #takeBegun(rest: Uint8Array): void {
    const line = new Uint8Array(this.#begunLength + rest.length);
    let length = 0;
    for (const piece of [...this.#pieces, rest]) {
      line.set(piece, length);
      length += piece.length;
    }
    this.#pieces = [];
    this.#begunLength = 0;
    this.#take(line, 0, length - 1);
  }
}
