/** What a run takes of the machine. */
import { median } from "@sync-strategies/statistics";
import { z } from "zod";
import { duration } from "../format-figures.ts";
import { amount, count, latencySummary } from "../shapes.ts";
import { totalOf, type CountedRound } from "./counts.ts";
import { combine } from "./latency.ts";
import { summary, type FieldsOf, type Placement, type RoundOf, type Topic } from "./topic.ts";

/** What a trial hands over. */
export const measured = {
  resources: z
    .object({
      /** Allocated on the heap: what it grew by, and what was collected. */
      heapBytes: amount,
      gcCount: count,
      gcMs: amount,
      /** Of all the process's threads, user and system. */
      cpuMs: amount,
    })
    .readonly()
    .nullable()
    .default(null),
  /** How late a timer was during the run. */
  timerLateness: latencySummary.nullable().default(null),
};

type UsedRound = RoundOf<typeof measured>;

export const summaries = {
  /** Per operation, the harness's own part included; null if not known. */
  resources: summary(
    z
      .object({
        heapBytes: amount,
        /** Processor time of all the process's threads; null where it mostly waited for timers. */
        cpuNs: amount.nullable(),
        /** Garbage collections per run, and what they took of its time. */
        gcCount: amount,
        gcMs: amount,
      })
      .readonly(),
    (rounds: readonly (UsedRound & CountedRound)[], { parameters: { pauseUs, ratePerSecond } }) => {
      const known = rounds.flatMap((run) => {
        const operations = totalOf(run) + (run.inFlightAtDeadline ?? 0);
        return run.resources === null || operations === 0 ? [] : [{ ...run.resources, operations }];
      });
      if (known.length === 0) return null;
      // Where timers set the pace, their own cost would pass for the store's.
      const isWorking = pauseUs === 0 && ratePerSecond === 0;
      return {
        heapBytes: median(known.map(({ heapBytes, operations }) => heapBytes / operations)),
        cpuNs: isWorking
          ? median(known.map(({ cpuMs, operations }) => (cpuMs * 1e6) / operations))
          : null,
        gcCount: median(known.map(({ gcCount }) => gcCount)),
        gcMs: median(known.map(({ gcMs }) => gcMs)),
      };
    },
  ),
  timerLateness: summary(latencySummary, (rounds: readonly UsedRound[]) => {
    const all = rounds.flatMap((round) => round.timerLateness ?? []);
    return all.length === 0 ? null : combine(all);
  }),
};

function place(width: number, rank: number): () => Placement {
  return () => ({ table: "cost", width, rank });
}

export const resources: Topic<FieldsOf<typeof summaries>> = {
  columns: [
    {
      key: "cpuNsPerOp",
      head: "cpu/op",
      unit: "ns",
      of: (row) => row.resources?.cpuNs,
      format: (value) => duration(value / 1000),
      placement: place(7, 10),
      isLimit: true,
    },
    {
      key: "heapBytesPerOp",
      head: "heap/op",
      unit: "bytes",
      of: (row) => row.resources?.heapBytes,
      placement: place(7, 5),
      isLimit: true,
    },
    {
      key: "gcCount",
      head: "gcs",
      unit: "count",
      of: (row) => row.resources?.gcCount,
      placement: place(4, 0),
    },
    {
      key: "gcMs",
      head: "gc",
      unit: "ms",
      of: (row) => row.resources?.gcMs,
      placement: place(7, 4),
    },
    {
      key: "timerLateP50Us",
      head: "timer late",
      unit: "µs",
      of: (row) => row.timerLateness?.p50Us,
      placement: place(10, 0),
    },
    { key: "timerLateMaxUs", unit: "µs", of: (row) => row.timerLateness?.maxUs },
  ],
  readings: [
    {
      term: "cpu/op, heap/op, gc, gcs",
      meaning:
        "Processor time and allocated memory per operation; the time that garbage collection took per run, and how often it ran. The clients' own part is included.",
    },
    {
      term: "timer late",
      meaning:
        "How late a timer was that was set every few milliseconds during the run (the median): how long other tasks in the same process wait for the event loop.",
    },
  ],
};
