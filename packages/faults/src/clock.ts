/**
 * The clock that all processes of one machine share: CLOCK_MONOTONIC, as `process.hrtime` reads it.
 */

/** How far two processors may be apart, in nanoseconds. */
export const TICK_NS = 100;

/** In nanoseconds, from a moment that is the same for all processes of this machine. */
export function now(): number {
  const [seconds, nanoseconds] = process.hrtime();
  return seconds * 1e9 + nanoseconds;
}
