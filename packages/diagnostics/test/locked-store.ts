import type { WatchOptions } from "@sync-strategies/diagnostics";
import {
  StoreClosedError,
  type OperationOptions,
  type StateStore,
  type StrategyTraits,
  type Updater,
} from "@sync-strategies/state-store";

/** A small store whose operations, or all but its reads, queue by key, together, or not at all. */
export class LockedStore implements StateStore<string, number> {
  readonly #state = new Map<string, number>();
  readonly #queues = new Map<string, Promise<unknown>>();
  readonly #exclusion: StrategyTraits["exclusion"];
  readonly #reads: StrategyTraits["reads"] | undefined;
  #closed = false;

  constructor(traits: WatchOptions) {
    this.#exclusion = traits.exclusion;
    this.#reads = traits.reads;
  }

  async read(key: string, options?: OperationOptions): Promise<number | undefined> {
    if (this.#reads === "never-wait") return this.#state.get(key);
    return this.#inTurn(key, options, () => this.#state.get(key));
  }

  write(key: string, value: number, options?: OperationOptions): Promise<void> {
    return this.#inTurn(key, options, () => {
      this.#state.set(key, value);
    });
  }

  update(key: string, updater: Updater<number>, options?: OperationOptions): Promise<number> {
    return this.#inTurn(key, options, async () => {
      const next = await updater(this.#state.get(key));
      this.#state.set(key, next);
      return next;
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    await Promise.allSettled(this.#queues.values());
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #inTurn<Result>(
    key: string,
    options: OperationOptions | undefined,
    operation: () => Result | Promise<Result>,
  ): Promise<Result> {
    if (this.#closed) throw new StoreClosedError();
    options?.signal?.throwIfAborted();
    const queue = this.#exclusion === "key" ? `key ${key}` : "all";
    const before = this.#exclusion === "nothing" ? undefined : this.#queues.get(queue);
    const signal = options?.signal;
    const result = Promise.allSettled([before]).then(() => {
      signal?.throwIfAborted();
      return operation();
    });
    this.#queues.set(
      queue,
      result.catch(() => undefined),
    );
    return signal === undefined ? result : Promise.race([result, rejectionBy(signal)]);
  }
}

function rejectionBy(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason));
  });
}
