import { turnIfDue } from "@sync-strategies/event-loop";
import type { Storable } from "@sync-strategies/state-store";
import { broken, type BrokenStore } from "../broken-store.ts";
import { SoundStore } from "../sound-store.ts";

class NeverPauses<Key, Value extends Storable> extends SoundStore<Key, Value> {
  protected override pauseAfter<Result>(performed: Promise<Result>): Promise<Result> {
    return performed;
  }
}

/** Forgets the operations that reject. */
class PausesAfterSuccess<Key, Value extends Storable> extends SoundStore<Key, Value> {
  protected override async pauseAfter<Result>(performed: Promise<Result>): Promise<Result> {
    const result = await performed;
    await turnIfDue();
    return result;
  }
}

/** Pauses for microtasks, of which any number runs before the event loop goes on. */
class PausesForMicrotasks<Key, Value extends Storable> extends SoundStore<Key, Value> {
  protected override async pauseAfter<Result>(performed: Promise<Result>): Promise<Result> {
    const result = await performed;
    for (let microtask = 0; microtask < 10; microtask += 1) await Promise.resolve();
    return result;
  }
}

export const brokenInterruptibility: readonly BrokenStore[] = [
  broken(NeverPauses, {
    id: "never-pauses",
    summary: "Keeps the event loop from going on while clients are busy.",
    caughtBy: [
      "a read called over and over leaves timers, signals and I/O their turn",
      "a write called over and over leaves timers, signals and I/O their turn",
      "an update called over and over leaves timers, signals and I/O their turn",
      "operations that reject, called over and over, leave timers, signals and I/O their turn",
    ],
  }),
  broken(PausesAfterSuccess, {
    id: "pauses-after-success",
    summary: "Keeps the event loop from going on while clients call operations that reject.",
    caughtBy: [
      "operations that reject, called over and over, leave timers, signals and I/O their turn",
    ],
  }),
  broken(PausesForMicrotasks, {
    id: "pauses-for-microtasks",
    summary: "Takes microtasks for turns of the event loop.",
    caughtBy: [
      "a read called over and over leaves timers, signals and I/O their turn",
      "a write called over and over leaves timers, signals and I/O their turn",
      "an update called over and over leaves timers, signals and I/O their turn",
      "operations that reject, called over and over, leave timers, signals and I/O their turn",
    ],
  }),
];
