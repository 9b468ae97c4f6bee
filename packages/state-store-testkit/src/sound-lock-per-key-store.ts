/**
 * A correct store with a queue for each key in use.
 *
 * Invariant: a key has a queue exactly while an operation of it is open, so that keys which were
 * used once cost nothing.
 */
import type { OperationOptions, Storable, Updater } from "@sync-strategies/state-store";
import { SoundStore } from "./sound-store.ts";

export class SoundLockPerKeyStore<Key, Value extends Storable> extends SoundStore<Key, Value> {
  readonly #queues = new Map<unknown, Queue>();

  override read(key: Key, options?: OperationOptions): Promise<Value | undefined> {
    return this.#performInQueue(key, () => this.load(key), options?.signal);
  }

  override write(key: Key, value: Value, options?: OperationOptions): Promise<void> {
    return this.#performInQueue(key, () => this.save(key, value), options?.signal);
  }

  override update(key: Key, updater: Updater<Value>, options?: OperationOptions): Promise<Value> {
    return this.#performInQueue(key, () => this.replace(key, updater), options?.signal);
  }

  protected override takeTurn(): Promise<void> {
    return Promise.resolve();
  }

  /** Operations of keys with the same lock wait for each other. */
  protected lockOf(key: Key): unknown {
    return key;
  }

  /** Called for a queue in which nothing is left. */
  protected forget(lock: unknown): void {
    this.#queues.delete(lock);
  }

  #performInQueue<Result>(
    key: Key,
    operation: () => Result | Promise<Result>,
    signal: AbortSignal | undefined,
  ): Promise<Result> {
    return this.perform(async () => {
      const lock = this.lockOf(key);
      const queue = this.#queues.get(lock) ?? new Queue();
      this.#queues.set(lock, queue);
      try {
        return await queue.perform(operation, signal);
      } finally {
        if (queue.isIdle && this.#queues.get(lock) === queue) this.forget(lock);
      }
    }, signal);
  }

  protected override async drain(): Promise<void> {
    await super.drain();
    this.#queues.clear();
  }
}

/** The turns of a sound store, without its state. */
class Queue extends SoundStore<never, never> {
  get isIdle(): boolean {
    return !this.busy;
  }

  override perform<Result>(
    operation: () => Result | Promise<Result>,
    signal: AbortSignal | undefined,
  ): Promise<Result> {
    return super.performInTurn(operation, signal);
  }
}
