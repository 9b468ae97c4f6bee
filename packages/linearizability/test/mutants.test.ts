import { expect, test } from "vitest";
import { seedOf } from "../../../vitest.seed.ts";
import { expectDifference, sourceOf } from "./mutation.ts";
import { mutants } from "./mutants/all.ts";

/** All others are in the long test. */
const quick = mutants.filter(({ breaks }) =>
  ["a value that was read was written", "an element is dequeued once"].includes(breaks),
);

// oxlint-disable-next-line vitest/expect-expect -- the difference is the expectation
test.each(quick)("$file: random histories show whether $breaks", async (mutant) => {
  await expectDifference(mutant, { seed: seedOf(10), histories: 2_000 });
});

test.each(mutants)("$file has the line whose change breaks: $breaks", (mutant) => {
  expect(sourceOf(mutant)).toContain(mutant.replacement);
});

test("a mutant of a line that is no longer there is refused", async () => {
  const mutant = { ...mutants[0]!, text: "no such line" };
  await expect(expectDifference(mutant, { seed: seedOf(10), histories: 1 })).rejects.toThrow(
    "has this text 0 times, not once",
  );
});

test("a change that breaks no rule shows no difference", async () => {
  const mutant = { ...mutants[0]!, replacement: mutants[0]!.text };
  const draws = { seed: seedOf(10), histories: 100 };
  await expect(expectDifference(mutant, draws)).rejects.toThrow("the first difference");
});
