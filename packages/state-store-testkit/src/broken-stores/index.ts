import { brokenAsynchrony } from "./asynchrony.ts";
import { brokenUpdating } from "./updating.ts";
import type { BrokenStore } from "../broken-store.ts";
import { brokenCancellation } from "./cancellation.ts";
import { brokenClosing } from "./closing.ts";
import { brokenFailingUpdaters } from "./failing-updaters.ts";
import { brokenIndependence } from "./independence.ts";
import { brokenKeysAndValues } from "./keys-and-values.ts";
import { brokenAbortListeners } from "./abort-listeners.ts";
import { brokenOrdering } from "./ordering.ts";
import { brokenProgress } from "./progress.ts";

export { broken, type BrokenStore } from "../broken-store.ts";
export { SoundStore, type Waiter } from "../sound-store.ts";

/** One for each way to get it wrong. */
export const brokenStores: readonly BrokenStore[] = [
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
];
