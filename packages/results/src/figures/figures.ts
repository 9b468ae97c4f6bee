/**
 * The table of figures. The terminal's columns, CSV, Markdown, the report and `--fail-if` are made
 * from it; the document's schema and the summaries of rounds come from the same topics.
 */
import type { StrategyResult } from "../result-document.ts";
import { ceiling } from "./ceiling.ts";
import { comparison } from "./comparison.ts";
import { correctness } from "./correctness.ts";
import { counts } from "./counts.ts";
import { fairness } from "./fairness.ts";
import { inFlight } from "./in-flight.ts";
import { latency } from "./latency.ts";
import { openLoop } from "./open-loop.ts";
import { members } from "./members.ts";
import { resources } from "./resources.ts";
import { trips } from "./round-trips.ts";
import { unknownOutcomes } from "./unknown-outcomes.ts";
import { isFigure, type AnyFigure, type Figure, type Topic } from "./topic.ts";

/** In the order of tables and of CSV. */
export const topics: readonly Topic<StrategyResult>[] = [
  counts,
  ceiling,
  openLoop,
  comparison,
  latency,
  inFlight,
  fairness,
  members,
  resources,
  trips,
  unknownOutcomes,
  correctness,
];

/** Every figure and text, in that order. */
export const allColumns: readonly AnyFigure<StrategyResult>[] = topics.flatMap(
  (topic) => topic.columns,
);

/** The figures that `--fail-if` takes. */
export const limitedFigures: readonly Figure<StrategyResult>[] = allColumns
  .filter(isFigure)
  .filter(({ isLimit }) => isLimit === true);
