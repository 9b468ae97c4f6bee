/** The workloads that have names. */
import { completeParameters, type GivenParameters } from "./knobs.ts";
import type { Workload } from "./parameters.ts";

/** What all presets share unless they say otherwise. */
const common = {
  readers: 0,
  writers: 0,
  updaters: 0,
  keys: 5,
  pauseUs: 0,
  hold: 1000,
  seed: 1,
} as const satisfies GivenParameters;

function preset(
  name: string,
  question: string,
  parameters: Partial<GivenParameters>,
  durationMs = 500,
): Workload {
  return {
    name,
    question,
    parameters: completeParameters({ ...common, ...parameters }),
    durationMs,
  };
}

/**
 * The three workloads that `compare` runs by default. `paced` is Go by Example's "Stateful
 * Goroutines" to the letter; the other two ask what it cannot answer.
 */
export const presets = {
  paced: preset(
    "paced",
    "How much does Go by Example's program get done, when every client pauses?",
    { readers: 100, writers: 10, pauseUs: 1000 },
    1000,
  ),
  saturated: preset("saturated", "What does one operation cost, when no client ever pauses?", {
    readers: 100,
    writers: 10,
  }),
  contended: preset(
    "contended",
    "What is lost without synchronization, and what does holding the state cost others?",
    { readers: 100, updaters: 10 },
  ),
} satisfies Record<string, Workload>;

/**
 * Workloads that are run only by name: `saturated` with other mixes. What a client does is its
 * role, so a mix is a number of clients of each. A store that serves all clients in turn completes
 * operations in exactly these shares; one that favours a role, in others, as its counts show.
 *
 * Only `mixed` has clients of every role: it finds a store whose plain writes pay no heed to a lock
 * that updates hold. Updates hold for the shortest time in which another client can come between, so
 * that a run has hundreds of thousands of such meetings, and measures the store rather than the hold.
 */
export const furtherPresets = {
  "read-heavy": preset("read-heavy", "What does one operation cost, when 95 of 100 clients read?", {
    readers: 95,
    writers: 5,
  }),
  "write-heavy": preset(
    "write-heavy",
    "What does one operation cost, when every other client writes?",
    { readers: 50, writers: 50 },
  ),
  mixed: preset(
    "mixed",
    "What does one operation cost, when clients read, write and update the same keys?",
    { readers: 80, writers: 10, updaters: 10, hold: "microtask" },
  ),
} satisfies Record<string, Workload>;

/** Every workload that has a name. */
export const allPresets = { ...presets, ...furtherPresets };
