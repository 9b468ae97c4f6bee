import type { StrategyTraits } from "@sync-strategies/state-store";

export const lockHolder = {
  access: "lock-holder",
  exclusion: "store",
  reads: "wait",
  updaterRuns: "once",
  control: false,
} as const satisfies StrategyTraits;

export const ownerTask = { ...lockHolder, access: "owner-task" } as const satisfies StrategyTraits;

/** How the results of a lock's holder reach it, in the words that all locks use. */
export const noReply = "none: the caller, holding the lock, does it itself";

/** The reply of all channels. */
export const replyChannel = "a separate channel for each request";

/** The reply of actors that have no way to ask, and of the hand-over. */
export const promisePerRequest = "a promise for each request, which the owner resolves";
