import type { StateStore, StrategyTraits } from "@sync-strategies/state-store";
import type { Worker } from "node:worker_threads";
import type { RemoteHandle } from "./thread.ts";

/**
 * One sentence of what a strategy for several members promises, and the program that finds out
 * whether a store keeps it between two threads.
 */
export interface SharedContractTest {
  /** The sentence. No two tests share one. */
  readonly name: string;

  /** Whether a strategy with these traits makes this promise at all. */
  readonly appliesTo: (traits: StrategyTraits) => boolean;

  /**
   * Rejects if the store breaks the promise. It must be sound for every correct store, however long
   * a thread waits for a processor: it counts turns and operations, never time.
   */
  readonly run: (context: SharedContext) => Promise<void>;
}

/** Tests about one part of the contract. */
export interface SharedClause {
  readonly title: string;
  readonly tests: readonly SharedContractTest[];
}

/** What a test is given. */
export interface SharedContext {
  readonly traits: StrategyTraits;

  /** Decides whatever the test leaves to chance. */
  readonly seed: number;

  /** A new state, with a handle in each of two threads. */
  readonly openState: () => Promise<OpenState>;

  /**
   * Settles as `promise` does. If it never does, the test fails and says that it waited for
   * `what`. It may be called before it is awaited.
   */
  readonly settlement: <Value>(what: string, promise: Promise<Value>) => Promise<Value>;

  /** Resolves to what `promise` rejects with: the reason or the error's code. Fails if it resolves. */
  readonly rejection: (what: string, promise: Promise<unknown>) => Promise<unknown>;

  /** Lets every thread that is alive have turns of its event loop, time and again. */
  readonly turns: () => Promise<void>;
}

/** A state under test. */
export interface OpenState {
  /** The handle of thread 1, and that of thread 2. */
  readonly one: RemoteHandle;
  readonly other: RemoteHandle;

  /** The threads that were started when the state was created, in the coordinator. */
  readonly started: readonly Worker[];

  /** The coordinator's handle. Asked for again, it is the same one. */
  readonly look: () => Promise<StateStore<number, number>>;

  /** Ends the state. */
  readonly dispose: () => Promise<void>;
}

/** Where a killed member leaves the state to the others. */
export const survivesKill = (traits: StrategyTraits): boolean => traits.survivesKill === true;
