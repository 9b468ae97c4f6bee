import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { inWords, randomProgram } from "./programs.ts";
import { difference } from "./run.ts";
import { smallest } from "./shrink.ts";

/** A test per seed, of so many programs. A failure shows the smallest program that still fails. */
export function testPrograms(
  seeds: readonly number[],
  { programs, steps }: { readonly programs: number; readonly steps: number },
): void {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  test.each(seeds)(`in ${programs} programs of ${steps} steps, seed %i`, async (seed) => {
    for (let index = 0; index < programs; index += 1) {
      const program = randomProgram(seed * programs + index, steps);
      if ((await difference(program)) === undefined) continue;
      const shrunk = await smallest(
        program.steps,
        async (part) => (await difference({ ...program, steps: part })) !== undefined,
      );
      const small = { ...program, steps: shrunk };
      expect.fail(`${inWords(small)}\n${await difference(small)}`);
    }
  });
}
