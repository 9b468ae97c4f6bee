import type { Storable } from "@sync-strategies/state-store";
import { broken, type BrokenStore } from "../broken-store.ts";
import { SoundStore } from "../sound-store.ts";

/** Takes 0, "", false and null for "never written". */
class TruthyValues<Key, Value extends Storable> extends SoundStore<Key, Value> {
  protected override load(key: Key): Value | undefined {
    return super.load(key) || undefined;
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
  broken(CopiedValues, {
    id: "copied-values",
    summary: "Stores copies of values.",
    caughtBy: [
      "a value of any kind is read as it was written",
      "an updater is given a value of any kind as it was written",
      "an updater may make a value of any kind",
    ],
  }),
  broken(SoundStore, {
    id: "values-by-reference",
    summary: "Passes values by reference, although it says that each reader gets a copy.",
    traits: { values: "copy" },
    caughtBy: ["a value that is changed in place stays as it was written"],
  }),
  broken(KeysAsText, {
    id: "keys-as-text",
    summary: "Turns every key into a string.",
    caughtBy: ["keys that a Map tells apart are different keys"],
  }),
  broken(KeysByStrictEquality, {
    id: "keys-by-strict-equality",
    summary: "Compares keys by ===.",
    caughtBy: [
      "NaN is one key, and 0 and -0 are one key",
      "a closed store holds no key and no value",
    ],
  }),
  broken(KeysAsProperties, {
    id: "keys-as-properties",
    summary: "Keeps its state in an object's properties.",
    caughtBy: ["a name that objects inherit is a key like any other"],
  }),
];
