import type { WorkloadParameters } from "./knobs.ts";

/** Where operations follow each other without rest, one in this many of each client is timed. */
const SAMPLING_INTERVAL = 16;

/**
 * One operation of each client is timed in this many. Reading the clock twice costs about as
 * much as a fast store's whole operation, so only a sample is timed where speed is the question.
 * Where timers set the pace, in a pause or in a hold, every operation is; and in an open loop.
 */
export function samplingInterval(parameters: WorkloadParameters): number {
  const { pauseUs, updaters, hold, ratePerSecond } = parameters;
  const heldByTimer = updaters > 0 && typeof hold === "number" && hold > 0;
  return pauseUs > 0 || heldByTimer || ratePerSecond > 0 ? 1 : SAMPLING_INTERVAL;
}
