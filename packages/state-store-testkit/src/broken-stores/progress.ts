import type { Storable } from "@sync-strategies/state-store";
import { broken, type BrokenStore } from "../broken-store.ts";
import { SoundLockPerKeyStore } from "../sound-lock-per-key-store.ts";
import { SoundStore } from "../sound-store.ts";

// These are sound but for what they say of themselves: that something passes an updater that
// awaits, and it waits; or that it waits, and it passes.

class ReadsWithoutLock<Key, Value extends Storable> extends SoundStore<Key, Value> {
  override read(
    ...[key, options]: Parameters<SoundStore<Key, Value>["read"]>
  ): Promise<Value | undefined> {
    return this.performAtOnce(() => this.load(key), options?.signal);
  }
}

/** Has 64 locks, each for the keys with its hash. */
class LockPerStripe<Key, Value extends Storable> extends SoundLockPerKeyStore<Key, Value> {
  protected override lockOf(key: Key): unknown {
    let hash = 0;
    for (const character of String(key)) hash += character.charCodeAt(0);
    return hash % 64;
  }
}

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
      "updaters of 1,000 keys may all await at once",
      "a key without a value takes no memory once its operations have settled",
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
      "updaters of 1,000 keys may all await at once",
    ],
  }),
  broken(ReadsWithoutLock, {
    id: "reads-without-lock",
    summary: "Says that its reads wait, and lets them pass.",
    caughtBy: [
      "a read waits while an updater of its key awaits",
      "a read waits while an updater of another key awaits",
      "no time limit gives a key away while its updater awaits",
    ],
  }),
  broken(LockPerStripe, {
    id: "lock-per-stripe",
    summary: "Says that it excludes by key, and has one lock for several keys.",
    traits: { exclusion: "key" },
    caughtBy: [
      "updaters of 1,000 keys may all await at once",
      "a key without a value takes no memory once its operations have settled",
    ],
  }),
  broken(SoundLockPerKeyStore, {
    id: "lock-per-key-where-one-is-declared",
    summary: "Says that it excludes across keys, and has a lock per key.",
    caughtBy: [
      "a read waits while an updater of another key awaits",
      "a write waits while an updater of another key awaits",
      "an update waits while an updater of another key awaits",
      "a key without a value takes no memory once its operations have settled",
    ],
  }),
  broken(SoundStore, {
    id: "once-though-declared-to-start-over",
    summary: "Says that updates may start over, and never lets another change come first.",
    traits: { updaterRuns: "at-least-once" },
    caughtBy: [
      "an update starts over when another change of its key came first",
      "an update that starts over is not affected by its signal between two attempts",
    ],
  }),
  broken(SoundStore, {
    id: "sound-control",
    summary: "Says that it is a control, and loses no update.",
    traits: { control: true },
    caughtBy: ["a control loses updates"],
  }),
];
