import type { Storable } from "@sync-strategies/state-store";
import { broken, type BrokenStore } from "../broken-store.ts";
import { SoundStore } from "../sound-store.ts";

/** Serves every other read from a copy that is one write behind. */
class LaggingReplica<Key, Value extends Storable> extends SoundStore<Key, Value> {
  readonly #replica = new Map<Key, Value>();
  #reads = 0;

  protected override save(key: Key, value: Value): void {
    const previous = this.state.get(key);
    if (previous !== undefined) this.#replica.set(key, previous);
    super.save(key, value);
  }

  override async read(
    ...call: Parameters<SoundStore<Key, Value>["read"]>
  ): Promise<Value | undefined> {
    const value = await super.read(...call);
    this.#reads += 1;
    return this.#reads % 2 === 0 ? (this.#replica.get(call[0]) ?? value) : value;
  }
}

export const brokenLinearizability: readonly BrokenStore[] = [
  broken(LaggingReplica, {
    id: "lagging-replica",
    summary: "Serves some reads from a copy that is one write behind.",
    caughtBy: [
      "a read returns the value last written",
      "a value of any kind is read as it was written",
      "an updater may make a value of any kind",
      "keys that a Map tells apart are different keys",
      "a promise of another library or realm is awaited as any other",
      "a read called after a write has resolved returns its value, whichever client called which",
      "a read called after an update has resolved returns its value, whichever client called which",
      "a write called after a write has resolved is not undone by it",
      "an update called after a write has resolved is not undone by it",
      "a client that reads again never reads an older value",
      "an update works on the value of every write and update that has resolved",
      "a write aborted right after its call is cancelled whole, or completes whole",
      "an update aborted right after its call is cancelled whole, or completes whole",
      "a write aborted just as its turn comes is cancelled whole, or completes whole",
      "an update aborted just as its turn comes is cancelled whole, or completes whole",
      "a write with a signal that does not abort is as one without",
      "an update with a signal that does not abort is as one without",
      "a closed store holds no key and no value",
      "what random clients read and write is linearizable",
      "reads, writes and cancelled ones of random clients are linearizable",
      "updates of random clients are linearizable, among reads and writes",
      "updates that await are linearizable, among reads and writes",
      "everything that random clients do is linearizable, failing and cancelled operations among it",
      "everything that many random clients do on many keys is linearizable",
      "many keys keep their values apart",
    ],
  }),
];
