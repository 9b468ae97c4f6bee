/** Stores that are correct but for their fairness: each starves an operation if others keep coming. */
import { expect, test } from "vitest";
import type { Storable, Updater } from "@sync-strategies/state-store";
import {
  explore,
  overtakenRead,
  overtakenUpdate,
  overtakenWrite,
  renderSchedule,
  replay,
} from "@sync-strategies/schedule-explorer";
import { bare, BareStore, locked, LockedStore, strategyOf } from "./stores.ts";

/** Hands the lock to the one that chooses best. */
abstract class ChosenNext<Key, Value extends Storable> extends LockedStore<Key, Value> {
  #held = false;
  readonly #waiting: { readonly isRead: boolean; readonly admit: () => void }[] = [];
  #isRead = false;

  override read(key: Key): Promise<Value | undefined> {
    this.#isRead = true;
    return super.read(key);
  }

  override write(key: Key, value: Value): Promise<void> {
    this.#isRead = false;
    return super.write(key, value);
  }

  override update(key: Key, updater: Updater<Value>): Promise<Value> {
    this.#isRead = false;
    return super.update(key, updater);
  }

  protected override async acquire(): Promise<void> {
    if (this.#held) {
      const isRead = this.#isRead;
      await new Promise<void>((admit) => this.#waiting.push({ isRead, admit }));
    }
    this.#held = true;
  }

  protected override release(): void {
    const waiting = this.#waiting.map(({ isRead }) => isRead);
    const [next] = this.#waiting.splice(Math.max(0, this.choose(waiting)), 1);
    this.#held = next !== undefined;
    next?.admit();
  }

  /** The index of the one that is served next, by whether each that waits is a read; or -1. */
  protected abstract choose(waiting: readonly boolean[]): number;
}

class ChangesFirst<Key, Value extends Storable> extends ChosenNext<Key, Value> {
  protected override choose(waiting: readonly boolean[]): number {
    return waiting.indexOf(false);
  }
}

class ReadsFirst<Key, Value extends Storable> extends ChosenNext<Key, Value> {
  protected override choose(waiting: readonly boolean[]): number {
    return waiting.indexOf(true);
  }
}

class LastComeFirstServed<Key, Value extends Storable> extends ChosenNext<Key, Value> {
  protected override choose(waiting: readonly boolean[]): number {
    return waiting.length - 1;
  }
}

/** Starts an update over as often as another change comes first. */
class StartsOverForEver<Key, Value extends Storable> extends BareStore<Key, Value> {
  #version = 0;

  override write(key: Key, value: Value): Promise<void> {
    this.#version++;
    return super.write(key, value);
  }

  override async update(key: Key, updater: Updater<Value>): Promise<Value> {
    await Promise.resolve();
    for (;;) {
      const version = this.#version;
      const next = await updater(this.values.get(key));
      if (version !== this.#version) continue;
      await this.write(key, next);
      return next;
    }
  }
}

test.each([
  ["a read where changes come first", ChangesFirst, overtakenRead, "ABCDA", "read x by B"],
  ["a write where reads come first", ReadsFirst, overtakenWrite, "ABCDA", "write x = 10 by B"],
  [
    "a read where the last come is first",
    LastComeFirstServed,
    overtakenRead,
    "ABCDA",
    "read x by B",
  ],
] as const)("explore finds that %s starves", async (_, store, scenario, schedule, starved) => {
  const { failure } = await explore(scenario, strategyOf(store));
  expect(failure).toMatchObject({ kind: "starvation", schedule });
  expect(failure?.explanation).toContain(
    `${starved} still waits, although 11 operations that were called later are done: `,
  );
  expect(await replay(scenario, strategyOf(store), schedule)).toEqual(failure);
});

test("explore finds an update that starts over as long as others come first", async () => {
  const { failure } = await explore(overtakenUpdate, strategyOf(StartsOverForEver));
  expect(failure).toMatchObject({
    kind: "starvation",
    schedule: "ABABABABABABABABABABABA",
    explanation:
      "increment x by A has started over 11 times, because another change came first each time.",
  });
});

test("a schedule in which one step calls many operations is drawn in few words", async () => {
  const { failure } = await explore(overtakenRead, strategyOf(ChangesFirst));
  expect(renderSchedule(failure!, { width: 200 })).toContain(
    "sees 1, makes 2, done, increment x, sees 3, makes 4, done, 4 more",
  );
});

test.each([overtakenRead, overtakenWrite, overtakenUpdate])(
  "a fair store passes $id",
  async (scenario) => {
    expect(await explore(scenario, locked)).toMatchObject({ outcome: "passed" });
  },
);

test("a store without a lock starves nobody, whatever it loses", async () => {
  const { failure } = await explore(overtakenUpdate, bare);
  expect(failure?.kind).toBe("not-linearizable");
});
