import { test } from "vitest";
import { seedOf } from "../../../vitest.seed.ts";
import { expectAgreement } from "./agreement.ts";
import { engineCases } from "./engine-cases.ts";

/** For the cases of all engines together, the search's in another file: the two run side by side. */
const HISTORIES = 500_000;

const cases = engineCases.filter(({ engine }) => engine !== "search");

// oxlint-disable-next-line vitest/expect-expect -- the agreement is the expectation
test.each(cases)("$engine on $of: all verdicts are those of trying every order", (engineCase) => {
  const histories = Math.ceil(HISTORIES / engineCases.length);
  expectAgreement(engineCase, { seed: seedOf(8), histories });
});
