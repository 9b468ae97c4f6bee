/**
 * At least one mutant for each rule that makes an engine right. Random histories must show a
 * difference for each, or they do not test the rule. A change that would only make an engine slower
 * is no mutant here.
 */
import { historyMutants } from "./histories.ts";
import { logMutants, setMutants } from "./logs-and-sets.ts";
import type { Mutant } from "./mutant.ts";
import { queueAndLockMutants } from "./queues-and-locks.ts";
import { searchMutants } from "./search.ts";
import { windowMutants } from "./windows.ts";
import { zoneMutants } from "./zones.ts";

export const mutants: readonly Mutant[] = [
  ...historyMutants,
  ...zoneMutants,
  ...windowMutants,
  ...logMutants,
  ...setMutants,
  ...queueAndLockMutants,
  ...searchMutants,
];
