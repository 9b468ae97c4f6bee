import { brokenAsynchrony } from "./asynchrony.ts";
import { brokenAtomicity } from "./atomicity.ts";
import type { BrokenStore } from "./broken-store.ts";
import { brokenCancellation } from "./cancellation.ts";
import { brokenClosing } from "./closing.ts";
import { brokenFailing } from "./failing-updaters.ts";
import { brokenIndependence } from "./independence.ts";
import { brokenKeysAndValues } from "./keys-and-values.ts";
import { brokenListeners } from "./abort-listeners.ts";
import { brokenOrdering } from "./ordering.ts";
import { brokenPassing } from "./passing.ts";

export { broken, type BrokenStore } from "./broken-store.ts";
export { SoundStore, type Waiter } from "./sound-store.ts";

/** One for each way to get it wrong. */
export const brokenStores: readonly BrokenStore[] = [
  ...brokenKeysAndValues,
  ...brokenAtomicity,
  ...brokenPassing,
  ...brokenFailing,
  ...brokenAsynchrony,
  ...brokenOrdering,
  ...brokenCancellation,
  ...brokenListeners,
  ...brokenClosing,
  ...brokenIndependence,
];
