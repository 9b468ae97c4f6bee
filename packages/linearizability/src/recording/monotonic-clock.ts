import { TimedClock, type TimeSource } from "./timed-clock.ts";

/**
 * Different processors may show times that differ by one tick of the system's counter: 100 ns on
 * Windows, which calls such times ambiguous; less or nothing elsewhere.
 */
const ONE_TICK_NS = 100;

/**
 * The time since this machine was started, as `process.hrtime` reads it, which is the same in all of
 * its processes, and which no setting of the date changes. The clock of `performance`, and the date,
 * are none: they differ between processes by milliseconds.
 *
 * A container that is given a separate clock (Linux's time namespaces) counts as another machine.
 *
 * @param errorNs how far a time may be off; by default one tick.
 * @throws {TypeError} where there is no such clock, as in a browser.
 */
export function monotonicTime(errorNs = ONE_TICK_NS): TimeSource {
  const hrtime = (globalThis as { process?: { hrtime?: () => [number, number] } }).process?.hrtime;
  if (hrtime === undefined) {
    throw new TypeError("monotonic time needs process.hrtime, as Node has it; it is missing here.");
  }
  const now = (): number => {
    const [seconds, nanoseconds] = hrtime();
    return seconds * 1e9 + nanoseconds;
  };
  return { name: "monotonic time", errorNs, now };
}

/** The clock of a recorder, for processes of one machine: see {@link monotonicTime}. */
export function monotonicClock(errorNs?: number): TimedClock {
  return new TimedClock(monotonicTime(errorNs));
}
