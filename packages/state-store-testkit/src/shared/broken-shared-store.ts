import type {
  Place,
  SharedStrategy,
  StateStore,
  Storable,
  StrategyTraits,
} from "@sync-strategies/state-store";
import { CellsStore, createCells, type CellFault } from "./stores/cells-store.ts";
import { createOwner, OwnerStore } from "./stores/owner-store.ts";
import type { Fault } from "./stores/owner-protocol.ts";

/** A strategy for several members with one fault, and the tests over two threads that must find it. */
export interface BrokenSharedStore extends SharedStrategy {
  /** Names of tests that find it every time, however busy the machine is. */
  readonly caughtBy: readonly string[];

  /**
   * Whether all other tests pass, but for those in which much happens at once: these may find any
   * fault, with luck. Or the fault spoils so much that others may fail as well.
   */
  readonly others: "pass" | "may fail";
}

interface Description {
  readonly id: string;
  readonly summary: string;
  /** Where they differ from the sound store's. */
  readonly traits?: Partial<StrategyTraits>;
}

const ownerTraits: StrategyTraits = {
  access: "owner-task",
  exclusion: "store",
  reads: "wait",
  updaterRuns: "once",
  values: "copy",
  survivesKill: true,
  control: false,
};

const cellTraits: StrategyTraits = {
  access: "any-caller",
  exclusion: "nothing",
  reads: "never-wait",
  updaterRuns: "at-least-once",
  values: "number",
  survivesKill: true,
  lacks: ["bounded-overtaking"],
  control: false,
};

/**
 * A store whose owner is a thread, with these faults; sound without any.
 *
 * @param built where it is not built as its traits say.
 */
export function ownerStore(
  { id, summary, traits }: Description,
  faults: readonly Fault[] = [],
  built: Partial<StrategyTraits> = {},
): SharedStrategy {
  const all = { ...ownerTraits, ...traits };
  return {
    id,
    title: id,
    summary,
    span: "threads",
    traits: all,
    createState: (place: Place) => createOwner(place, { ...all, ...built }, faults),
    openStore: async <Key, Value extends Storable>(address: unknown) =>
      new OwnerStore<Key, Value>(address),
  };
}

/** A store in shared memory, with these faults; sound without any. */
export function cellsStore(
  { id, summary, traits }: Description,
  faults: readonly CellFault[] = [],
): SharedStrategy {
  return {
    id,
    title: id,
    summary,
    span: "threads",
    traits: { ...cellTraits, ...traits },
    createState: async (place: Place) => createCells(place, faults),
    openStore: async <Key, Value extends Storable>(address: unknown) =>
      new CellsStore(address) as unknown as StateStore<Key, Value>,
  };
}

/** The store, and the tests that catch it. */
export function caught(
  strategy: SharedStrategy,
  caughtBy: readonly string[],
  { others = "pass" }: Partial<Pick<BrokenSharedStore, "others">> = {},
): BrokenSharedStore {
  return { ...strategy, caughtBy, others };
}
