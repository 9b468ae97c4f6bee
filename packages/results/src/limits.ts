/**
 * Limits that a run must keep, such as `p99>5ms`: the condition under which it fails. They hold
 * for every strategy, but not for the control and the references.
 */
import { limitedFigures } from "./figures/figures.ts";
import type { Figure, Unit } from "./figures/topic.ts";
import { count, duration } from "./format-figures.ts";
import type { ResultDocument, StrategyResult } from "./result-document.ts";
import { titleOf } from "./title-of.ts";

export interface Limit {
  /** As it was typed. */
  readonly text: string;
  readonly figure: Figure<StrategyResult>;
  readonly relation: ">" | "<";
  /** Of a time, in microseconds. */
  readonly value: number;
}

/** What limits can be about, by the names that users type. */
export const limitNames: readonly string[] = limitedFigures.map(nameOf);

/** The figure of that name; undefined if there is none. */
export function limitedFigure(name: string): Figure<StrategyResult> | undefined {
  return limitedFigures.find((figure) => nameOf(figure) === name);
}

/** Whether a limit on this figure is written as a time. */
export function isTime({ unit }: Figure<StrategyResult>): boolean {
  return unit in microsecondsPerUnit;
}

const microsecondsPerUnit: Readonly<Partial<Record<Unit, number>>> = { ns: 1e-3, µs: 1, ms: 1e3 };

function nameOf({ head }: Figure<StrategyResult>): string {
  return typeof head === "string" ? head : "";
}

/** One line for each row that crossed a limit, or that has no such figure. */
export function crossedLimits(limits: readonly Limit[], { workloads }: ResultDocument): string[] {
  return workloads.flatMap((workload) =>
    workload.results
      .filter(({ kind, status }) => kind === "strategy" && status === "completed")
      .flatMap((row) =>
        limits.flatMap(({ text, figure, relation, value }) => {
          const name = nameOf(figure);
          const found = figure.of(row, workload);
          const where = `${row.strategy} in ${titleOf(workload)}`;
          if (found === null || found === undefined) {
            return [`${where}: there is no ${name} to compare with "${text}"`];
          }
          const factor = microsecondsPerUnit[figure.unit];
          const inUnit = found * (factor ?? 1);
          const isCrossed = relation === ">" ? inUnit > value : inUnit < value;
          const shown = factor === undefined ? plain(inUnit) : duration(inUnit);
          return isCrossed ? [`${where}: ${name} is ${shown}, which "${text}" forbids`] : [];
        }),
      ),
  );
}

/** An index between 0 and 1 needs its decimals. */
function plain(value: number): string {
  return value < 10 ? String(Number(value.toFixed(3))) : count(value);
}
