/**
 * Makes `Math.random` repeat itself, run after run, while schedules are explored.
 *
 * Some stores draw lots: Go's `select`, for one, chooses at random among what is ready. Replaying
 * a schedule needs the same draws again. So each run starts the same stream of numbers anew, and
 * explores one outcome of chance, not all of them.
 *
 * Invariant: at most one exploration at a time has replaced `Math.random`; others wait for it.
 * Whatever else runs in the process meanwhile draws from the same stream.
 */
import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";

let last: Promise<void> = Promise.resolve();
let stream: ReturnType<typeof xoroshiro128plus> | undefined;

/** Starts the stream of random numbers anew, for a new run. */
export function restartChance(): void {
  stream = undefined;
}

/** Does work under repeatable chance, and puts `Math.random` back however it ends. */
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
