import { LEAST_MAXIMUM_OPEN, type Storable } from "@sync-strategies/state-store";
import { broken, type BrokenStore } from "../broken-store.ts";
import { SoundStore } from "../sound-store.ts";

/** Refuses to let more than 100 operations wait. */
class LimitedQueue<Key, Value extends Storable> extends SoundStore<Key, Value> {
  protected override takeTurn(signal: AbortSignal | undefined): Promise<void> {
    if (this.waiting.size >= 100) return Promise.reject(new Error("Too many operations wait."));
    return super.takeTurn(signal);
  }
}

/** Forgets the oldest keys, as a cache would. */
class ForgottenKeys<Key, Value extends Storable> extends SoundStore<Key, Value> {
  protected override save(key: Key, value: Value): void {
    super.save(key, value);
    const [oldest] = this.state.keys();
    if (this.state.size > 500 && oldest !== undefined) this.state.delete(oldest);
  }
}

/** Declares a maximum and does not keep it. */
class MaximumNotKept<Key, Value extends Storable> extends SoundStore<Key, Value> {}

export const brokenManyClients: readonly BrokenStore[] = [
  broken(LimitedQueue, {
    id: "limited-queue",
    summary: "Lets a limited number of operations wait.",
    caughtBy: [
      "close drains everything that waits, however much it is",
      "a key without a value takes no memory once its operations have settled",
      "10,000 operations may be open at once on one key",
      "many keys keep their values apart",
    ],
  }),
  broken(MaximumNotKept, {
    id: "maximum-not-kept",
    summary: "Declares a maximum of open operations, and lets more be open.",
    traits: { maximumOpen: LEAST_MAXIMUM_OPEN },
    caughtBy: ["operations beyond the declared maximum are rejected, and no others"],
  }),
  broken(ForgottenKeys, {
    id: "forgotten-keys",
    summary: "Holds a limited number of keys.",
    caughtBy: ["many keys keep their values apart"],
  }),
];
