import type { Storable } from "@sync-strategies/state-store";
import { broken, type BrokenStore } from "../broken-store.ts";
import { SoundLockPerKeyStore } from "../sound-lock-per-key-store.ts";
import { SoundStore } from "../sound-store.ts";

class LockKeptForEveryKey<Key, Value extends Storable> extends SoundLockPerKeyStore<Key, Value> {
  protected override forget(): void {}
}

class ContentsKeptWhenClosed<Key, Value extends Storable> extends SoundStore<Key, Value> {
  protected override async drain(): Promise<void> {
    await Promise.allSettled(this.open);
  }
}

export const brokenMemory: readonly BrokenStore[] = [
  broken(LockKeptForEveryKey, {
    id: "lock-kept-for-every-key",
    summary: "Keeps a lock for every key that was ever used.",
    traits: { exclusion: "key" },
    caughtBy: ["a key without a value takes no memory once its operations have settled"],
  }),
  broken(ContentsKeptWhenClosed, {
    id: "contents-kept-when-closed",
    summary: "Holds its keys and values after it has been closed.",
    caughtBy: ["a closed store holds no key and no value"],
  }),
];
