import type { BrokenSharedStore } from "../broken-shared-store.ts";
import { brokenCancellation } from "./cancellation.ts";
import { brokenClosing } from "./closing.ts";
import { brokenEnding } from "./ending.ts";
import { brokenFailingUpdaters } from "./failing-updaters.ts";
import { brokenFairness } from "./fairness.ts";
import { brokenHolding } from "./holding.ts";
import { brokenLinearizability } from "./linearizability.ts";
import { brokenUpdates } from "./updates.ts";
import { brokenVisibility } from "./visibility.ts";

export type { BrokenSharedStore } from "../broken-shared-store.ts";

/** One for each way to get it wrong between threads, in the order of the clauses. */
export const brokenSharedStores: readonly BrokenSharedStore[] = [
  ...brokenVisibility,
  ...brokenUpdates,
  ...brokenHolding,
  ...brokenFailingUpdaters,
  ...brokenCancellation,
  ...brokenClosing,
  ...brokenFairness,
  ...brokenEnding,
  ...brokenLinearizability,
];
