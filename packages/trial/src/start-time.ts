/**
 * A moment at which several threads or processes begin together. They all read CLOCK_MONOTONIC,
 * which is one clock for the whole machine; `performance.now()` begins anew in each thread.
 */
import { setTimeout as sleep } from "node:timers/promises";

/** For how long before the moment the clock is watched: a timer may be a millisecond or two late. */
const SPIN_MS = 2;

/** The moment that is this far ahead, in nanoseconds of CLOCK_MONOTONIC. */
export function momentIn(milliseconds: number): bigint {
  return process.hrtime.bigint() + BigInt(Math.round(milliseconds * 1e6));
}

/** Resolves at the moment, or at once if it is over, to how late that was, in milliseconds. */
export async function arrive(moment: bigint): Promise<number> {
  const sleepMs = -msSince(moment) - SPIN_MS;
  if (sleepMs > 0) await sleep(sleepMs);
  let lateMs = msSince(moment);
  while (lateMs < 0) lateMs = msSince(moment);
  return lateMs;
}

function msSince(moment: bigint): number {
  return Number(process.hrtime.bigint() - moment) / 1e6;
}
