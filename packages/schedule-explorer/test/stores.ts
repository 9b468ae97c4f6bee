import {
  StoreClosedError,
  type StateStore,
  type Storable,
  type Updater,
} from "@sync-strategies/state-store";
import type { StoreSource } from "@sync-strategies/schedule-explorer";

/** A map and nothing else: an update reads, awaits and writes. */
export class BareStore<Key, Value extends Storable> implements StateStore<Key, Value> {
  protected readonly values = new Map<Key, Value>();

  async read(key: Key): Promise<Value | undefined> {
    return this.values.get(key);
  }

  async write(key: Key, value: Value): Promise<void> {
    this.values.set(key, value);
  }

  async update(key: Key, updater: Updater<Value>): Promise<Value> {
    await Promise.resolve();
    const next = await updater(this.values.get(key));
    this.values.set(key, next);
    return next;
  }

  async close(): Promise<void> {}

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}

/**
 * The same behind one lock, first come first served, as plainly as it can be written. Each
 * method that a broken store gets wrong can be overridden.
 */
export class LockedStore<Key, Value extends Storable> extends BareStore<Key, Value> {
  #held = false;
  readonly #waiting: (() => void)[] = [];
  #closed = false;
  #open = 0;
  #whenIdle: (() => void) | undefined;

  override read(
    key: Key,
    options?: { signal?: AbortSignal | undefined },
  ): Promise<Value | undefined> {
    return this.locked(async () => super.read(key), options?.signal);
  }

  override write(
    key: Key,
    value: Value,
    options?: { signal?: AbortSignal | undefined },
  ): Promise<void> {
    return this.locked(async () => super.write(key, value), options?.signal);
  }

  override update(
    key: Key,
    updater: Updater<Value>,
    options?: { signal?: AbortSignal | undefined },
  ): Promise<Value> {
    return this.locked(async () => super.update(key, updater), options?.signal);
  }

  override async close(): Promise<void> {
    this.#closed = true;
    if (this.#open > 0) {
      await new Promise<void>((resolve) => {
        this.#whenIdle = resolve;
      });
    }
  }

  protected async locked<Result>(
    section: () => Promise<Result>,
    signal: AbortSignal | undefined,
  ): Promise<Result> {
    if (this.#closed) throw new StoreClosedError();
    this.#open++;
    try {
      signal?.throwIfAborted();
      await this.acquire(signal);
      return await this.inside(section);
    } finally {
      this.#open--;
      if (this.#open === 0) this.#whenIdle?.();
    }
  }

  protected async inside<Result>(section: () => Promise<Result>): Promise<Result> {
    try {
      return await section();
    } finally {
      this.release();
    }
  }

  protected acquire(signal: AbortSignal | undefined): Promise<void> {
    if (!this.#held) {
      this.#held = true;
      return Promise.resolve();
    }
    return new Promise((resolve, reject) => {
      const admit = (): void => {
        signal?.removeEventListener("abort", leave);
        resolve();
      };
      const leave = (): void => {
        this.#waiting.splice(this.#waiting.indexOf(admit), 1);
        reject(signal?.reason);
      };
      signal?.addEventListener("abort", leave, { once: true });
      this.#waiting.push(admit);
    });
  }

  protected release(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#held = false;
    else next();
  }
}

type StoreClass = new <Key, Value extends Storable>() => StateStore<Key, Value>;

/** A strategy of stores of a class, as far as the explorer looks at it. */
export function strategyOf(storeClass: StoreClass): StoreSource {
  return { createStore: <Key, Value extends Storable>() => new storeClass<Key, Value>() };
}

export const bare = strategyOf(BareStore);
export const locked = strategyOf(LockedStore);
