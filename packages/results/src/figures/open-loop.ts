/** Arrivals that come by themselves: those that found no room, and those that were late. */
import { median } from "@sync-strategies/statistics";
import { z } from "zod";
import { amount, count, openLoopResult } from "../shapes.ts";
import {
  summary,
  type FieldsOf,
  type Placement,
  type RoundOf,
  type Setting,
  type Topic,
} from "./topic.ts";

/** What a trial hands over. */
export const measured = {
  openLoop: openLoopResult.nullable().default(null),
};

export const summaries = {
  /** Null for a closed loop. */
  openLoop: summary(
    z.object({
      dropped: count,
      arrivals: count,
      mostInFlight: count,
      latenessP99Us: amount.nullable(),
    }),
    (rounds: readonly RoundOf<typeof measured>[]) => {
      const all = rounds.flatMap(({ openLoop }) => openLoop ?? []);
      if (all.length === 0) return null;
      const lateness = all.flatMap(({ lateness: { p99Us } }) => p99Us ?? []);
      return {
        dropped: all.reduce((sum, { dropped }) => sum + dropped, 0),
        arrivals: all.reduce((sum, { arrivals }) => sum + arrivals, 0),
        mostInFlight: Math.max(...all.map(({ mostInFlight }) => mostInFlight)),
        latenessP99Us: lateness.length < all.length ? null : median(lateness),
      };
    },
  ),
};

function place(width: number, rank: number) {
  return ({ parameters }: Setting): Placement | undefined =>
    parameters.ratePerSecond > 0 ? { table: "speed", width, rank } : undefined;
}

export const openLoop: Topic<FieldsOf<typeof summaries>> = {
  columns: [
    {
      key: "dropped",
      head: "dropped",
      unit: "count",
      of: (row) => row.openLoop?.dropped,
      placement: place(7, 17),
      isLimit: true,
    },
    {
      key: "mostInFlight",
      head: "in flight",
      unit: "count",
      of: (row) => row.openLoop?.mostInFlight,
      placement: place(9, 9),
    },
    {
      key: "lateP99Us",
      head: "late p99",
      unit: "µs",
      of: (row) => row.openLoop?.latenessP99Us,
      placement: place(8, 8),
    },
  ],
  readings: [
    {
      term: "dropped, in flight, late p99",
      meaning:
        "Of an open loop: arrivals that found no room, the most operations in flight, and how long after its time an arrival was released.",
    },
  ],
};
