/** How long operations took, and how long others waited for the event loop. */
import { median } from "@sync-strategies/statistics";
import {
  latencyFields,
  type LatencyBucket,
  type LatencyField,
  type LatencySummary,
  type OperationKind,
} from "@sync-strategies/workload";
import { duration } from "../format-figures.ts";
import { amount, latency as latencySchema, operationKinds } from "../shapes.ts";
import {
  isPaced,
  summary,
  type FieldsOf,
  type Figure,
  type Placement,
  type RoundOf,
  type Setting,
  type Topic,
} from "./topic.ts";

/** What a trial hands over. */
export const measured = {
  meanPauseUs: amount.nullable().default(null),
  turnsMs: amount.nullable().default(null),
  latency: latencySchema.nullable().default(null),
};

type TimedRound = RoundOf<typeof measured>;

export const summaries = {
  latency: summary(latencySchema, latencyOf),
};

type Kind = "all" | OperationKind;
type Row = FieldsOf<typeof summaries>;

function latencyOf(rounds: readonly TimedRound[]): TimedRound["latency"] {
  const all = rounds.flatMap((round) => round.latency ?? []);
  if (all.length === 0) return null;
  return Object.fromEntries(
    (["all", ...operationKinds] as const).flatMap((kind) => {
      const summariesOfKind = all.flatMap((one) => one[kind] ?? []);
      return summariesOfKind.length === 0 ? [] : [[kind, combine(summariesOfKind)]];
    }),
  );
}

/** Percentiles are medians of the rounds' percentiles; the distribution is that of all rounds. */
export function combine(rounds: readonly LatencySummary[]): LatencySummary {
  const middle = (name: "p50Us" | "p90Us" | "p99Us" | "p999Us" | "meanUs"): number | undefined => {
    const values = rounds.flatMap((round) => round[name] ?? []);
    return values.length < rounds.length ? undefined : median(values);
  };
  const maxima = rounds.flatMap(({ maxUs }) => maxUs ?? []);
  const inFlight = rounds.reduce((sum, round) => sum + (round.inFlight ?? 0), 0);
  return {
    samples: rounds.reduce((sum, { samples }) => sum + samples, 0),
    ...(inFlight > 0 && { inFlight, lowerBounds: lowerBoundsOf(rounds) }),
    p50Us: middle("p50Us"),
    p90Us: middle("p90Us"),
    p99Us: middle("p99Us"),
    p999Us: middle("p999Us"),
    meanUs: middle("meanUs"),
    maxUs: maxima.length === 0 ? undefined : Math.max(...maxima),
    distribution: addDistributions(rounds),
  };
}

/** A median of which half the values are lower bounds is one, and so is the largest if one is. */
function lowerBoundsOf(rounds: readonly LatencySummary[]): LatencyField[] {
  return latencyFields.filter((field) => {
    const found = rounds.filter(({ lowerBounds }) => lowerBounds?.includes(field));
    return field === "maxUs" ? found.length > 0 : 2 * found.length >= rounds.length;
  });
}

function addDistributions(rounds: readonly LatencySummary[]): LatencyBucket[] | undefined {
  const sums = new Map<number, number>();
  for (const { distribution } of rounds) {
    if (distribution === undefined) return undefined;
    for (const [upperUs, samples] of distribution) {
      sums.set(upperUs, (sums.get(upperUs) ?? 0) + samples);
    }
  }
  return [...sums].toSorted(([one], [other]) => one - other);
}

/**
 * Where counts rank nothing, in an open loop or with pauses, latency is what there is to compare.
 * Where updaters hold the state, reads and updates take such different times that each kind's own
 * percentiles say more.
 */
function place(rank: number, rankWherePaced = rank) {
  return ({ parameters }: Setting): Placement => {
    const isHeld = parameters.updaters > 0 && parameters.readers + parameters.writers > 0;
    const usual = isHeld ? Math.min(rank, HELD_RANK) : rank;
    return { table: "latency", width: 8, rank: isPaced(parameters) ? rankWherePaced : usual };
  };
}

/** The rank of all kinds' percentiles together, where each kind's own say more. */
const HELD_RANK = 3;

/** What puts them before all kinds' percentiles together. */
const FIRST_RANKS = 13;

/** Each kind of operation has its own columns where there are several kinds. */
function placeKind(kind: OperationKind, rank: number) {
  return ({ parameters }: Setting): Placement | undefined => {
    const clients = {
      read: parameters.readers,
      write: parameters.writers,
      update: parameters.updaters,
    };
    const present = operationKinds.filter((one) => clients[one] > 0);
    if (present.length < 2 || !present.includes(kind)) return undefined;
    const isHeld = parameters.updaters > 0 && !isPaced(parameters);
    const first = isHeld ? rank + FIRST_RANKS : rank;
    return { table: "latency", width: 10, rank: first - present.indexOf(kind) / 10 };
  };
}

function percentile(
  kind: Kind,
  key: string,
  head: string,
  field: LatencyField,
  placement: (setting: Setting) => Placement | undefined,
): Figure<Row> {
  return {
    key,
    head,
    unit: "µs",
    of: (row) => row.latency?.[kind]?.[field],
    format: (value, row) =>
      `${row.latency?.[kind]?.lowerBounds?.includes(field) ? "≥" : ""}${duration(value)}`,
    placement,
    isLimit: true,
  };
}

export const latency: Topic<Row> = {
  columns: [
    percentile("all", "p50Us", "p50", "p50Us", place(14, 19.8)),
    percentile("all", "p90Us", "p90", "p90Us", place(3, 13.5)),
    percentile("all", "p99Us", "p99", "p99Us", place(15, 19.9)),
    percentile("all", "p999Us", "p99.9", "p999Us", place(4, 13.6)),
    percentile("all", "maxUs", "max", "maxUs", place(0)),
    percentile("read", "readP50Us", "read p50", "p50Us", placeKind("read", 2)),
    percentile("read", "readP99Us", "read p99", "p99Us", placeKind("read", 1)),
    percentile("write", "writeP50Us", "write p50", "p50Us", placeKind("write", 2)),
    percentile("write", "writeP99Us", "write p99", "p99Us", placeKind("write", 1)),
    percentile("update", "updateP50Us", "update p50", "p50Us", placeKind("update", 2)),
    percentile("update", "updateP99Us", "update p99", "p99Us", placeKind("update", 1)),
  ],
  readings: [
    {
      term: "p50, p90, p99, p99.9",
      meaning:
        "The time that 50 (90, 99, 99.9) of 100 operations did not exceed; with several rounds the median of the rounds' percentiles. Left out where fewer than ten samples lie above. An operation in flight at the end counts with its age: ≥ marks a figure that is such an age, so the true one is at least that.",
    },
  ],
};
