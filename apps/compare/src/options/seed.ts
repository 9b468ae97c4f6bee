/** The seed, which decides every random choice of a command. */
import { wholeNumber } from "@sync-strategies/command-kit";
import { knobs } from "@sync-strategies/workload";

export const DEFAULT_SEED = 1;

/** Reads `--seed`. */
export const parseSeed = wholeNumber(knobs.seed.least, knobs.seed.most);
