/** The clock that orders the events of all members, as it is handed from one to the other. */
import {
  monotonicClock,
  SharedEventCounter,
  type EventClock,
} from "@sync-strategies/linearizability";

/** The memory of a counter that threads share, or the one clock that a machine's processes have. */
export type ClockAddress = SharedArrayBuffer | "monotonic";

export function clockAt(address: ClockAddress): EventClock {
  return address === "monotonic" ? monotonicClock() : new SharedEventCounter(address);
}
