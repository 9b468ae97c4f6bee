import { broken, type BrokenStore } from "../broken-store.ts";
import { SoundStore } from "../sound-store.ts";

// These are sound but for what they say of themselves: each promises that something passes an
// updater that awaits, and has it wait in the one queue all the same.

export const brokenProgress: readonly BrokenStore[] = [
  broken(SoundStore, {
    id: "reads-that-wait-all-the-same",
    summary: "Says that its reads never wait, and lets them.",
    traits: { reads: "never-wait" },
    caughtBy: ["a read passes an updater that awaits, and returns the value before it"],
  }),
  broken(SoundStore, {
    id: "one-queue-for-all-keys",
    summary: "Says that it excludes by key, and has one queue for all keys.",
    traits: { exclusion: "key" },
    caughtBy: [
      "a read passes an updater of another key that awaits",
      "a write passes an updater of another key that awaits",
      "an update passes an updater of another key that awaits",
    ],
  }),
  broken(SoundStore, {
    id: "lock-where-none-is-declared",
    summary: "Says that nothing excludes anything, and locks.",
    traits: { exclusion: "nothing" },
    caughtBy: [
      "a write passes an updater of its key that awaits",
      "an update passes an updater of its key that awaits",
      "a read passes an updater of another key that awaits",
      "a write passes an updater of another key that awaits",
      "an update passes an updater of another key that awaits",
    ],
  }),
];
