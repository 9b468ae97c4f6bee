/**
 * One look for each strategy, the same in every picture of a report: a colour, a mark, and a dash.
 *
 * Colour alone would not do. To a colour-blind reader several hues are one, and there can be more
 * strategies than hues. So lines are labelled at their ends and carry marks, and no two strategies
 * share colour, mark and dash all at once. The colours differ in lightness as well as in hue.
 */
import { type ResultDocument, type StrategyResult } from "@sync-strategies/results";
import { colour, SERIES_COLOURS } from "./charts.ts";

/** How a row of results is drawn. */
export interface Look {
  readonly colour: string;
  /** For areas: pale where the row is not ranked. */
  readonly area: string;
  readonly mark: Mark;
  readonly dash: "solid" | "dashed" | "dotted";
}

export interface Mark {
  readonly shape: "circle" | "triangle" | "rect" | "diamond";
  readonly isHollow: boolean;
}

const shapes = ["circle", "triangle", "rect", "diamond"] as const;

/** Seven, which shares no factor with the number of colours: a pair of both repeats late. */
const marks: readonly Mark[] = [
  ...shapes.map((shape) => ({ shape, isHollow: false })),
  ...shapes.slice(0, 3).map((shape) => ({ shape, isHollow: true })),
];

const kindsInOrder = ["strategy", "control", "reference", "yardstick", "peer"] as const;

export class Palette {
  readonly #looks: ReadonlyMap<string, Look>;
  readonly #ranked: ReadonlySet<string>;

  constructor({ workloads }: ResultDocument) {
    const rows = workloads.flatMap(({ results }) => results);
    const byKind = (kind: StrategyResult["kind"]): string[] =>
      rows.filter((row) => row.kind === kind).map(({ strategy }) => strategy);
    this.#ranked = new Set([...byKind("strategy"), ...byKind("peer")]);
    const names = [...new Set(kindsInOrder.flatMap(byKind))];
    this.#looks = new Map(names.map((name, number) => [name, this.#makeLook(name, number)]));
  }

  /** @throws {RangeError} if no row of the report has this name. */
  lookOf(strategy: string): Look {
    const look = this.#looks.get(strategy);
    if (look === undefined) throw new RangeError(`the report has no row "${strategy}"`);
    return look;
  }

  /** Whether a strategy is not ranked, as the control and the references are not: drawn pale. */
  isPale(strategy: string): boolean {
    return !this.#ranked.has(strategy);
  }

  #makeLook(name: string, number: number): Look {
    const hue = number % SERIES_COLOURS;
    const isPale = !this.#ranked.has(name);
    const isFirstUse = number < SERIES_COLOURS;
    return {
      colour: colour(`series-${hue}`),
      area: colour(isPale ? `pale-${hue}` : `series-${hue}`),
      mark: marks[number % marks.length]!,
      dash: isPale ? "dashed" : isFirstUse ? "solid" : "dotted",
    };
  }
}
