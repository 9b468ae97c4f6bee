/**
 * All that differs between members that are threads and members that are processes: how one is
 * started, which clock orders what they record, how their histories reach the coordinator, and
 * whose processor time each of them sees.
 */
import {
  monotonicClock,
  SharedEventCounter,
  type EventClock,
  type MergeClock,
} from "@sync-strategies/linearizability";
import { startProcess, startThread } from "@sync-strategies/members";
import { count } from "@sync-strategies/results";
import { groupCpuMs } from "./group-cpu.ts";
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

/** Plain data from which each member makes its clock: {@link clockOf}. */
export type ClockData =
  | { readonly kind: "counter"; readonly memory: SharedArrayBuffer }
  | { readonly kind: "time" };

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

/** The clock of one recorder. */
export function clockOf(data: ClockData): EventClock {
  return data.kind === "counter" ? new SharedEventCounter(data.memory) : monotonicClock();
}

/** "shared counter", or "monotonic time, to within 200 ns". */
export function clockInWords({ name, resolutionNs }: MergeClock): string {
  return resolutionNs === 0 ? name : `${name}, to within ${count(Math.ceil(resolutionNs))} ns`;
}
