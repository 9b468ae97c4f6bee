/**
 * Texts of which a longer one may consist: a trie, which finds the texts that a longer one begins
 * with, and the ways to cut it into them, in one walk.
 */
const NONE = -1;
const ROOT = 0;
/** More than any character code. */
const CODES = 2 ** 16;

export class Pieces {
  readonly #texts: string[] = [];
  readonly #rows: number[][] = [];
  /** The node behind a node and a character. */
  readonly #next = new Map<number, number>();
  /** The text that ends at a node. */
  readonly #ending: number[] = [NONE];

  get count(): number {
    return this.#texts.length;
  }

  /** Adds a row to the text. */
  add(text: string, row: number): void {
    let node = ROOT;
    for (let at = 0; at < text.length; at++) {
      const edge = node * CODES + text.charCodeAt(at);
      let next = this.#next.get(edge);
      if (next === undefined) {
        next = this.#ending.push(NONE) - 1;
        this.#next.set(edge, next);
      }
      node = next;
    }
    const piece = this.#ending[node]!;
    if (piece !== NONE) {
      this.#rows[piece]!.push(row);
      return;
    }
    this.#ending[node] = this.#texts.push(text) - 1;
    this.#rows.push([row]);
  }

  textOf(piece: number): string {
    return this.#texts[piece]!;
  }

  /** In the order in which they were added. */
  rowsOf(piece: number): readonly number[] {
    return this.#rows[piece]!;
  }

  rowsByText(): Map<string, readonly number[]> {
    return new Map(this.#texts.map((text, piece) => [text, this.#rows[piece]!]));
  }

  /** The pieces that the text begins with at this place, the shortest first. */
  *beginningsOf(text: string, from = 0): Generator<number> {
    let node: number | undefined = ROOT;
    for (let at = from; node !== undefined; at++) {
      const piece = this.#ending[node]!;
      if (piece !== NONE) yield piece;
      if (at === text.length) return;
      node = this.#next.get(node * CODES + text.charCodeAt(at));
    }
  }

  /**
   * Cuts a text into pieces, none of them empty, if there is exactly one way.
   *
   * For each place it counts the ways to get there, up to two. A place that cannot be reached costs
   * nothing.
   */
  cut(
    text: string,
    isAllowed: (piece: number) => boolean = () => true,
  ): readonly number[] | "none" | "several" {
    const ways = new Uint8Array(text.length + 1);
    /** The piece that ends at each place; the right one where there is one way. */
    const last = new Int32Array(text.length + 1);
    ways[0] = 1;
    for (let from = 0; from < text.length; from++) {
      if (ways[from] === 0) continue;
      for (const piece of this.beginningsOf(text, from)) {
        const { length } = this.#texts[piece]!;
        if (length === 0 || !isAllowed(piece)) continue;
        ways[from + length] = Math.min(2, ways[from + length]! + ways[from]!);
        last[from + length] = piece;
      }
    }
    if (ways[text.length] === 0) return "none";
    if (ways[text.length]! > 1) return "several";
    const pieces: number[] = [];
    for (let at = text.length; at > 0; at -= this.#texts[last[at]!]!.length) pieces.push(last[at]!);
    return pieces.toReversed();
  }
}
