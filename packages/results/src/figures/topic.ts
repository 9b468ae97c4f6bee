/**
 * The parts of the table of figures. A topic holds all that is known about figures that belong
 * together: what a trial hands over of them, how rounds become the fields of a row, and how the
 * figures are called, shown, exported and limited. To add a figure, add it to its topic, and
 * measure it.
 *
 * A topic knows only the fields that it declares, so no topic depends on the whole document.
 */
import type { Comparison } from "@sync-strategies/statistics";
import type { z } from "zod";
import type { ResultParameters } from "../parameters-schema.ts";

/** What a figure may look at besides its row: the table that the row is in. */
export interface Setting {
  readonly parameters: ResultParameters;
  /** The most operations that the pauses allow; null without pauses. */
  readonly operationCeiling: number | null;
  readonly comparison: Comparison | null;
  readonly results: readonly (SpeedOfRow & UnknownOfRow)[];
}

export interface UnknownOfRow {
  readonly unknownOutcomes: number | null;
}

export interface SpeedOfRow {
  readonly strategy: string;
  readonly opsPerSecond: number | null;
}

/**
 * A field of a row: its schema, and how it follows from the rounds that completed, at least one.
 * Without any, the field is null.
 */
export interface Summary<Schema extends z.ZodType, Round> {
  readonly schema: Schema;
  readonly of: (
    rounds: readonly Round[],
    setting: Pick<Setting, "parameters" | "operationCeiling">,
  ) => z.infer<Schema> | null;
}

/** Lets TypeScript check that a summary's function fits its schema. */
export function summary<Schema extends z.ZodType, Round>(
  schema: Schema,
  of: Summary<Schema, Round>["of"],
): Summary<Schema, Round> {
  return { schema, of };
}

/** The fields of a row that these summaries make. */
export type FieldsOf<Summaries> = {
  readonly [Name in keyof Summaries]: Summaries[Name] extends Summary<infer Schema, never>
    ? z.infer<Schema> | null
    : never;
};

/** What a trial hands over, by the shape of it. */
export type RoundOf<Shape extends z.ZodRawShape> = z.infer<z.ZodObject<Shape>>;

/** Whether pauses or arrivals set the pace, so that counts say little. */
export function isPaced({ pauseUs, ratePerSecond }: Setting["parameters"]): boolean {
  return pauseUs > 0 || ratePerSecond > 0;
}

/** What a figure counts: decides how it is formatted, and how a limit on it is read. */
export type Unit = "count" | "ns" | "µs" | "ms" | "bytes" | "share" | "index";

/** The tables of a report; the terminal's one table has the columns of all. */
export type Table = "speed" | "latency" | "fairness" | "cost" | "correctness";

export interface Placement {
  readonly table: Table;
  /** How many characters the widest value is expected to need. */
  readonly width: number;
  /**
   * On a narrow terminal the columns with the lowest rank are left out first. Below 0: a column
   * that has nothing to show in this workload.
   */
  readonly rank: number;
}

interface AnyColumn {
  /** The heading in tables, and of a figure the name in a limit; missing if it is only exported. */
  readonly head?: string | ((setting: Setting) => string);
  /** Where it is in a table of this workload; undefined if it does not suit the workload. */
  readonly placement?: (setting: Setting) => Placement | undefined;
}

/** A number: a column of CSV, and perhaps a column of tables and something to limit. */
export interface Figure<Row> extends AnyColumn {
  /** Its heading in CSV, its unit last; missing if it is only shown. */
  readonly key?: string;
  readonly unit: Unit;
  readonly of: (row: Row, setting: Setting) => number | null | undefined;
  /** Whether `--fail-if` takes it. */
  readonly isLimit?: boolean;
  /** How it is formatted where its unit does not say enough. */
  readonly format?: (value: number, row: Row) => string;
}

/** A text: it is shown or exported, never limited. */
export interface TextColumn<Row> extends AnyColumn {
  /** Its heading in CSV; missing if it is only shown. */
  readonly key?: string;
  readonly of: (row: Row, setting: Setting) => string | null | undefined;
  /** The same in more words, for where there is room for all columns. */
  readonly fuller?: ShownText<Row>;
  /** The same in fewer words, for terminals on which figures need the room. */
  readonly shorter?: ShownText<Row>;
  /** Whether it starts where its heading starts; figures end where theirs end. */
  readonly isLeftAligned?: boolean;
}

export interface ShownText<Row> {
  readonly head: string;
  readonly width: number;
  readonly of: (row: Row) => string | undefined;
}

export type AnyFigure<Row> = Figure<Row> | TextColumn<Row>;

/** How to read some columns, for the report. */
export interface Reading {
  readonly term: string;
  readonly meaning: string;
  /** Whether it applies only to runs of several rounds. */
  readonly isForRounds?: boolean;
  /** Whether it applies only to runs of several members. */
  readonly isForMembers?: boolean;
  /** Whether it applies only where servers have the state. */
  readonly isForServices?: boolean;
  /** Whether it applies only where an operation had an unknown outcome. */
  readonly isForUnknown?: boolean;
}

export interface Topic<Row> {
  readonly columns: readonly AnyFigure<Row>[];
  readonly readings: readonly Reading[];
}

export function isFigure<Row>(column: AnyFigure<Row>): column is Figure<Row> {
  return "unit" in column;
}
