import { TimedClock } from "./timed-clock.ts";

/**
 * Different processors may show times that differ by one tick of the system's counter: 100 ns on
 * Windows, which calls such times ambiguous; less or nothing elsewhere.
 */
const ONE_TICK_NS = 100;

/**
 * For processes of one machine: the time since it was started, as `process.hrtime` reads it, which
 * is the same in all of them, and which no setting of the date changes. The clock of
 * `performance`, and the date, are none: they differ between processes by milliseconds.
 *
 * A container that is given a separate clock (Linux's time namespaces) counts as another machine.
 *
 * @param errorNs how far a time may be off; by default one tick.
 * @throws {TypeError} where there is no such clock, as in a browser.
 */
export function monotonicClock(errorNs = ONE_TICK_NS): TimedClock {
  const hrtime = (globalThis as { process?: { hrtime?: () => [number, number] } }).process?.hrtime;
  if (hrtime === undefined) {
    throw new TypeError("monotonicClock needs process.hrtime, as Node has it; it is missing here.");
  }
  const now = (): number => {
    const [seconds, nanoseconds] = hrtime();
    return seconds * 1e9 + nanoseconds;
  };
  return new TimedClock({ name: "monotonic time", errorNs, now });
}
