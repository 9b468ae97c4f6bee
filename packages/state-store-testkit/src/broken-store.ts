import type { StateStore, Storable, Strategy, StrategyTraits } from "@sync-strategies/state-store";

/** A strategy with one fault, and the tests that must find it. All others must pass. */
export interface BrokenStore extends Strategy {
  /** Names of contract tests. */
  readonly caughtBy: readonly string[];
}

interface Fault {
  readonly id: string;
  readonly summary: string;
  readonly caughtBy: readonly string[];
  /** What its traits promise beyond what the sound store keeps. */
  readonly traits?: Partial<StrategyTraits>;
}

/** Describes a broken store like any strategy. Its traits promise all that a sound one would. */
export function broken(
  Store: new <Key, Value extends Storable>() => StateStore<Key, Value>,
  { id, summary, caughtBy, traits }: Fault,
): BrokenStore {
  return {
    id,
    title: `Broken: ${id}`,
    summary,
    traits: {
      access: "owner-task",
      exclusion: "store",
      reads: "wait",
      updaterRuns: "once",
      control: false,
      ...traits,
    },
    createStore: <Key, Value extends Storable>() => new Store<Key, Value>(),
    caughtBy,
  };
}
