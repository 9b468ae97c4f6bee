import type { Storable } from "@sync-strategies/state-store";
import { broken, type BrokenStore } from "../broken-store.ts";
import { SoundStore } from "../sound-store.ts";

/** Takes 0, "", false and null for "never written". */
class TruthyValues<Key, Value extends Storable> extends SoundStore<Key, Value> {
  protected override load(key: Key): Value | undefined {
    return super.load(key) || undefined;
  }
}

class NullForMissing<Key, Value extends Storable> extends SoundStore<Key, Value> {
  protected override load(key: Key): Value | undefined {
    // @ts-expect-error Value need not contain null.
    return super.load(key) ?? null;
  }
}

class CopiedValues<Key, Value extends Storable> extends SoundStore<Key, Value> {
  protected override save(key: Key, value: Value): void {
    super.save(key, structuredClone(value));
  }
}

class KeysAsText<Key, Value extends Storable> extends SoundStore<Key, Value> {
  readonly #byText = new Map<string, Value>();

  protected override load(key: Key): Value | undefined {
    return this.#byText.get(String(key));
  }

  protected override save(key: Key, value: Value): void {
    this.#byText.set(String(key), value);
  }
}

/** Compares keys by ===, by which NaN is not itself. */
class KeysByStrictEquality<Key, Value extends Storable> extends SoundStore<Key, Value> {
  readonly #entries: { key: Key; value: Value }[] = [];

  protected override load(key: Key): Value | undefined {
    return this.#entries.find((entry) => entry.key === key)?.value;
  }

  protected override save(key: Key, value: Value): void {
    const entry = this.#entries.find((each) => each.key === key);
    if (entry === undefined) this.#entries.push({ key, value });
    else entry.value = value;
  }
}

/** Keeps strings as an object's properties, which inherits some. */
class KeysAsProperties<Key, Value extends Storable> extends SoundStore<Key, Value> {
  readonly #properties: Record<string, Value> = {};

  protected override load(key: Key): Value | undefined {
    return typeof key === "string" ? this.#properties[key] : super.load(key);
  }

  protected override save(key: Key, value: Value): void {
    if (typeof key === "string") this.#properties[key] = value;
    else super.save(key, value);
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

/** Refuses to let more than 100 operations wait. */
class LimitedQueue<Key, Value extends Storable> extends SoundStore<Key, Value> {
  protected override takeTurn(signal: AbortSignal | undefined): Promise<void> {
    if (this.waiting.size >= 100) return Promise.reject(new Error("Too many operations wait."));
    return super.takeTurn(signal);
  }
}

export const brokenKeysAndValues: readonly BrokenStore[] = [
  broken(TruthyValues, {
    id: "truthy-values",
    summary: "Takes a value that is not truthy for one that was never written.",
    caughtBy: [
      "a value of any kind is read as it was written",
      "an updater is given a value of any kind as it was written",
      "an updater may make a value of any kind",
      "a name that objects inherit is a key like any other",
      "a write with a signal that does not abort is as one without",
      "an update with a signal that does not abort is as one without",
    ],
  }),
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
  broken(CopiedValues, {
    id: "copied-values",
    summary: "Stores copies of values.",
    caughtBy: [
      "a value of any kind is read as it was written",
      "an updater is given a value of any kind as it was written",
      "an updater may make a value of any kind",
    ],
  }),
  broken(KeysAsText, {
    id: "keys-as-text",
    summary: "Turns every key into a string.",
    caughtBy: ["keys that a Map tells apart are different keys"],
  }),
  broken(KeysByStrictEquality, {
    id: "keys-by-strict-equality",
    summary: "Compares keys by ===.",
    caughtBy: ["NaN is one key, and 0 and -0 are one key"],
  }),
  broken(KeysAsProperties, {
    id: "keys-as-properties",
    summary: "Keeps its state in an object's properties.",
    caughtBy: ["a name that objects inherit is a key like any other"],
  }),
  broken(ForgottenKeys, {
    id: "forgotten-keys",
    summary: "Holds a limited number of keys.",
    caughtBy: ["many keys keep their values apart"],
  }),
  broken(LimitedQueue, {
    id: "limited-queue",
    summary: "Lets a limited number of operations wait.",
    caughtBy: [
      "close drains everything that waits, however much it is",
      "10,000 operations may be open at once on one key",
      "many keys keep their values apart",
    ],
  }),
];
