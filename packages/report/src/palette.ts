/** One colour for each strategy, the same in every picture of a report. */
import { type ResultDocument, type StrategyResult } from "@sync-strategies/results";
import { colour, legend, SERIES_COLOURS, type ColourName } from "./charts.ts";
import type { Html } from "./html.ts";

export class Palette {
  readonly #names: readonly string[];
  readonly #strategies: ReadonlySet<string>;

  constructor({ workloads }: ResultDocument) {
    const rows = workloads.flatMap(({ results }) => results);
    const byKind = (kind: StrategyResult["kind"]): string[] =>
      rows.filter((row) => row.kind === kind).map(({ strategy }) => strategy);
    this.#strategies = new Set([...byKind("strategy"), ...byKind("peer")]);
    this.#names = [
      ...new Set(
        (["strategy", "control", "peer", "yardstick", "reference"] as const).flatMap(byKind),
      ),
    ];
  }

  /** With more strategies than colours some share one. */
  nameOf(strategy: string): ColourName {
    return `series-${this.#numberOf(strategy)}`;
  }

  colourOf(strategy: string): string {
    return colour(this.nameOf(strategy));
  }

  /** For areas: pale where the row is not ranked. */
  areaOf(strategy: string): string {
    if (this.#strategies.has(strategy)) return this.colourOf(strategy);
    return colour(`pale-${this.#numberOf(strategy)}`);
  }

  /** Lines are dashed where the row is not ranked. */
  isDashed(strategy: string): boolean {
    return !this.#strategies.has(strategy);
  }

  legend(strategies: readonly string[]): Html {
    return legend(
      strategies.map((name) => ({
        name,
        colourName: this.nameOf(name),
        isDashed: this.isDashed(name),
      })),
    );
  }

  #numberOf(strategy: string): number {
    return Math.max(0, this.#names.indexOf(strategy)) % SERIES_COLOURS;
  }
}
