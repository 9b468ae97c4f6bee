import type { BrokenStore } from "../broken-store.ts";
import { brokenAbortListeners } from "./abort-listeners.ts";
import { brokenAsynchrony } from "./asynchrony.ts";
import { brokenCallerContext } from "./caller-context.ts";
import { brokenCancellation } from "./cancellation.ts";
import { brokenClosing } from "./closing.ts";
import { brokenFailingUpdaters } from "./failing-updaters.ts";
import { brokenIndependence } from "./independence.ts";
import { brokenInterruptibility } from "./interruptibility.ts";
import { brokenKeysAndValues } from "./keys-and-values.ts";
import { brokenLinearizability } from "./linearizability.ts";
import { brokenManyClients } from "./many-clients.ts";
import { brokenMemory } from "./memory.ts";
import { brokenOrdering } from "./ordering.ts";
import { brokenOvertaking } from "./overtaking.ts";
import { brokenProgress } from "./progress.ts";
import { brokenReadingAndWriting } from "./reading-and-writing.ts";
import { brokenTimeLimits } from "./time-limits.ts";
import { brokenUpdating } from "./updating.ts";

export { broken, type BrokenStore } from "../broken-store.ts";
export { SoundLockPerKeyStore } from "../sound-lock-per-key-store.ts";
export { optimisticTraits, SoundOptimisticStore } from "../sound-optimistic-store.ts";
export { SoundStore, type Waiter } from "../sound-store.ts";

/** One for each way to get it wrong, in the order of the clauses that catch them first. */
export const brokenStores: readonly BrokenStore[] = [
  ...brokenReadingAndWriting,
  ...brokenKeysAndValues,
  ...brokenUpdating,
  ...brokenProgress,
  ...brokenFailingUpdaters,
  ...brokenAsynchrony,
  ...brokenCallerContext,
  ...brokenOrdering,
  ...brokenOvertaking,
  ...brokenInterruptibility,
  ...brokenTimeLimits,
  ...brokenCancellation,
  ...brokenAbortListeners,
  ...brokenClosing,
  ...brokenIndependence,
  ...brokenMemory,
  ...brokenLinearizability,
  ...brokenManyClients,
];
