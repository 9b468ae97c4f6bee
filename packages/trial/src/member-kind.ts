/**
 * All that differs between members that are threads and members that are processes: how one is
 * started, which clock orders what they record, how their histories reach the coordinator, and
 * whose processor time each of them sees.
 */
import { SharedEventCounter } from "@sync-strategies/linearizability";
import { startProcess, startThread } from "@sync-strategies/members";
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
}

export const memberKinds = {
  threads: {
    start: startThread,
    newClock: () => ({ kind: "counter", memory: new SharedEventCounter().memory }),
    historiesGoBy: "message",
    // Each one sees that of this whole process.
    watchCpu: () => (perMemberMs) => Math.max(...perMemberMs),
  },
  processes: {
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
  },
} as const satisfies Record<string, MemberKind>;
