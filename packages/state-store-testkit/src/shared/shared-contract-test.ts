import type { StateStore, StrategyTraits } from "@sync-strategies/state-store";
import type { Race } from "./member-clients.ts";
import type { ClockAddress } from "./clock-address.ts";
import type { RemoteHandle } from "./remote-member.ts";
import type { NumbersAddress } from "./shared-numbers.ts";
import type { Started } from "./started.ts";

/**
 * One sentence of what a strategy for several members promises, and the program that finds out
 * whether a store keeps it between two members.
 */
export interface SharedContractTest {
  /** The sentence, as it reads for threads: `inWordsOf` gives that for processes. No two share one. */
  readonly name: string;

  /** Whether a strategy with these traits makes this promise at all. */
  readonly appliesTo: (traits: StrategyTraits) => boolean;

  /**
   * Rejects if the store breaks the promise. It must be sound for every correct store, however long
   * a member waits for a processor: it counts turns and operations, never time.
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

  /** How often to do what a test of a quick store repeats this often: as often, or less, but once. */
  readonly repeated: (count: number) => number;

  /** A new state, with a handle in each of two members. */
  readonly openState: () => Promise<OpenState>;

  /**
   * Settles as `promise` does. If it never does, the test fails and says that it waited for
   * `what`. It may be called before it is awaited.
   */
  readonly settlement: <Value>(what: string, promise: Promise<Value>) => Promise<Value>;

  /** Resolves to what `promise` rejects with: the reason or the error's code. Fails if it resolves. */
  readonly rejection: (what: string, promise: Promise<unknown>) => Promise<unknown>;

  /** Lets every member that is alive have turns of its event loop, time and again. */
  readonly turns: () => Promise<void>;

  /** What a busy member and one that outlasts it share. */
  readonly newRace: () => Race;

  /** New numbers that the coordinator and all members see. */
  readonly shareNumbers: (count: number) => NumbersAddress;

  /** What orders the events of all members and of the coordinator. */
  readonly newClock: () => ClockAddress;

  /** The processor time that the members have used since they were started, in milliseconds. */
  readonly processorMs: () => Promise<number>;
}

/** A state under test. */
export interface OpenState {
  /** The handle of thread or process 1, and that of 2. */
  readonly one: RemoteHandle;
  readonly other: RemoteHandle;

  /** The threads and processes that were started when the state was created, in the coordinator. */
  readonly started: readonly Started[];

  /** The coordinator's handle. Asked for again, it is the same one. */
  readonly look: () => Promise<StateStore<number, number>>;

  /** Ends the state. */
  readonly dispose: () => Promise<void>;

  /** What the state has left: the files of its folder that a member has open, and its sockets. */
  readonly leftovers: () => Promise<string[]>;
}

/**
 * Where members see what others have done, as all see it. A control breaks the contract on purpose: it
 * may lose updates, or read what is stale.
 */
export const isNoControl = (traits: StrategyTraits): boolean => !traits.control;

/** Where a killed member leaves the state to the others. */
export const survivesKill = (traits: StrategyTraits): boolean => traits.survivesKill === true;
