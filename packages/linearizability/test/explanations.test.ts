import { expect, test } from "vitest";
import { seedOf } from "../../../vitest.seed.ts";
import { expectTrueExplanations, explainedCases } from "./true-explanations.ts";

test.each(explainedCases)("what $engine says of $of is true, in every claim", (engineCase) => {
  const draws = { seed: seedOf(15), histories: 120 };
  expect(expectTrueExplanations(engineCase, draws)).toBeGreaterThan(5);
});
