import type { Storable } from "@sync-strategies/state-store";
import { broken, type BrokenStore } from "../broken-store.ts";
import { SoundStore } from "../sound-store.ts";

/** Remembers what it has read, and forgets to forget it when an update comes. */
class StaleCache<Key, Value extends Storable> extends SoundStore<Key, Value> {
  readonly #cache = new Map<Key, Value | undefined>();

  override async read(
    ...[key, options]: Parameters<SoundStore<Key, Value>["read"]>
  ): Promise<Value | undefined> {
    if (this.#cache.has(key)) {
      return this.performAtOnce(() => this.#cache.get(key), options?.signal);
    }
    const value = await super.read(key, options);
    this.#cache.set(key, value);
    return value;
  }

  override write(...call: Parameters<SoundStore<Key, Value>["write"]>): Promise<void> {
    this.#cache.delete(call[0]);
    return super.write(...call);
  }
}

/** Applies a write when the operation after it is over, which therefore does not see it. */
class AcknowledgedBeforeApplied<Key, Value extends Storable> extends SoundStore<Key, Value> {
  #acknowledged: (() => void) | undefined;
  #due: (() => void) | undefined;

  override write(
    ...[key, value, options]: Parameters<SoundStore<Key, Value>["write"]>
  ): Promise<void> {
    return this.perform(() => {
      this.#acknowledged = () => this.save(key, value);
    }, options?.signal);
  }

  protected override passTurn(): void {
    this.#due?.();
    this.#due = this.#acknowledged;
    this.#acknowledged = undefined;
    super.passTurn();
  }
}

/** Holds a write back until the next operation, and lets a write of the same key pass it. */
class WritesReordered<Key, Value extends Storable> extends SoundStore<Key, Value> {
  #heldBack: { key: Key; value: Value } | undefined;

  protected override save(key: Key, value: Value): void {
    const heldBack = this.#heldBack;
    this.#heldBack = heldBack === undefined ? { key, value } : undefined;
    if (heldBack === undefined) return;
    super.save(key, value);
    super.save(heldBack.key, heldBack.value);
  }

  protected override load(key: Key): Value | undefined {
    if (this.#heldBack !== undefined) super.save(this.#heldBack.key, this.#heldBack.value);
    this.#heldBack = undefined;
    return super.load(key);
  }
}

export const brokenOrdering: readonly BrokenStore[] = [
  broken(StaleCache, {
    id: "stale-cache",
    summary: "Reads from a cache that updates do not reach.",
    caughtBy: [
      "keys that a Map tells apart are different keys",
      "NaN is one key, and 0 and -0 are one key",
      "a read called after an update has resolved returns its value, whichever client called which",
      "an update aborted right after its call is cancelled whole, or completes whole",
      "an update aborted just as its turn comes is cancelled whole, or completes whole",
      "an update with a signal that does not abort is as one without",
      "what random clients read and write is linearizable",
      "reads, writes and cancelled ones of random clients are linearizable",
      "updates of random clients are linearizable, among reads and writes",
      "updates that await are linearizable, among reads and writes",
      "everything that random clients do is linearizable, failing and cancelled operations among it",
      "everything that many random clients do on many keys is linearizable",
    ],
  }),
  broken(AcknowledgedBeforeApplied, {
    id: "acknowledged-before-applied",
    summary: "Resolves a write a while before its value is in force.",
    caughtBy: [
      "a read returns the value last written",
      "a write changes its own key and no other",
      "a value of any kind is read as it was written",
      "an updater is given a value of any kind as it was written",
      "an updater may make a value of any kind",
      "a name that objects inherit is a key like any other",
      "an update replaces the value and resolves to the new one",
      "an updater may await, and the update resolves to what it makes",
      "no write takes effect between an updater's call and its result",
      "a write waits while an updater of its key awaits",
      "a write called after an updater failed is served",
      "a write waiting behind an updater that fails gets its turn",
      "a read called after a write has resolved returns its value, whichever client called which",
      "a write called after a write has resolved is not undone by it",
      "an update called after a write has resolved is not undone by it",
      "an update works on the value of every write and update that has resolved",
      "a read with an aborted signal is cancelled, with the signal's very reason",
      "a write with an aborted signal is cancelled, with the signal's very reason",
      "an update with an aborted signal is cancelled, with the signal's very reason",
      "a write aborted right after its call is cancelled whole, or completes whole",
      "a write is served after all that waited before it were cancelled",
      "a write with a signal that does not abort is as one without",
      "a read called just before close completes",
      "an update called just before close completes",
      "two stores share no values",
      "closing one store does not close another",
      "what random clients read and write is linearizable",
      "reads, writes and cancelled ones of random clients are linearizable",
      "updates of random clients are linearizable, among reads and writes",
      "updates that await are linearizable, among reads and writes",
      "everything that random clients do is linearizable, failing and cancelled operations among it",
    ],
  }),
  broken(WritesReordered, {
    id: "writes-reordered",
    summary: "Lets a write take effect after a later one.",
    caughtBy: [
      "an updater is given a value of any kind as it was written",
      "no write takes effect between an updater's call and its result",
      "a write waits while an updater of its key awaits",
      "a write called after a write has resolved is not undone by it",
      "a write aborted just as its turn comes is cancelled whole, or completes whole",
      "what random clients read and write is linearizable",
      "reads, writes and cancelled ones of random clients are linearizable",
      "updates of random clients are linearizable, among reads and writes",
      "updates that await are linearizable, among reads and writes",
      "everything that random clients do is linearizable, failing and cancelled operations among it",
      "everything that many random clients do on many keys is linearizable",
    ],
  }),
];
