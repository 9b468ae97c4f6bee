import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { expect, test } from "vitest";
import { check, register, type Operation } from "@sync-strategies/linearizability";
import { seedOf } from "../../../vitest.seed.ts";
import { expectAgreement } from "./agreement.ts";
import { isLinearizable } from "./brute-force.ts";
import { engineCases, repeatedValues } from "./engine-cases.ts";
import { lotOf, randomHistoryOf } from "./random-operations.ts";

// The long test draws enough for every rule to come up.
// oxlint-disable-next-line vitest/expect-expect -- the agreement is the expectation
test.each(engineCases)(
  "$engine on $of: all verdicts are those of trying every order",
  (engineCase) => {
    expectAgreement(engineCase, { seed: seedOf(5), histories: 40 });
  },
);

test("a search's witness is a smallest one: without any one of its operations all is explained", () => {
  const lot = lotOf(xoroshiro128plus(seedOf(6)));
  let [found, smallest] = [0, 0];
  for (let index = 0; index < 1_000; index++) {
    // Without the faster engines.
    const model = { ...register(), engines: [] };
    const verdict = check(randomHistoryOf(repeatedValues, lot).operations, model);
    if (verdict.verdict !== "not-linearizable") continue;
    found++;
    const { operations, initial } = verdict.witness;
    const isNeeded = (one: Operation): boolean =>
      isLinearizable(
        operations.filter((other) => other !== one),
        register(initial),
      );
    // A write may stay: without it there would be another violation.
    const reads = operations.filter(({ name, output }) => name === "read" || output === false);
    if (reads.every(isNeeded)) smallest++;
  }
  expect(found).toBeGreaterThan(100);
  expect(smallest).toBe(found);
});
