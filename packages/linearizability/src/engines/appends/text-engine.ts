/**
 * Checks strings that are written and appended to, where every content that was read can have come
 * about in one way only. Linear in the number of characters read.
 *
 * A content begins with a text that was written, or the initial one, and goes on with appended
 * texts. Contents are examined from the shortest to the longest. Say that the content c can begin
 * with the write w if c starts with w, and the rest can be cut into texts that were appended. If
 * only one write is possible, c belongs to the chain of w. All contents of a chain occur in it, so
 * each starts with the one before, and what it has in addition is cut into appended texts: in one
 * way, if the engine is to know the appends. A cut is possible only if no text in it is needed
 * more often than it was appended, and if all appends were called before the content had been read;
 * where there are several, this rules some out. If more than one remains, the search has to decide.
 *
 * Once every append has its place in a chain, {@link AppendChains} decides. Appends of the empty
 * text change nothing, and fit anywhere.
 */
import { explainAppends } from "../../explain/explain-appends.ts";
import { explainSearch } from "../../explain/explain-search.ts";
import { explainText } from "../../explain/explain-text.ts";
import type { Operation } from "../../history/operation.ts";
import { AppendChains, IDLE, NONE } from "./append-chains.ts";
import { assignAppends, TooFewAppends, type Placed } from "./assign-appends.ts";
import type { Model } from "../../models/model.ts";
import type { Engine } from "../engine.ts";
import type { TextViolation } from "./text-violation.ts";
import { Pieces } from "./pieces.ts";

/** @param model of a string. */
export function textEngine(model: Model<string>): Engine {
  const { initial } = model;
  return {
    name: "appends",
    judge(operations) {
      const reading = new TextReading(operations, initial);
      const found = reading.run();
      if (found === undefined) return undefined;
      if (!(found instanceof AppendChains)) {
        return { explain: () => explainText(operations, found, initial, reading.isNarrowed) };
      }
      const violation = found.check();
      if (violation === undefined) return { order: () => found.order() };
      if (found.isGuessed) return undefined;
      // Where only other operations tell how a content is cut, two of them show no contradiction.
      if (reading.isNarrowed || found.blamesTwin(violation)) {
        return { explain: () => explainSearch(operations, model) };
      }
      return { explain: () => explainAppends(found, violation, { initial, needs: "contents" }) };
    },
  };
}

/** A chain while contents are added to it. */
interface GrowingChain {
  readonly start: string;
  /** The rows of the writes of its start, or NONE for the initial content. */
  readonly writers: readonly number[];
  tip: Content | undefined;
  /** What leads from each content to the next. */
  readonly links: Link[];
}

/** What a content has in addition to the one before it in its chain, and how it is cut. */
interface Link {
  readonly content: Content;
  readonly addition: string;
  /** Undefined while there are several ways. */
  cut: readonly number[] | undefined;
}

/** A content that was read, and the rows of its reads. */
interface Content {
  readonly text: string;
  readonly readers: number[];
  firstReturn: number;
}

/** How often a search for the right cut may begin anew. */
const MOST_ROUNDS = 20;

class TextReading {
  readonly #operations: readonly Operation[];
  readonly #initial: string;
  readonly #appends = new Pieces();
  readonly #starts = new Pieces();
  readonly #chains: GrowingChain[] = [];
  /** How many places each appended text has been given. */
  readonly #taken: number[] = [];
  /** A read of something else. */
  #noText: Operation | undefined;
  /** Whether anything was ruled out by what other reads show. */
  isNarrowed = false;

  constructor(operations: readonly Operation[], initial: string) {
    this.#operations = operations;
    this.#initial = initial;
  }

