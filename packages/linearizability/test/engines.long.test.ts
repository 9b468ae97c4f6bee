import { describe, test } from "vitest";
import { seedOf } from "../../../vitest.seed.ts";
import { expectAgreement, withTies } from "./agreement.ts";
import { engineCases } from "./engine-cases.ts";

describe.each(engineCases)("$engine on $of", (engineCase) => {
  // oxlint-disable-next-line vitest/expect-expect -- the agreement is the expectation
  test("agrees with trying every order, on 50,000 random histories", () => {
    expectAgreement(engineCase, { seed: seedOf(8), histories: 50_000 });
  });

  // oxlint-disable-next-line vitest/expect-expect -- as above
  test("does so where events share numbers, on 50,000 random histories", () => {
    expectAgreement(engineCase, { seed: seedOf(9), histories: 50_000, change: withTies });
  });
});
