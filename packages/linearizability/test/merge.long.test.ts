import { describe, test } from "vitest";
import { seedOf } from "../../../vitest.seed.ts";
import { engineCases } from "./engine-cases.ts";
import {
  countFound,
  exactClocks,
  inexactClocks,
  isNoFalseAlarm,
  isSameVerdict,
} from "./merged-verdicts.ts";

/** Of each kind, by each clock. */
const HISTORIES = 1_000;

describe.each(engineCases)("histories of $of ($engine)", (engineCase) => {
  // oxlint-disable-next-line vitest/expect-expect -- each comparison is an expectation
  test.each(exactClocks)("merged by %s have the verdict of the whole", (_, clocks) => {
    const draws = { seed: seedOf(11), histories: HISTORIES };
    countFound(draws, engineCase, clocks, isSameVerdict);
  });

  // oxlint-disable-next-line vitest/expect-expect -- each comparison is an expectation
  test.each(inexactClocks)("merged by %s are never found guilty if they are not", (_, clocks) => {
    const draws = { seed: seedOf(12), histories: HISTORIES };
    countFound(draws, engineCase, clocks, isNoFalseAlarm);
  });
});
