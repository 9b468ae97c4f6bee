import { test } from "vitest";
import { seedOf } from "../../../vitest.seed.ts";
import { mutants } from "./mutants/all.ts";
import { expectDifference } from "./mutation.ts";

// oxlint-disable-next-line vitest/expect-expect -- the difference is the expectation
test.each(mutants)("$file: random histories show whether $breaks", async (mutant) => {
  await expectDifference(mutant, { seed: seedOf(10), histories: 100_000 });
});