  run(): AppendChains | TextViolation | undefined {
    const contents = this.#collect();
    if (contents === undefined) return undefined;
    if (this.#noText !== undefined) return { rule: "read-of-nothing", reader: this.#noText };
    for (const content of contents) {
      const violation = this.#assign(content);
      if (violation !== "assigned") return violation;
    }
    return this.#settle() ? this.#build() : undefined;
  }

  /** The contents that were read, the shortest first; undefined if something else was written. */
  #collect(): Content[] | undefined {
    this.#starts.add(this.#initial, NONE);
    const contents = new Map<string, Content>();
    for (const [row, operation] of this.#operations.entries()) {
      const { name, input, output, returned } = operation;
      if (name !== "read") {
        if (typeof input !== "string") return undefined;
        if (name === "write") this.#starts.add(input, row);
        else if (input !== "") this.#appends.add(input, row);
        continue;
      }
      if (returned === undefined) continue;
      if (typeof output !== "string") {
        this.#noText ??= operation;
        continue;
      }
      const known = contents.get(output);
      if (known === undefined) {
        contents.set(output, { text: output, readers: [row], firstReturn: returned });
      } else {
        known.readers.push(row);
        known.firstReturn = Math.min(known.firstReturn, returned);
      }
    }
    for (let start = 0; start < this.#starts.count; start++) {
      const [text, writers] = [this.#starts.textOf(start), this.#starts.rowsOf(start)];
      this.#chains.push({ start: text, writers, tip: undefined, links: [] });
    }
    return [...contents.values()].toSorted((one, other) => one.text.length - other.text.length);
  }

  /** Adds the content to the one chain that it can belong to. */
  #assign(content: Content): "assigned" | TextViolation | undefined {
    const { text } = content;
    const candidates: { chain: GrowingChain; link: Link }[] = [];
    const contradicted: GrowingChain[] = [];
    for (const start of this.#starts.beginningsOf(text)) {
      const chain = this.#chains[start]!;
      const before = chain.tip?.text ?? chain.start;
      // Equality compares words of memory, where startsWith compares characters.
      if (text.slice(0, before.length) === before) {
        const addition = text.slice(before.length);
        const cut = this.#appends.cut(addition);
        if (cut !== "none") {
          const link = { content, addition, cut: cut === "several" ? undefined : cut };
          candidates.push({ chain, link });
          continue;
        }
        if (chain.tip === undefined) continue;
      }
      if (this.#appends.cut(text.slice(chain.start.length)) !== "none") contradicted.push(chain);
    }
    // The contents of a chain rule out others that would have to belong to it.
    if (contradicted.length > 0) this.isNarrowed = true;
    const [only, ...more] = candidates;
    if (only !== undefined) {
      if (more.length > 0 || only.chain.writers.length > 1) return undefined;
      only.chain.links.push(only.link);
      only.chain.tip = content;
      for (const piece of only.link.cut ?? []) this.#take(piece);
      return "assigned";
    }
    const reader = this.#operations[content.readers[0]!]!;
    const [chain, ...others] = contradicted;
    if (chain === undefined) return { rule: "read-of-nothing", reader };
    if (others.length > 0 || chain.writers.length > 1 || chain.tip === undefined) return undefined;
    const one = this.#operations[chain.tip.readers[0]!]!;
    const writer = this.#operations[chain.writers[0]!];
    return { rule: "contradicting-reads", one, other: reader, writer };
  }

  #take(piece: number): void {
    this.#taken[piece] = (this.#taken[piece] ?? 0) + 1;
  }

  /** Cuts the additions that can be cut in several ways by what the others leave. */
  #settle(): boolean {
    let open = this.#chains.flatMap(({ links }) => links).filter(({ cut }) => cut === undefined);
    if (open.length > 0) this.isNarrowed = true;
    for (let round = 0; open.length > 0; round++) {
      if (round === MOST_ROUNDS) return false;
      const before = open.length;
      for (const link of open) {
        const { addition, content } = link;
        const cut = this.#appends.cut(addition, (piece) => {
          const rows = this.#appends.rowsOf(piece);
          const isLeft = (this.#taken[piece] ?? 0) < rows.length;
          // Rows are in the order of their calls.
          return isLeft && (this.#operations[rows[0]!]?.called ?? 0) < content.firstReturn;
        });
        if (cut === "several" || cut === "none") continue;
        link.cut = cut;
        for (const piece of cut) this.#take(piece);
      }
      open = open.filter(({ cut }) => cut === undefined);
      if (open.length === before) return false;
    }
    return true;
  }

  #build(): AppendChains | TextViolation | undefined {
    const operations = this.#operations;
    // The chain of the initial content comes first; a write that no read shows needs none.
    const chains = this.#chains.filter(({ links }, index) => index === 0 || links.length > 0);
    const cuts = chains.map(({ links }) => links.flatMap(({ cut }) => cut ?? []));
    const inputs = cuts.map((pieces) => pieces.map((piece) => this.#appends.textOf(piece)));
    const reads = this.#readsOf(chains[0]!);
    const assigned = assignAppends(operations, inputs, this.#appends.rowsByText(), reads);
    if (assigned === undefined) return undefined;
    if (assigned instanceof TooFewAppends) {
      return this.#shownTooOften(inputs[assigned.chain]![assigned.place]!, assigned.appends);
    }
    const placed = new AppendChains(
      operations,
      chains.map(({ writers }, index) => {
        return { writer: writers[0]!, appends: assigned.appends[index]! };
      }),
      assigned,
    );
    for (const [row, { name, input }] of operations.entries()) {
      if (name === "append" && input === "") placed.place(row, IDLE, 0);
    }
    for (const [index, { links }] of chains.entries()) {
      let place = 0;
      for (const { content, cut } of links) {
        place += cut?.length ?? 0;
        for (const row of content.readers) placed.place(row, index, place);
      }
    }
    return placed;
  }

  #readsOf({ links }: GrowingChain): Placed[] {
    let place = 0;
    return links.flatMap(({ content, cut }) => {
      place += cut?.length ?? 0;
      return content.readers.map((row) => ({ operation: this.#operations[row]!, place }));
    });
  }

  #shownTooOften(input: string, rows: readonly number[]): TextViolation {
    const readers: Operation[] = [];
    for (const { links } of this.#chains) {
      let shortest: Content | undefined;
      for (const { content, cut } of links) {
        if (!cut?.some((piece) => this.#appends.textOf(piece) === input)) continue;
        shortest = content;
      }
      if (shortest !== undefined) readers.push(this.#operations[shortest.readers[0]!]!);
    }
    const appends = rows.map((row) => this.#operations[row]!);
    return { rule: "shown-too-often", readers, input, appends };
  }
}
