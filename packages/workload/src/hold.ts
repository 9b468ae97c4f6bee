import { nextTurn } from "@sync-strategies/event-loop";
import type { Hold } from "./knobs.ts";

/** Awaited as often as there are updates, and allocated once: an await of it takes one microtask. */
const settled = Promise.resolve();

/** What an updater awaits while it holds the state: a function that awaits `hold` once. */
export function createHold(hold: Hold): () => Promise<void> {
  if (hold === "microtask" || hold === 0) return () => settled;
  if (hold === "immediate") return nextTurn;
  return () => delay(hold);
}

/** Resolves after at least this time, rounded up to the whole milliseconds that timers count. */
function delay(microseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.ceil(microseconds / 1000)));
}
