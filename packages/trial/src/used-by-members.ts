/** What members used of the machine together, and what each of them did and used. */
import { availableParallelism } from "node:os";
import type { MemberFigures } from "@sync-strategies/results";
import type { FinishedRun, Resources } from "./clients.ts";
import type { MemberRun } from "./member-part.ts";

/** @param processors on which the threads of this process may run. */
export function usedBy(
  runs: readonly MemberRun[],
  processors = availableParallelism(),
): Pick<FinishedRun, "resources" | "members"> {
  const used = runs.flatMap(({ resources }) => resources ?? []);
  if (used.length < runs.length) return { resources: null };
  const elapsedMs = Math.max(...runs.map(({ notes }) => notes.elapsedMs));
  return {
    resources: together(used, processors * elapsedMs),
    members: runs.map((run, member) => figuresOf(run, used[member]!)),
  };
}

function figuresOf({ notes, lateStartMs }: MemberRun, used: Resources): MemberFigures {
  const { heapBytes, gcCount, gcMs, threadCpuMs, busyMs } = used;
  const completedOps = notes.clients.reduce((sum, { counted }) => sum + counted, 0);
  return { completedOps, lateStartMs, threadCpuMs, heapBytes, gcCount, gcMs, busyMs };
}

/**
 * Members that are threads share this process, and each one's view of its processor time is that
 * of all: the longest look at it counts. The rest adds up.
 *
 * `busyMs` is how long they had something to do and a processor was free for it. Four threads on
 * two processors have half of one each, and so do two threads that share them with two more of the
 * strategy's own; neither means that something else had the processors.
 *
 * @param availableMs the time of all processors during the run.
 */
function together(used: readonly Resources[], availableMs: number): Resources {
  const total = (of: (member: Resources) => number): number =>
    used.reduce((sum, member) => sum + of(member), 0);
  const cpuMs = Math.max(...used.map((member) => member.cpuMs));
  const isKnown = used.every((member) => member.threadCpuMs !== null);
  const threadCpuMs = isKnown ? total((member) => member.threadCpuMs ?? 0) : null;
  const usedByOthers = threadCpuMs === null ? 0 : Math.max(0, cpuMs - threadCpuMs);
  return {
    heapBytes: total((member) => member.heapBytes),
    gcCount: total((member) => member.gcCount),
    gcMs: total((member) => member.gcMs),
    cpuMs,
    threadCpuMs,
    busyMs: Math.min(
      total((member) => member.busyMs ?? 0),
      Math.max(threadCpuMs ?? 0, availableMs - usedByOthers),
    ),
  };
}
