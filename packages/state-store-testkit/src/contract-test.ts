import type { Lack, StateStore, Storable, StrategyTraits } from "@sync-strategies/state-store";

import type { ControlledClock } from "./controlled-clock.ts";

/**
 * One sentence of the contract, and the program that finds out whether a store keeps it.
 *
 * Tests are data, not calls of a test framework: `testStateStore` hands them to vitest, and
 * `runContract` runs them anywhere.
 */
export interface ContractTest {
  /** The sentence. No two tests share one. */
  readonly name: string;

  /** Whether a strategy with these traits makes this promise at all. */
  readonly appliesTo: (traits: StrategyTraits) => boolean;

  /**
   * Rejects if the store breaks the promise. It must be sound for every correct store, however
   * many turns of the event loop that store takes: it may wait for what must happen, and look
   * whether something has happened too early, but never expect anything by a certain time.
   */
  readonly run: (context: ContractContext) => Promise<void>;
}

/** Tests about one part of the contract. */
export interface Clause {
  readonly title: string;
  readonly tests: readonly ContractTest[];
}

/** What a test is given. */
export interface ContractContext {
  readonly traits: StrategyTraits;

  /** Decides whatever the test leaves to chance. */
  readonly seed: number;

  /** How often to do what a test of a quick store repeats this often: as often, or less, but once. */
  readonly repeated: (count: number) => number;

  /** A new store of the strategy under test. The test need not close it. */
  readonly createStore: <Key = string, Value extends Storable = number>() => Promise<
    StateStore<Key, Value>
  >;

  /**
   * Settles as `promise` does. If it never does, the test fails and says that it waited for
   * `what`: "the second update", say. It may be called before it is awaited.
   */
  readonly settlement: <Value>(what: string, promise: Promise<Value>) => Promise<Value>;

  /** Resolves to what `promise` rejects with. Fails if it resolves. */
  readonly rejection: (what: string, promise: Promise<unknown>) => Promise<unknown>;

  /**
   * Resolves after this many turns of the event loop, one if not said. All microtasks that are
   * ready by then have run.
   */
  readonly turns: (count?: number) => Promise<void>;

  /** The platform's clocks and timers. They are put back when the test ends, however it ends. */
  readonly clock: ControlledClock;
}

/** For promises that every strategy makes, the control too. */
export const always = (): boolean => true;

/** For promises that rest on an update being one step. The control breaks exactly these. */
export const updatesAtomically = (traits: StrategyTraits): boolean => !traits.control;

/** Where writes and updates of a key must wait while an updater of that key awaits. */
export const makesWritersWait = (traits: StrategyTraits): boolean =>
  updatesAtomically(traits) && traits.exclusion !== "nothing";

/** Where an updater that awaits keeps nothing of its key waiting: every caller may go ahead. */
export const letsWritersPass = (traits: StrategyTraits): boolean =>
  traits.exclusion === "nothing" || traits.access === "any-caller";

/** Where an updater that awaits keeps nothing of another key waiting. */
export const letsOtherKeysPass = (traits: StrategyTraits): boolean => traits.exclusion !== "store";

/** Where a read waits for no updater. */
export const letsReadersPass = (traits: StrategyTraits): boolean => traits.reads === "never-wait";

/** Where a read waits for an updater of its key that awaits. */
export const makesReadersWait = (traits: StrategyTraits): boolean =>
  makesWritersWait(traits) && traits.reads === "wait";

/** Where an operation that waits for an updater of its key also waits for one of another key. */
export const makesOtherKeysWait = (traits: StrategyTraits): boolean =>
  updatesAtomically(traits) && traits.exclusion === "store";

/** Where an update starts over when another change of its key came first. */
export const startsOver = (traits: StrategyTraits): boolean =>
  updatesAtomically(traits) && traits.updaterRuns === "at-least-once";

/** For what a strategy may lack, if its traits say so. */
export const unlessLacking =
  (lack: Lack) =>
  (traits: StrategyTraits): boolean =>
    traits.lacks?.includes(lack) !== true;

/** Where an update calls its updater no more than once. */
export const runsUpdaterOnce = (traits: StrategyTraits): boolean => traits.updaterRuns === "once";

/** Where a reader gets the very value that was written, of whatever kind. */
export const passesReferences = (traits: StrategyTraits): boolean =>
  (traits.values ?? "reference") === "reference";

/** Where each reader gets a copy of the value that was written. */
export const copiesValues = (traits: StrategyTraits): boolean => traits.values === "copy";

/** Where keys and values are numbers, and nothing else. */
export const holdsOnlyNumbers = (traits: StrategyTraits): boolean => traits.values === "number";

/** Where any number of operations may be open at once. */
export const isUnbounded = (traits: StrategyTraits): boolean => traits.maximumOpen === undefined;
