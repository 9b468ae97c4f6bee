/**
 * A correct store for the tests' strategies to spoil, in plain JavaScript: a trial's process loads
 * it as it is.
 */
export class SoundStore {
  #state = new Map();
  #last = Promise.resolve();

  #inTurn(operation) {
    const result = this.#last.then(operation);
    this.#last = result.catch(() => {});
    return result;
  }

  read(key) {
    return this.#inTurn(() => this.#state.get(key));
  }

  write(key, value) {
    return this.#inTurn(() => void this.#state.set(key, value));
  }

  update(key, updater) {
    return this.#inTurn(async () => {
      const value = await updater(this.#state.get(key));
      this.#state.set(key, value);
      return value;
    });
  }

  async close() {
    await this.#last;
  }

  [Symbol.asyncDispose]() {
    return this.close();
  }
}

export function strategy(id, createStore) {
  return {
    id,
    title: `The test strategy ${id}`,
    summary: "It exists for a test.",
    traits: {
      access: "lock-holder",
      exclusion: "store",
      reads: "wait",
      updaterRuns: "once",
      control: false,
    },
    createStore,
  };
}
