import type { StateStore, Storable } from "./state-store.ts";

/**
 * A way to share state, as `compare` and the testkit find it.
 *
 * A package is a strategy if its package.json exports `./strategy` and that module's default
 * export is one `Strategy`, or an array of them. Nothing else registers it.
 */
export interface Strategy {
  /** Names the strategy on the command line: lower-case words joined by hyphens. */
  readonly id: string;

  /** Names it in prose and headings, "Go-style channels" say. */
  readonly title: string;

  /** One sentence: how it shares the state. */
  readonly summary: string;

  /**
   * How a result comes back to its caller, "a channel of its own for each request", say. It
   * decides much of what an operation costs, so tables state it where it is given.
   */
  readonly reply?: string | undefined;

  readonly traits: StrategyTraits;

  /**
   * Makes an empty store that shares nothing with any other. May be asynchronous for stores
   * that live elsewhere, in another thread for instance.
   */
  createStore<Key, Value extends Storable>():
    | StateStore<Key, Value>
    | Promise<StateStore<Key, Value>>;
}

/**
 * The lowest limit that a strategy may have. The contract's suite keeps up to 1001 operations open
 * on every store, so one with a lower limit cannot pass it.
 */
export const LEAST_MAXIMUM_OPEN = 1024;

/**
 * The differences that the contract allows between strategies. Tests and reports ask for these,
 * never for a strategy's name.
 */
export interface StrategyTraits {
  /**
   * Who touches the state: `"lock-holder"`, the caller, once it holds a lock; `"owner-task"`,
   * one task that carries out what callers ask of it; `"any-caller"`, every caller at any time.
   */
  readonly access: "lock-holder" | "owner-task" | "any-caller";

  /**
   * What waits while an updater awaits: writes and updates of the whole `"store"`, those of the
   * same `"key"` alone, or `"nothing"`. Operations beyond that never wait for it.
   */
  readonly exclusion: "store" | "key" | "nothing";

  /**
   * Whether reads, too, `"wait"` where writes do, or `"never-wait"`: then a read during an update
   * returns the value that is in force until the update takes effect.
   */
  readonly reads: "wait" | "never-wait";

  /**
   * How often an update calls its updater: exactly `"once"`, or `"at-least-once"`, where the
   * strategy starts over when another update came first.
   */
  readonly updaterRuns: "once" | "at-least-once";

  /**
   * The maximum number of open operations, at least {@link LEAST_MAXIMUM_OPEN}: the store rejects
   * any further operation. Left out where there is no limit, as the contract asks.
   */
  readonly maximumOpen?: number | undefined;

  /**
   * True for a strategy that breaks the contract on purpose, to show what the others prevent.
   * Its violations are reported and expected.
   */
  readonly control: boolean;
}
