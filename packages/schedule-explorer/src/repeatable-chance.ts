/**
 * Makes `Math.random` return the same numbers in every run while schedules are explored.
 *
 * Some stores choose at random: Go's `select`, for example, among its ready cases. Replaying a
 * schedule needs the same choices. So each run restarts the same stream of numbers, and explores
 * one outcome of chance, not all.
 *
 * Invariant: at most one exploration at a time has replaced `Math.random`; others wait for it. All
 * other code in the process draws from the same stream meanwhile.
 */
import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";

let last: Promise<void> = Promise.resolve();
let stream: ReturnType<typeof xoroshiro128plus> | undefined;

/** Restarts the stream of random numbers, for a new run. */
export function restartChance(): void {
  stream = undefined;
}

/** Runs work with repeatable chance, and restores `Math.random` however it ends. */
export function withRepeatableChance<Result>(work: () => Promise<Result>): Promise<Result> {
  const result = last.then(async () => {
    const original = Math.random;
    Math.random = () => uniformFloat64((stream ??= xoroshiro128plus(1)));
    try {
      return await work();
    } finally {
      Math.random = original;
    }
  });
  last = result.then(ignore, ignore);
  return result;
}

function ignore(): void {}
