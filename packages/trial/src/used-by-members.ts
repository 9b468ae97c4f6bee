/** What members used of the machine together, and what each of them did and used. */
import type { MemberFigures } from "@sync-strategies/results";
import type { FinishedRun, Resources } from "./clients.ts";
import type { MemberRun } from "./member-part.ts";

/**
 * @param cpuUsed makes, of what each member saw, the processor time of all that took part.
 * @param processors on which members may run; null if a server may run there, too, unseen.
 */
export function usedBy(
  runs: readonly MemberRun[],
  cpuUsed: (perMemberMs: readonly number[]) => number,
  processors: number | null,
): Pick<FinishedRun, "resources" | "members"> {
  const used = runs.flatMap(({ resources }) => resources ?? []);
  if (used.length < runs.length) return { resources: null };
  const elapsedMs = Math.max(...runs.map(({ notes }) => notes.elapsedMs));
  return {
    resources: together(
      used,
      cpuUsed(used.map(({ cpuMs }) => cpuMs)),
      processors && processors * elapsedMs,
    ),
    members: runs.map((run, member) => figuresOf(run, used[member]!)),
  };
}

function figuresOf({ notes, lateStartMs }: MemberRun, used: Resources): MemberFigures {
  const { heapBytes, gcCount, gcMs, threadCpuMs, busyMs } = used;
  const completedOps = notes.clients.reduce((sum, { counted }) => sum + counted, 0);
  return { completedOps, lateStartMs, threadCpuMs, heapBytes, gcCount, gcMs, busyMs };
}

/**
 * What each member used adds up, but for the processor time that includes other threads.
 *
 * `busyMs` is how long they had something to do and a processor was free for it. Four members
 * on two processors have half of one each, and so do two that share them with two threads or
 * processes of the strategy's own; neither means that something else had the processors.
 *
 * @param cpuMs of all that took part.
 * @param availableMs the time of all processors during the run; null if it is not known how much of
 *   it a server had. A member that had none of it then looks as busy as one that waited for an answer.
 */
function together(
  used: readonly Resources[],
  cpuMs: number,
  availableMs: number | null,
): Resources {
  const total = (of: (member: Resources) => number): number =>
    used.reduce((sum, member) => sum + of(member), 0);
  const isKnown = used.every((member) => member.threadCpuMs !== null);
  const threadCpuMs = isKnown ? total((member) => member.threadCpuMs ?? 0) : null;
  const usedByOthers = threadCpuMs === null ? 0 : Math.max(0, cpuMs - threadCpuMs);
  return {
    heapBytes: total((member) => member.heapBytes),
    gcCount: total((member) => member.gcCount),
    gcMs: total((member) => member.gcMs),
    cpuMs,
    threadCpuMs,
    busyMs:
      availableMs === null
        ? null
        : Math.min(
            total((member) => member.busyMs ?? 0),
            Math.max(threadCpuMs ?? 0, availableMs - usedByOthers),
          ),
  };
}
