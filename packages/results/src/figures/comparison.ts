/** How a row compares with the baseline: fields that follow from the rounds of all rows. */
import { isDecidedByDemand, MINIMUM_ROUNDS } from "@sync-strategies/statistics";
import { count, ratio } from "../format-figures.ts";
import { z } from "zod";
import { ordinal, ratio as ratioSchema } from "../shapes.ts";
import type { Setting, SpeedOfRow, Topic } from "./topic.ts";

export const standings = z.enum(["faster", "slower", "tie", "undecided"]);

/** The fields of a row that the comparison decides. */
export const comparedShape = {
  /** Its speed compared with the baseline's, by rounds that both completed; null with fewer than two. */
  ratio: ratioSchema.nullable(),
  /** What the comparison says of it; null where it says nothing, as of references. */
  standing: z.enum([...standings.options, "baseline"]).nullable(),
  /** From 1; strategies of one tier cannot be told apart. Null where there are no tiers. */
  tier: ordinal.nullable(),
};

type Compared = z.infer<z.ZodObject<typeof comparedShape>>;
type Row = Compared & SpeedOfRow;

/**
 * What an operation costs more than with the baseline, in nanoseconds: a ratio alone can make much
 * of little. Undefined for the baseline itself, and where there is nothing to compare.
 */
function nanosecondsOver(
  results: readonly SpeedOfRow[],
  baseline: string,
  { strategy, opsPerSecond }: SpeedOfRow,
): number | undefined {
  const base = results.find((row) => row.strategy === baseline)?.opsPerSecond;
  if (strategy === baseline || !base || !opsPerSecond) return undefined;
  return 1e9 / opsPerSecond - 1e9 / base;
}

/** Where pauses or arrivals decide the counts, a ratio of speeds would look like a finding. */
function canCompare({ comparison: found }: Setting): boolean {
  return found !== null && !isDecidedByDemand(found.obstacle);
}

function baselineOf({ comparison: found }: Setting): string {
  return found?.baseline ?? "";
}

/** "2.42 (2.41–2.43)", with a `~` before a tie. */
function showRatio({ ratio: found, standing }: Compared): string | undefined {
  if (standing === "baseline") return "1";
  if (found === null) return undefined;
  const tie = standing === "tie" ? "~ " : "";
  // An interval from a few rounds would be wider than it could be trusted.
  const isInterval = found.count >= MINIMUM_ROUNDS;
  const interval = isInterval ? ` (${twoDigits(found.low)}–${twoDigits(found.high)})` : "";
  return `${tie}${twoDigits(found.value)}${interval}`;
}

function twoDigits(value: number): string {
  return value < 9.95 ? value.toFixed(2) : ratio(value);
}

export const comparison: Topic<Row> = {
  columns: [
    { key: "ratio", unit: "index", of: (row) => row.ratio?.value },
    { key: "ratioLow", unit: "index", of: (row) => row.ratio?.low },
    { key: "ratioHigh", unit: "index", of: (row) => row.ratio?.high },
    {
      head: (setting) => `times ${baselineOf(setting)}`,
      of: showRatio,
      isLeftAligned: true,
      placement: (setting) =>
        canCompare(setting)
          ? { table: "speed", width: Math.max(18, baselineOf(setting).length + 6), rank: 21 }
          : undefined,
    },
    { key: "standing", of: (row) => row.standing },
    {
      key: "tier",
      head: "tier",
      unit: "count",
      of: (row) => row.tier,
      placement: (setting) =>
        setting.comparison?.tiers === undefined
          ? undefined
          : { table: "speed", width: 4, rank: 22 },
    },
    {
      key: "nsOverBaseline",
      head: (setting) => `ns over ${baselineOf(setting)}`,
      unit: "ns",
      of: (row, setting) =>
        setting.comparison && nanosecondsOver(setting.results, baselineOf(setting), row),
      format: (value) => `${value > 0 ? "+" : ""}${count(value)}`,
      placement: (setting) =>
        canCompare(setting) ? { table: "cost", width: 10, rank: 7 } : undefined,
    },
  ],
  readings: [
    {
      term: "times …",
      meaning:
        "How many times as fast as the baseline, paired by round, with the 95% interval. A ~ is a tie: the difference may be chance, or is below 2%. All pairs are tested together (Holm's correction), which asks more of each: a tie's interval may exclude 1.",
      isForRounds: true,
    },
    {
      term: "tier",
      meaning:
        "Strategies of one tier cannot be told apart. Holm's correction covers all pairs of the table.",
      isForRounds: true,
    },
    {
      term: "ns over …",
      meaning:
        "How much more an operation costs, in nanoseconds, than with the baseline: a large ratio may be a small difference.",
      isForRounds: true,
    },
  ],
};
