import type { StateStore, Storable } from "./state-store.ts";

/**
 * A way to share state, in the form in which `compare` and the testkit find it.
 *
 * A package is a strategy if its package.json exports `./strategy` and that module's default
 * export is one `Strategy`, or an array of them. There is no other registration. A module whose
 * strategies need what the running Node does not have exports a text `unavailable` instead.
 */
export interface Strategy {
  /** Names the strategy on the command line: lower-case words joined by hyphens. */
  readonly id: string;

  /** Names the strategy in prose and headings, for example "Go-style channels". */
  readonly title: string;

  /** One sentence: how the strategy shares the state. */
  readonly summary: string;

  /**
   * How a result returns to its caller, for example "a separate channel for each request".
   * Much of an operation's cost depends on it, so tables print it where it is given.
   */
  readonly reply?: string | undefined;

  /** One sentence: what its users must beware of, and its traits do not say. Its card prints it. */
  readonly caveat?: string | undefined;

  readonly traits: StrategyTraits;

  /**
   * Makes an empty store that shares nothing with any other. May be asynchronous, for stores
   * that live in another thread, for instance.
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
 * What a strategy may lack and still be compared, as some libraries do: `"caller-context"`, updaters
 * run in another task's asynchronous context; `"interruptible"`, clients that never pause keep
 * timers from running; `"bounded-overtaking"`, an operation can be overtaken without end;
 * `"unlimited-time"`, an operation that has waited for very long fails; `"unlimited-holders"`, only
 * a number of updaters can await at once, and the next one waits whatever its key is: where each takes
 * up a database connection, say.
 */
export const LACKS = [
  "caller-context",
  "interruptible",
  "bounded-overtaking",
  "unlimited-time",
  "unlimited-holders",
] as const;
export type Lack = (typeof LACKS)[number];

/** The values that a trait may have; {@link StrategyTraits} says what they mean. */
export const TRAIT_VALUES = {
  access: ["lock-holder", "owner-task", "any-caller"],
  exclusion: ["store", "key", "nothing"],
  reads: ["wait", "never-wait"],
  updaterRuns: ["once", "at-least-once"],
} as const;
type ValueOf<Trait extends keyof typeof TRAIT_VALUES> = (typeof TRAIT_VALUES)[Trait][number];

/** How values may reach those who read them; {@link StrategyTraits.values} says what they mean. */
export const VALUE_KINDS = ["reference", "copy", "number"] as const;
export type ValueKind = (typeof VALUE_KINDS)[number];

/**
 * The differences that the contract allows between strategies. Tests and reports depend on these,
 * never on a strategy's name.
 */
export interface StrategyTraits {
  /**
   * Which task touches the state: `"lock-holder"`, a caller while it holds a lock; `"owner-task"`,
   * one task that carries out the callers' requests; `"any-caller"`, every caller at any time.
   */
  readonly access: ValueOf<"access">;

  /**
   * Which writes and updates wait while an updater awaits: those of the whole `"store"`, only
   * those of the same `"key"`, or `"nothing"`. Other operations never wait for the updater.
   */
  readonly exclusion: ValueOf<"exclusion">;

  /**
   * Whether reads `"wait"` where writes do, or `"never-wait"`: then a read during an update
   * returns the value that is in force until the update takes effect.
   */
  readonly reads: ValueOf<"reads">;

  /**
   * How often an update calls its updater: exactly `"once"`, or `"at-least-once"`, where the
   * strategy starts over when another update came first.
   */
  readonly updaterRuns: ValueOf<"updaterRuns">;

  /**
   * How a value reaches those who read it: by `"reference"`, as one event loop can; as a `"copy"`,
   * made by the structured clone algorithm or a format that keeps less, as the README says; or only
   * if it is a `"number"`, which shared memory can hold. Left out where it is by reference. Where
   * values are numbers, keys are whole numbers from 0, below a limit that is set with the state.
   */
  readonly values?: ValueKind | undefined;

  /**
   * Whether the others go on when a member is killed while it holds the state: true if the state
   * becomes free, false if they wait for it without end. Left out where no member can be killed alone,
   * as in one event loop.
   */
  readonly survivesKill?: boolean | undefined;

  /**
   * The maximum number of open operations, at least {@link LEAST_MAXIMUM_OPEN}: the store rejects
   * any further operation. Left out where there is no limit, as the contract asks.
   */
  readonly maximumOpen?: number | undefined;

  /**
   * What the contract asks and the strategy does not give, for reasons that its README states.
   * Left out where the strategy keeps the whole contract.
   */
  readonly lacks?: readonly Lack[] | undefined;

  /**
   * True for a strategy that breaks the contract on purpose, to show what the others prevent.
   * Reports show its violations as expected.
   */
  readonly control: boolean;
}
