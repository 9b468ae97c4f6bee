import type { StateStore, Updater } from "@sync-strategies/state-store";

/** A bare Map: right as long as updaters do not await, for the tests to vary. */
export class MapStore implements StateStore<number, number> {
  readonly state = new Map<number, number>();
  reads = 0;

  read(key: number): Promise<number | undefined> {
    this.reads++;
    return Promise.resolve(this.state.get(key));
  }

  write(key: number, value: number): Promise<void> {
    this.state.set(key, value);
    return Promise.resolve();
  }

  async update(key: number, updater: Updater<number>): Promise<number> {
    const value = await updater(this.state.get(key));
    this.state.set(key, value);
    return value;
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}

/** The same, with one update after the other. */
export class QueueStore extends MapStore {
  #last: Promise<unknown> = Promise.resolve();

  override update(key: number, updater: Updater<number>): Promise<number> {
    const result = this.#last.then(() => super.update(key, updater));
    this.#last = result.catch(() => {});
    return result;
  }
}
