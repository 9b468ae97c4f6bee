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
      /** Of the thread that runs the clients; null where the system does not say. */
      threadCpuMs: amount.nullable().default(null),
      /** How long the event loop had something to do; null in results of earlier versions. */
      busyMs: amount.nullable().default(null),
    })
    .readonly()
    .nullable()
    .default(null),
  /** How late a timer was during the run. */
  timerLateness: latencySummary.nullable().default(null),
};

export type UsedRound = RoundOf<typeof measured>;

/** Processor times are brought up to date every few milliseconds: less says too little. */
const SHORTEST_BUSY_MS = 100;

/** With less of a core than this, something else had it. */
const UNDISTURBED_SHARE = 0.8;

/**
 * The share of a core that a trial had while it had something to do: processor time per time in
 * which the event loop was busy. Clients that pause leave the event loop idle, and that is not
 * missing. Undefined where it is not known.
 *
 * Without the thread's own processor time it is that of all threads, garbage collection in the
 * background included, which hides some of what was missing.
 */
function coreShareOf({ resources: used }: UsedRound): number | undefined {
  const busyMs = used?.busyMs ?? 0;
  if (used === null || busyMs < SHORTEST_BUSY_MS) return undefined;
  return Math.min(1, (used.threadCpuMs ?? used.cpuMs) / busyMs);
}

/** Whether something else had the core for more than a fifth of the time. */
function isDisturbed(round: UsedRound): boolean {
  return (coreShareOf(round) ?? 1) < UNDISTURBED_SHARE;
}

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
  /** The least share of a core that a round had, and how many rounds were disturbed. */
  core: summary(
    z.object({ leastShare: amount, disturbedRounds: count }).readonly(),
    (rounds: readonly UsedRound[]) => {
      const shares = rounds.flatMap((round) => coreShareOf(round) ?? []);
      if (shares.length === 0) return null;
      return {
        leastShare: Math.min(...shares),
        disturbedRounds: rounds.filter(isDisturbed).length,
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
      key: "coreShare",
      head: "core",
      unit: "share",
      of: (row) => row.core?.leastShare,
      placement: place(6, 4.5),
      isLimit: true,
    },
    { key: "disturbedRounds", unit: "count", of: (row) => row.core?.disturbedRounds },
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
      term: "core",
      meaning:
        "The share of a processor core that a run had while it had something to do; with several threads or processes, of all cores that they could use at once; with several rounds the least. Below 80% something else was using the processor, and nothing is ranked.",
    },
    {
      term: "timer late",
      meaning:
        "How late a timer was that was set every few milliseconds during the run (the median): how long other tasks in the same process wait for the event loop.",
    },
  ],
};
