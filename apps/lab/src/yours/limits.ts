/** Within what the code in the editor runs. */

/** For how long it may keep its event loop from a turn, in milliseconds. */
export const SILENCE_LIMIT_MS = 4000;

/** The whole trial, in milliseconds. */
export const TRIAL_LIMIT_MS = 120_000;

/** In large blocks: see memory-meter.ts. */
export const MEMORY_LIMIT_BYTES = 300_000_000;
