import type {
  Place,
  SharedStrategy,
  StateStore,
  Storable,
  StrategyTraits,
} from "@sync-strategies/state-store";
import { CellsStore, createCells, type CellFault } from "./stores/cells-store.ts";
import { createFile, FileStore, type FileFault } from "./stores/file-store.ts";
import { createOwnerProcess } from "./stores/owner-process.ts";
import { createOwner, OwnerStore } from "./stores/owner-store.ts";
import type { Fault } from "./stores/owner-protocol.ts";

/** A strategy for several members with one fault, and the tests over two members that must find it. */
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
  /** Threads, if not given. */
  readonly span?: "threads" | "processes";
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

const fileTraits: StrategyTraits = {
  access: "lock-holder",
  exclusion: "store",
  reads: "wait",
  updaterRuns: "once",
  values: "copy",
  survivesKill: false,
  lacks: ["bounded-overtaking"],
  control: false,
};

/**
 * A store whose owner is a thread or a process, with these faults; sound without any.
 *
 * @param built where it is not built as its traits say.
 */
export function ownerStore(
  { id, summary, span = "threads", traits }: Description,
  faults: readonly Fault[] = [],
  built: Partial<StrategyTraits> = {},
): SharedStrategy {
  const all = { ...ownerTraits, ...traits };
  const create = span === "threads" ? createOwner : createOwnerProcess;
  return {
    id,
    title: id,
    summary,
    span,
    traits: all,
    createState: (place: Place) => create(place, { ...all, ...built }, faults),
    openStore: <Key, Value extends Storable>(address: unknown) =>
      OwnerStore.open<Key, Value>(address),
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

/** A store in a file that processes share, with these faults; sound without any. */
export function fileStore(
  { id, summary, traits }: Description,
  faults: readonly FileFault[] = [],
): SharedStrategy {
  return {
    id,
    title: id,
    summary,
    span: "processes",
    traits: { ...fileTraits, ...traits },
    createState: async (place: Place) => createFile(place, faults),
    openStore: async <Key, Value extends Storable>(address: unknown) =>
      new FileStore<Key, Value>(address),
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
