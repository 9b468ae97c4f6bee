import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { describe, expect, test } from "vitest";
import { check, register, type Operation } from "@sync-strategies/linearizability";
import { seedOf } from "../../../vitest.seed.ts";
import { expectAgreement, withTies } from "./agreement.ts";
import { isLinearizable } from "./brute-force.ts";
import { engineCases, repeatedValues } from "./engine-cases.ts";
import { randomOperations } from "./random-operations.ts";

describe.each(engineCases)("$engine on $of", (engineCase) => {
  // oxlint-disable-next-line vitest/expect-expect -- the agreement is the expectation
  test("agrees with trying every order, on random histories, and proves each violation", () => {
    expectAgreement(engineCase, { seed: seedOf(5), histories: 3_000 });
  });

  // oxlint-disable-next-line vitest/expect-expect -- as above
  test("does so where events share numbers, of any size", () => {
    expectAgreement(engineCase, { seed: seedOf(7), histories: 3_000, change: withTies });
  });
});

test("a search's witness is a smallest one: without any one of its operations all is explained", () => {
  const generator = xoroshiro128plus(seedOf(6));
  let [found, smallest] = [0, 0];
  for (let index = 0; index < 4_000; index++) {
    // Without the faster engines.
    const model = { ...register(), engines: [] };
    const verdict = check(randomOperations(generator, repeatedValues), model);
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
  expect(found).toBeGreaterThan(500);
  expect(smallest).toBe(found);
});
