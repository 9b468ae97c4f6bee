/**
 * A correct store without a turn: an update starts over if its key was changed meanwhile. After a
 * few attempts it locks the key, so that others cannot overtake it for ever.
 *
 * Invariant: a key has a tail exactly while it is locked. Until then only the holder changes it,
 * and everything else that would change it is queued behind the tail. An operation starts at its
 * call, and so cannot be cancelled later.
 */
import type {
  OperationOptions,
  Storable,
  StrategyTraits,
  Updater,
} from "@sync-strategies/state-store";
import { SoundStore } from "./sound-store.ts";

export const optimisticTraits: Partial<StrategyTraits> = {
  access: "any-caller",
  exclusion: "nothing",
  reads: "never-wait",
  updaterRuns: "at-least-once",
};

const ATTEMPTS = 3;

export class SoundOptimisticStore<Key, Value extends Storable> extends SoundStore<Key, Value> {
  /** A new object for each change of a key. */
  readonly #versions = new Map<Key, object>();
  readonly #tails = new Map<Key, Promise<unknown>>();

  override write(key: Key, value: Value, options?: OperationOptions): Promise<void> {
    return this.perform(() => this.change(key, () => this.save(key, value)), options?.signal);
  }

  protected override takeTurn(): Promise<void> {
    return Promise.resolve();
  }

  protected override save(key: Key, value: Value): void {
    this.#versions.set(key, {});
    super.save(key, value);
  }

  protected override async replace(key: Key, updater: Updater<Value>): Promise<Value> {
    for (let attempt = 0; this.mayAttempt(attempt) && !this.#tails.has(key); attempt += 1) {
      const version = this.#versions.get(key);
      const next = await this.callUpdater(updater, this.load(key), attempt);
      if (this.#versions.get(key) === version && !this.#tails.has(key)) {
        this.save(key, next);
        return next;
      }
    }
    return this.#locked(key, () => super.replace(key, updater));
  }

  /** Whether an update may try once more without the lock. */
  protected mayAttempt(attempt: number): boolean {
    return attempt < ATTEMPTS;
  }

  protected async callUpdater(
    updater: Updater<Value>,
    current: Value | undefined,
    _attempt: number,
  ): Promise<Value> {
    return updater(current);
  }

  protected async change(key: Key, section: () => void): Promise<void> {
    if (this.#tails.has(key)) await this.#locked(key, async () => section());
    else section();
  }

  async #locked<Result>(key: Key, section: () => Promise<Result>): Promise<Result> {
    const before = this.#tails.get(key);
    const enter = async (): Promise<Result> => {
      await before;
      return section();
    };
    const entered = enter();
    const tail = entered.catch(() => {});
    this.#tails.set(key, tail);
    try {
      return await entered;
    } finally {
      if (this.#tails.get(key) === tail) this.#tails.delete(key);
    }
  }

  protected override async drain(): Promise<void> {
    await super.drain();
    this.#versions.clear();
  }
}
