import type { Storable } from "@sync-strategies/state-store";
import { broken, type BrokenStore } from "../broken-store.ts";
import { SoundStore } from "../sound-store.ts";

class NullForMissing<Key, Value extends Storable> extends SoundStore<Key, Value> {
  protected override load(key: Key): Value | undefined {
    // @ts-expect-error Value need not contain null.
    return super.load(key) ?? null;
  }
}

export const brokenReadingAndWriting: readonly BrokenStore[] = [
  broken(NullForMissing, {
    id: "null-for-missing",
    summary: "Has null where nothing was written.",
    caughtBy: [
      "a key that was never written reads as undefined",
      "a write changes its own key and no other",
      "a name that objects inherit is a key like any other",
      "an updater of a key that was never written is given undefined",
      "the value stays as it was when an updater fails",
      "an update whose updater throws, or is no function at all, rejects and never throws",
      "two stores share no values",
      "what random clients read and write is linearizable",
      "reads, writes and cancelled ones of random clients are linearizable",
      "updates of random clients are linearizable, among reads and writes",
      "updates that await are linearizable, among reads and writes",
      "everything that random clients do is linearizable, failing and cancelled operations among it",
      "everything that many random clients do on many keys is linearizable",
    ],
  }),
];
