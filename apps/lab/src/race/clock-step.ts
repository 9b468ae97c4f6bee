/**
 * How coarse this browser's clock is. Browsers round what `performance.now` says, so that no page
 * can time the processor's caches; what takes less than a step reads as nothing, or as one step.
 */

/** Enough to see the step among those during which something else ran. */
const STEPS = 20;

/** Where the clock stands still, as under a debugger, this ends the search. */
const MOST_READINGS = 20_000_000;

/** The least difference between two readings that differ, in milliseconds. */
export function clockStepMs(now: () => number = () => performance.now()): number {
  let least = Infinity;
  let before = now();
  for (let readings = 0, steps = 0; steps < STEPS && readings < MOST_READINGS; readings += 1) {
    const after = now();
    if (after === before) continue;
    least = Math.min(least, after - before);
    before = after;
    steps += 1;
  }
  return least;
}
