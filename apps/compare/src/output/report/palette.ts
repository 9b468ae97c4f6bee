/** One colour for each strategy, the same in every picture of a report. */
import type { ResultDocument } from "../result-document.ts";
import { colour, SERIES_COLOURS } from "./charts.ts";

export class Palette {
  readonly #names: readonly string[];

  constructor({ workloads }: ResultDocument) {
    const rows = workloads.flatMap(({ results }) => results);
    const byKind = (kind: string): string[] =>
      rows.filter((row) => row.kind === kind).map(({ strategy }) => strategy);
    this.#names = [
      ...new Set(["strategy", "control", "peer", "floor", "reference"].flatMap(byKind)),
    ];
  }

  /** With more strategies than colours some share one. */
  colourOf(strategy: string): string {
    const index = Math.max(0, this.#names.indexOf(strategy));
    return colour(`series-${index % SERIES_COLOURS}`);
  }
}
