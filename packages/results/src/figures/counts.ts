/** How many operations completed, and how fast that was. */
import { estimateMean, geometricMean, mean, MINIMUM_ROUNDS } from "@sync-strategies/statistics";
import { z } from "zod";
import { amount, count, interval } from "../shapes.ts";
import { percent } from "../format-figures.ts";
import {
  isPaced,
  summary,
  type FieldsOf,
  type Placement,
  type RoundOf,
  type Setting,
  type Topic,
} from "./topic.ts";

/** What a trial hands over. */
export const measured = {
  readOps: count,
  writeOps: count,
  updateOps: count,
  perClientOps: z.array(count).readonly(),
  elapsedMs: amount.positive(),
  inFlightAtDeadline: count.nullable().default(null),
};

export type CountedRound = RoundOf<typeof measured>;

export const summaries = {
  readOps: summary(count, (rounds: Rounds) => meanCount(rounds.map(({ readOps }) => readOps))),
  writeOps: summary(count, (rounds: Rounds) => meanCount(rounds.map(({ writeOps }) => writeOps))),
  updateOps: summary(count, (rounds: Rounds) =>
    meanCount(rounds.map(({ updateOps }) => updateOps)),
  ),
  totalOps: summary(count, (rounds: Rounds) => meanCount(rounds.map(totalOf))),
  elapsedMs: summary(amount, (rounds: Rounds) => mean(rounds.map(({ elapsedMs }) => elapsedMs))),
  opsPerSecond: summary(amount, (rounds: Rounds) => {
    const speeds = rounds.map(opsPerSecondOf);
    return speeds.every((speed) => speed > 0) ? geometricMean(speeds) : 0;
  }),
  /** The 95% interval of `opsPerSecond`; null with too few rounds for one. */
  opsPerSecondInterval: summary(interval, (rounds: Rounds) => {
    const speeds = rounds.map(opsPerSecondOf);
    if (speeds.length < MINIMUM_ROUNDS || speeds.some((speed) => speed <= 0)) return null;
    const { low, high } = estimateMean(speeds);
    return { low, high };
  }),
};

type Rounds = readonly CountedRound[];

type Row = FieldsOf<typeof summaries> & { readonly rounds: readonly unknown[] };

function meanCount(counts: readonly number[]): number {
  return Math.round(mean(counts));
}

type Counted = Pick<CountedRound, "readOps" | "writeOps" | "updateOps" | "elapsedMs">;

/** Operations of all kinds that a round completed. */
export function totalOf({ readOps, writeOps, updateOps }: Omit<Counted, "elapsedMs">): number {
  return readOps + writeOps + updateOps;
}

/** A round's speed. */
export function opsPerSecondOf(round: Counted): number {
  return (totalOf(round) / round.elapsedMs) * 1000;
}

/** A table's placement of counts of one role, which a workload without that role hides at once. */
function placeRole(role: "readers" | "writers" | "updaters", width: number) {
  return ({ parameters }: Setting): Placement => {
    const rank = isRepeated(parameters) || isPaced(parameters) ? 11 : 18;
    return { table: "speed", width, rank: parameters[role] === 0 ? -1 : rank };
  };
}

/** With rounds it is the speeds that are compared, and they need the room. */
function isRepeated({ rounds }: Setting["parameters"]): boolean {
  return rounds > 1;
}

/** Where pauses or arrivals set the pace, speed says little. */
function rankOfSpeed(parameters: Setting["parameters"]): number {
  if (isPaced(parameters)) return 9;
  return isRepeated(parameters) ? 20 : 13;
}

const columns: Topic<Row>["columns"] = [
  {
    key: "readOps",
    head: "readOps",
    unit: "count",
    of: (row) => row.readOps,
    placement: placeRole("readers", 9),
    isLimit: true,
  },
  {
    key: "writeOps",
    head: "writeOps",
    unit: "count",
    of: (row) => row.writeOps,
    placement: placeRole("writers", 9),
    isLimit: true,
  },
  {
    key: "updateOps",
    head: "updates",
    unit: "count",
    of: (row) => row.updateOps,
    placement: placeRole("updaters", 7),
    isLimit: true,
  },
  {
    key: "totalOps",
    head: "total",
    unit: "count",
    of: (row) => row.totalOps,
    placement: ({ parameters }) => ({
      table: "speed",
      width: 9,
      rank: isRepeated(parameters) || parameters.updaters > 0 ? 12 : 20,
    }),
    isLimit: true,
  },
  { key: "elapsedMs", unit: "ms", of: (row) => row.elapsedMs },
  {
    key: "opsPerSecond",
    head: "ops/s",
    unit: "count",
    of: (row) => row.opsPerSecond,
    placement: ({ parameters }) => ({ table: "speed", width: 10, rank: rankOfSpeed(parameters) }),
    isLimit: true,
  },
  { key: "opsPerSecondLow", unit: "count", of: (row) => row.opsPerSecondInterval?.low },
  { key: "opsPerSecondHigh", unit: "count", of: (row) => row.opsPerSecondInterval?.high },
  {
    head: "±95%",
    unit: "share",
    of: marginShare,
    format: percent,
    placement: ({ parameters }) =>
      parameters.rounds >= MINIMUM_ROUNDS
        ? { table: "speed", width: 6, rank: rankOfSpeed(parameters) - 1 }
        : undefined,
  },
  { key: "rounds", unit: "count", of: (row) => row.rounds.length },
];

/** Half the interval's width, as a share of the speed. */
function marginShare({ opsPerSecond, opsPerSecondInterval }: Row): number | undefined {
  if (opsPerSecond === null || opsPerSecondInterval === null) return undefined;
  const { low, high } = opsPerSecondInterval;
  return (high - low) / 2 / opsPerSecond;
}

export const counts: Topic<Row> = {
  columns,
  readings: [
    {
      term: "readOps, writeOps, updates, total",
      meaning:
        "Operations that completed before the end of a run; with several rounds, the mean per round.",
    },
    {
      term: "ops/s",
      meaning:
        "Operations per second; with several rounds the geometric mean, and ± half of its 95% interval.",
    },
  ],
};
