/** A thread with a handle on the state, and clients that use it as the test asks. */
import { serveCoordinator } from "@sync-strategies/members";
import strategies from "../../dist/strategy.js";

const turn = () => new Promise(setImmediate);

let store;
let finish;
let onCalled;
const held = {};

const tasks = {
  async open({ id, address, withoutLookout = false }) {
    // What is waited for must come by itself, and not because a timer looks for it.
    if (withoutLookout) globalThis.setInterval = () => undefined;
    store = await strategies.find((strategy) => strategy.id === id).openStore(address);
  },

  /** Clients that add one to a key, over and over, awaiting more or less in between. */
  async add({ clients, times, keys, seed }) {
    let random = seed;
    const below = (limit) => {
      random = (Math.imul(random, 1_103_515_245) + 12_345) & 0x7fffffff;
      return (random >>> 8) % limit;
    };
    let given = 0;
    const client = async () => {
      for (let time = 0; time < times; time += 1) {
        const key = below(keys);
        const pauses = below(3);
        const controller = new AbortController();
        const updater = async (current = 0) => {
          if (pauses > 0) await (pauses === 1 ? Promise.resolve() : turn());
          return current + 1;
        };
        const isAborted = below(5) === 0;
        const update = store.update(key, updater, isAborted ? controller : undefined);
        if (isAborted) {
          for (let hop = below(8); hop > 0; hop -= 1) await Promise.resolve();
          controller.abort("enough");
        }
        try {
          await update;
          given += 1;
        } catch (error) {
          if (error !== "enough") throw error;
        }
        if (below(2) === 0) await store.read(below(keys));
        if (below(8) === 0) await turn();
      }
    };
    await Promise.all(Array.from({ length: clients }, client));
    return given;
  },

  /** Begins an update that goes on until `finish`, and resolves when its updater has been called. */
  hold: ({ key }) =>
    new Promise((resolve) => {
      onCalled = resolve;
      held[key] = store.update(key, async (current = 0) => {
        onCalled(current);
        return current + (await new Promise((letGo) => (finish = letGo)));
      });
    }),
  finish({ key, amount }) {
    finish(amount);
    return held[key];
  },

  /** Ends the update's attempt, which has been overtaken, and resolves when the next one begins. */
  nextAttempt: () =>
    new Promise((resolve) => {
      onCalled = resolve;
      finish(1);
    }),

  /** Calls an operation that waits, and resolves when it does. */
  async wait({ key }) {
    held[key] = store.update(key, (current = 0) => current + 100);
    await turn();
  },
  waited: ({ key }) => held[key],

  read: ({ key }) => store.read(key),
  write: ({ key, value }) => store.write(key, value),
  close: () => store.close(),
};

serveCoordinator(async ({ task, ...parameters }) => tasks[task](parameters));
