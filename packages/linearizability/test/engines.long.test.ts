import { test } from "vitest";
import { seedOf } from "../../../vitest.seed.ts";
import { expectAgreement } from "./agreement.ts";
import { engineCases } from "./engine-cases.ts";

/** For all cases together. */
const HISTORIES = 500_000;

// oxlint-disable-next-line vitest/expect-expect -- the agreement is the expectation
test.each(engineCases)(
  "$engine on $of: all verdicts are those of trying every order",
  (engineCase) => {
    const histories = Math.ceil(HISTORIES / engineCases.length);
    expectAgreement(engineCase, { seed: seedOf(8), histories });
  },
);
