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
