/**
 * What a sound strategy of a test is made of, and one that goes wrong: in one member, and in the
 * measured run unless it says otherwise. In plain JavaScript, so that members load it as it is.
 */
import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

export const never = () => new Promise(() => {});
const nextTurn = () => new Promise((resolve) => setImmediate(resolve));

/** How many states a trial creates before the measured one. */
const WARM_UP_STATES = 4;

/** A lock per key: whoever finds it taken looks again in the next turn of its event loop. */
class LockingStore {
  constructor(memory) {
    this.memory = memory;
  }

  async locked(key, operation) {
    while (!this.memory.tryLock(key)) await nextTurn();
    try {
      return await operation();
    } finally {
      this.memory.unlock(key);
    }
  }

  read(key) {
    return this.locked(key, () => this.memory.get(key));
  }

  write(key, value) {
    return this.locked(key, () => this.memory.set(key, value));
  }

  update(key, updater) {
    return this.locked(key, () => this.updateUnlocked(key, updater));
  }

  async updateUnlocked(key, updater) {
    const value = await updater(this.memory.get(key));
    this.memory.set(key, value);
    return value;
  }

  async close() {}

  [Symbol.asyncDispose]() {
    return this.close();
  }
}

/**
 * Makes strategies whose state lives in some memory.
 *
 * @param make makes a new memory at a place: what is posted to members.
 * @param open opens it in a member.
 */
export function strategiesOver({ span, make, open: openMemory }) {
  /**
   * @param spoil is handed the store of the second member, and may change it.
   * @param open gives the second member something else instead.
   */
  return function strategy(
    id,
    {
      spoil = () => {},
      open = (store) => store,
      createState,
      dispose = async () => {},
      inWarmUp,
    } = {},
  ) {
    let created = 0;
    return {
      id,
      title: `The test strategy ${id}`,
      summary: "It exists for a test.",
      traits: {
        access: "lock-holder",
        exclusion: "key",
        reads: "wait",
        updaterRuns: "once",
        control: false,
        values: "number",
      },
      span,
      async createState(place) {
        if (createState !== undefined) return createState(place);
        const isMeasured = ++created > WARM_UP_STATES;
        const { folder } = place;
        if ((await readdir(folder)).length > 0) throw new Error("the folder is not empty");
        await writeFile(join(folder, "left-behind"), "");
        const memory = make(place);
        return {
          addressFor: (member) => ({ address: { memory, member, isMeasured } }),
          [Symbol.asyncDispose]: dispose,
        };
      },
      async openStore(address) {
        const store = new LockingStore(openMemory(address.memory));
        const isSpoilt = address.member === 1 && (address.isMeasured || inWarmUp);
        if (isSpoilt) spoil(store);
        return isSpoilt ? open(store) : store;
      },
    };
  };
}

/** Calls the function in place of the read with this number. */
export function atRead(number, instead) {
  return (store) => {
    let reads = 0;
    const read = store.read.bind(store);
    store.read = (key) => (++reads === number ? instead() : read(key));
  };
}

/** No update of the second member waits for others. */
export const losesUpdates = {
  inWarmUp: true,
  spoil: (store) => void (store.update = store.updateUnlocked),
};
