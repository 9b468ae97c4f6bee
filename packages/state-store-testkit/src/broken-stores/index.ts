import type { BrokenStore } from "../broken-store.ts";
import { brokenAbortListeners } from "./abort-listeners.ts";
import { brokenAsynchrony } from "./asynchrony.ts";
import { brokenCancellation } from "./cancellation.ts";
import { brokenClosing } from "./closing.ts";
import { brokenFailingUpdaters } from "./failing-updaters.ts";
import { brokenIndependence } from "./independence.ts";
import { brokenKeysAndValues } from "./keys-and-values.ts";
import { brokenLinearizability } from "./linearizability.ts";
import { brokenManyClients } from "./many-clients.ts";
import { brokenOrdering } from "./ordering.ts";
import { brokenProgress } from "./progress.ts";
import { brokenReadingAndWriting } from "./reading-and-writing.ts";
import { brokenUpdating } from "./updating.ts";

export { broken, type BrokenStore } from "../broken-store.ts";
export { SoundStore, type Waiter } from "../sound-store.ts";

/** One for each way to get it wrong, in the order of the clauses that catch them first. */
export const brokenStores: readonly BrokenStore[] = [
  ...brokenReadingAndWriting,
  ...brokenKeysAndValues,
  ...brokenUpdating,
  ...brokenProgress,
  ...brokenFailingUpdaters,
  ...brokenAsynchrony,
  ...brokenOrdering,
  ...brokenCancellation,
  ...brokenAbortListeners,
  ...brokenClosing,
  ...brokenIndependence,
  ...brokenLinearizability,
  ...brokenManyClients,
];
