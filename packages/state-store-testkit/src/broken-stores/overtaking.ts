import type { Storable } from "@sync-strategies/state-store";
import { broken, type BrokenStore } from "../broken-store.ts";
import type { Method } from "../operations.ts";
import { optimisticTraits, SoundOptimisticStore } from "../sound-optimistic-store.ts";
import { SoundStore, type Waiter } from "../sound-store.ts";

/** Of those that wait, serves the one of the highest rank. */
abstract class ServedByRank<Key, Value extends Storable> extends SoundStore<Key, Value> {
  readonly #ranks = new WeakMap<Waiter, number>();
  #rank = 0;

  override read(...call: Parameters<SoundStore<Key, Value>["read"]>): Promise<Value | undefined> {
    this.#rank = this.rankOf("read", call[0]);
    return super.read(...call);
  }

  override write(...call: Parameters<SoundStore<Key, Value>["write"]>): Promise<void> {
    this.#rank = this.rankOf("write", call[0]);
    return super.write(...call);
  }

  override update(...call: Parameters<SoundStore<Key, Value>["update"]>): Promise<Value> {
    this.#rank = this.rankOf("update", call[0]);
    return super.update(...call);
  }

  protected abstract rankOf(method: Method["name"], key: Key): number;

  protected override enqueue(waiter: Waiter): void {
    this.#ranks.set(waiter, this.#rank);
    super.enqueue(waiter);
  }

  protected override nextInTurn(): Waiter | undefined {
    let next: Waiter | undefined;
    let highest = Number.NEGATIVE_INFINITY;
    for (const waiter of this.waiting) {
      const rank = this.#ranks.get(waiter) ?? 0;
      if (rank <= highest) continue;
      highest = rank;
      next = waiter;
    }
    return next;
  }
}

class ChangesFirst<Key, Value extends Storable> extends ServedByRank<Key, Value> {
  protected override rankOf(method: Method["name"]): number {
    return method === "read" ? 0 : 1;
  }
}

class ReadsFirst<Key, Value extends Storable> extends ServedByRank<Key, Value> {
  protected override rankOf(method: Method["name"]): number {
    return method === "read" ? 1 : 0;
  }
}

class LaterKeysFirst<Key, Value extends Storable> extends ServedByRank<Key, Value> {
  protected override rankOf(_method: Method["name"], key: Key): number {
    return String(key).charCodeAt(0);
  }
}

class LastComeFirstServed<Key, Value extends Storable> extends ServedByRank<Key, Value> {
  #count = 0;

  protected override rankOf(): number {
    this.#count += 1;
    return this.#count;
  }
}

class StartsOverForEver<Key, Value extends Storable> extends SoundOptimisticStore<Key, Value> {
  protected override mayAttempt(): boolean {
    return true;
  }
}

export const brokenOvertaking: readonly BrokenStore[] = [
  broken(ChangesFirst, {
    id: "changes-first",
    summary: "Serves every write and update that waits before it serves a read.",
    caughtBy: ["a read that waits gets its turn, however many operations are called later"],
  }),
  broken(ReadsFirst, {
    id: "reads-first",
    summary: "Serves every read that waits before it serves a write or an update.",
    caughtBy: [
      "a write that waits gets its turn, however many operations are called later",
      "an update that waits gets its turn, however many operations are called later",
    ],
  }),
  broken(LaterKeysFirst, {
    id: "later-keys-first",
    summary: "Serves the key that is last in the alphabet first.",
    caughtBy: [
      "a read that waits gets its turn, however many operations are called later",
      "a write that waits gets its turn, however many operations are called later",
      "an update that waits gets its turn, however many operations are called later",
    ],
  }),
  broken(LastComeFirstServed, {
    id: "last-come-first-served",
    summary: "Serves the operation that was called last first.",
    caughtBy: [
      "a read that waits gets its turn, however many operations are called later",
      "a write that waits gets its turn, however many operations are called later",
      "an update that waits gets its turn, however many operations are called later",
    ],
  }),
  broken(StartsOverForEver, {
    id: "starts-over-for-ever",
    summary: "Lets an update start over as often as other changes come first.",
    traits: optimisticTraits,
    caughtBy: [
      "an update whose updater awaits settles, however often other clients change its key",
    ],
  }),
];
