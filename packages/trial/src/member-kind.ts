/**
 * All that differs between members that are threads, members that are processes, and processes that
 * share a server as machines could: how one is started, which clock orders what they record, how
 * their histories reach the coordinator, and whose processor time each of them sees.
 */
import { availableParallelism } from "node:os";
import { SharedEventCounter } from "@sync-strategies/linearizability";
import { startProcess, startThread } from "@sync-strategies/members";
import type { Span } from "@sync-strategies/state-store";
import { groupCpuMs } from "./group-cpu.ts";
import type { ClockData } from "./member-clock.ts";
import type { TrialMember } from "./member-group.ts";

export interface MemberKind {
  readonly start: (program: URL, name: string) => Promise<TrialMember>;
  /** Makes what the members need to number the events of one recording. */
  readonly newClock: () => ClockData;
  /** A million operations take five seconds from process to process, and one through a file. */
  readonly historiesGoBy: "message" | "file";
  /**
   * Starts to watch the processor time of all that takes part in a run. What it returns is called
   * when the run is over, with what each member saw, in milliseconds.
   */
  readonly watchCpu: () => (perMemberMs: readonly number[]) => number;
  /** On how many processors members may run; null if a server may run there, too, unseen. */
  readonly processors: number | null;
  /** Whether operations wait for a server, so that it matters how often. */
  readonly hasServer: boolean;
}

const processes: MemberKind = {
  start: startProcess,
  newClock: () => ({ kind: "time" }),
  historiesGoBy: "file",
  watchCpu() {
    const before = groupCpuMs();
    return (perMemberMs) => {
      const ofMembers = perMemberMs.reduce((sum, one) => sum + one, 0);
      // It is counted in larger units than theirs, and processes that have ended are missing.
      return Math.max(ofMembers, (groupCpuMs() ?? 0) - (before ?? 0));
    };
  },
  processors: availableParallelism(),
  hasServer: false,
};

export const memberKinds: Readonly<Record<Span, MemberKind>> = {
  threads: {
    start: startThread,
    newClock: () => ({ kind: "counter", memory: new SharedEventCounter().memory }),
    historiesGoBy: "message",
    // Each one sees that of this whole process.
    watchCpu: () => (perMemberMs) => Math.max(...perMemberMs),
    processors: availableParallelism(),
    hasServer: false,
  },
  processes,
  machines: { ...processes, processors: null, hasServer: true },
};
