/** The clocks of members: made from what their coordinator tells them, and named in the verdict. */
import {
  monotonicClock,
  SharedEventCounter,
  type EventClock,
  type MergeClock,
} from "@sync-strategies/linearizability";
import { count } from "@sync-strategies/results";

/** Plain data from which each member makes its clock: {@link clockOf}. */
export type ClockData =
  | { readonly kind: "counter"; readonly memory: SharedArrayBuffer }
  | { readonly kind: "time" };

/** The clock of one recorder. */
export function clockOf(data: ClockData): EventClock {
  return data.kind === "counter" ? new SharedEventCounter(data.memory) : monotonicClock();
}

/** "shared counter", or "monotonic time, to within 200 ns". */
export function clockInWords({ name, resolutionNs }: MergeClock): string {
  return resolutionNs === 0 ? name : `${name}, to within ${count(Math.ceil(resolutionNs))} ns`;
}
