import type { Storable } from "@sync-strategies/state-store";
import { SoundStore, strategy } from "./sound-store.ts";

/** Serves reads only while no change waits: clients that change without a pause starve readers. */
class ChangesFirstStore<Key, Value extends Storable> extends SoundStore<Key, Value> {
  #changes = 0;
  #reads: (() => void)[] = [];

  override read(key: Key): Promise<Value | undefined> {
    if (this.#changes === 0) return Promise.resolve(this.state.get(key));
    return new Promise((resolve) => this.#reads.push(() => resolve(this.state.get(key))));
  }

  protected override async inTurn<Result>(
    operation: () => Result | Promise<Result>,
  ): Promise<Result> {
    this.#changes++;
    try {
      return await super.inTurn(operation);
    } finally {
      // A client that changes again does so in the microtasks before the next turn.
      setImmediate(() => {
        if (--this.#changes > 0) return;
        for (const read of this.#reads.splice(0)) read();
      });
    }
  }
}

export default strategy("starves-readers", () => new ChangesFirstStore());
