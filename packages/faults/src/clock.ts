/** The clock that all processes of one machine share. */
import { monotonicTime } from "@sync-strategies/linearizability";

export const machineTime = monotonicTime();

/** In nanoseconds, from a moment that is the same for all processes of this machine. */
export function now(): number {
  return machineTime.now();
}
