/**
 * The seeds of tests that draw at random. Each test has a usual seed, so a run repeats the one
 * before it. The variable SEED replaces the seeds of all of them: `SEED=7 npx --yes pnpm test`
 * draws other cases, and draws those of a failed test again.
 */
import { onTestFailed } from "vitest";

/** To be called within a test: the seed is printed if the test fails. */
export function seedOf(usual: number): number {
  const seed = chosenSeed() ?? usual;
  onTestFailed(() => console.error(`Drawn with the seed ${seed}; SEED=${seed} draws it again.`));
  return seed;
}

/** For tests that carry their seeds in their names: as many seeds as tests, from the first one. */
export function seedsFrom(usual: number, count: number): number[] {
  const first = chosenSeed() ?? usual;
  return Array.from({ length: count }, (_, index) => first + index);
}

function chosenSeed(): number | undefined {
  const text = process.env["SEED"];
  if (text === undefined || text === "") return undefined;
  const seed = Number(text);
  if (!Number.isInteger(seed)) throw new RangeError(`SEED is a whole number, not "${text}"`);
  return seed;
}
