import type { Workload } from "./parameters.ts";

/**
 * The three workloads that `compare` runs unless told otherwise. `paced` is Go by Example's
 * "Stateful Goroutines" to the letter; the other two ask what it cannot answer.
 */
export const presets = {
  paced: {
    name: "paced",
    question: "How much does Go by Example's program get done, when every client pauses?",
    parameters: {
      readers: 100,
      writers: 10,
      updaters: 0,
      keys: 5,
      pauseUs: 1000,
      hold: 1000,
      seed: 1,
    },
    durationMs: 1000,
  },
  saturated: {
    name: "saturated",
    question: "What does one operation cost, when no client ever pauses?",
    parameters: {
      readers: 100,
      writers: 10,
      updaters: 0,
      keys: 5,
      pauseUs: 0,
      hold: 1000,
      seed: 1,
    },
    durationMs: 500,
  },
  contended: {
    name: "contended",
    question: "What is lost without synchronization, and what does holding the state cost others?",
    parameters: {
      readers: 100,
      writers: 0,
      updaters: 10,
      keys: 5,
      pauseUs: 0,
      hold: 1000,
      seed: 1,
    },
    durationMs: 500,
  },
} satisfies Record<string, Workload>;

/**
 * Workloads to be asked for by name: `saturated` with other mixes. What a client does is its
 * role, so a mix is a number of clients of each. A store that serves everyone in turn gets
 * through just these shares; one that favours a role gets through others, as its counts show.
 */
export const furtherPresets = {
  "read-heavy": {
    name: "read-heavy",
    question: "What does one operation cost, when 95 of 100 clients read?",
    parameters: {
      readers: 95,
      writers: 5,
      updaters: 0,
      keys: 5,
      pauseUs: 0,
      hold: 1000,
      seed: 1,
    },
    durationMs: 500,
  },
  "write-heavy": {
    name: "write-heavy",
    question: "What does one operation cost, when every other client writes?",
    parameters: {
      readers: 50,
      writers: 50,
      updaters: 0,
      keys: 5,
      pauseUs: 0,
      hold: 1000,
      seed: 1,
    },
    durationMs: 500,
  },
} satisfies Record<string, Workload>;

/** Every workload that has a name. */
export const allPresets = { ...presets, ...furtherPresets };
