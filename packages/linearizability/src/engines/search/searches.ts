/**
 * Searches of several objects, in turn, within one budget.
 *
 * Short histories come first: they are decided whatever the long ones take. In the first round each
 * search may take a few steps, within which most of them end, and in every further round twice as
 * many. So one hard object does not keep the others from being decided.
 */
import type { RankedOperations } from "../../history/event-ranks.ts";
import type { Operation } from "../../history/operation.ts";
import type { Model } from "../../models/model.ts";
import type { Spending } from "../budget.ts";
import { Search } from "./search.ts";

/** Steps that a search may take before the next one gets its turn. */
const FIRST_STEPS = 1_000;

/** A history that is to be searched. It becomes operations when its turn comes. */
export interface Part {
  readonly length: number;
  readonly load: () => RankedOperations;
}

export interface Decided<Of extends Part = Part> {
  readonly part: Of;
  readonly outcome: "linearizable" | "not-linearizable";
  /** The order that was found. */
  readonly order: () => readonly Operation[];
}

/** How far a search came that did not end within its budget. */
export interface Reached {
  readonly key: string;
  /** How many of the operations that returned had a place at best. */
  readonly placed: number;
  /** How many operations returned. */
  readonly operations: number;
  /** Of those without a place, where the search came furthest, the one that returned first. */
  readonly first: Operation;
}

export class Searches<Of extends Part = Part> {
  readonly #model: Model;
  readonly #spending: Spending;
  /** What is undecided. */
  readonly #searches: Map<Of, Search | undefined>;
  #last: { readonly part: Of; readonly search: Search } | undefined;

  constructor(parts: readonly Of[], model: Model, spending: Spending) {
    this.#model = model;
    this.#spending = spending;
    const shortestFirst = parts.toSorted((one, other) => one.length - other.length);
    this.#searches = new Map(shortestFirst.map((part) => [part, undefined]));
  }

  get undecided(): number {
    return this.#searches.size;
  }

  /** How far the search came whose turn it was when the budget ended. */
  get reached(): Reached | undefined {
    if (this.#last === undefined) return undefined;
    const { part, search } = this.#last;
    const { first, ...counts } = search.reached;
    return first && { key: first.key, ...counts, first: part.load().restore(first) };
  }

  /** Each object that is decided, until all are, or the budget has ended. */
  *decide(): Generator<Decided<Of>> {
    for (let steps = FIRST_STEPS; this.#searches.size > 0; steps *= 2) {
      for (const [part, begun] of this.#searches) {
        if (this.#spending.isOver) return;
        const search = begun ?? new Search(part.load().operations, this.#model, this.#spending);
        this.#searches.set(part, search);
        this.#last = { part, search };
        const outcome = this.#advance(search, steps);
        if (outcome === "over") return;
        if (outcome === undefined) continue;
        this.#searches.delete(part);
        this.#last = undefined;
        yield { part, outcome, order: () => search.order() };
      }
    }
  }

  /** Takes `steps` steps, in batches, so that a spent budget is noticed between them. */
  #advance(
    search: Search,
    steps: number,
  ): "linearizable" | "not-linearizable" | "over" | undefined {
    for (let taken = 0; taken < steps; taken += FIRST_STEPS) {
      const outcome = search.run(FIRST_STEPS);
      if (outcome !== undefined) return outcome;
      if (this.#spending.isOver) return "over";
    }
    return undefined;
  }
}
