import type { SharedStrategy, StateStore, StrategyTraits } from "@sync-strategies/state-store";
import { Cells, STATE_LOCK, createCells, lockOf, signOfLifeOf } from "./cells.ts";
import { CompareAndSetStore } from "./compare-and-set-store.ts";
import { FutexLocks, type FutexLocksOptions } from "./futex-locks.ts";
import { LockedStore } from "./locked-store.ts";
import { RacyMemoryStore } from "./racy-memory-store.ts";
import { SeqlockStore } from "./seqlock-store.ts";

/** What a member is given: the memory itself, which threads share and do not copy. */
interface MemoryAddress {
  readonly memory: SharedArrayBuffer;
  /** How many threads may open a handle. */
  readonly threads: number;
}

type Traits = Pick<StrategyTraits, "access" | "exclusion" | "reads"> & Partial<StrategyTraits>;

function inSharedMemory(
  description: Pick<SharedStrategy, "id" | "title" | "summary" | "caveat">,
  traits: Traits,
  open: (cells: Cells, threads: number) => StateStore<number, number>,
): SharedStrategy {
  return {
    ...description,
    span: "threads",
    traits: {
      updaterRuns: "once",
      values: "number",
      survivesKill: false,
      control: false,
      ...traits,
    },
    createState: async ({ members, keys }) => {
      // The coordinator opens a handle, too.
      const address: MemoryAddress = { memory: createCells(keys), threads: members + 1 };
      return { addressFor: () => ({ address }), [Symbol.asyncDispose]: async () => {} };
    },
    openStore: async <Key, Value>(address: unknown) => {
      const { memory, threads } = address as MemoryAddress;
      // Where values are numbers, keys are as well: the traits say so.
      return open(new Cells(memory), threads) as unknown as StateStore<Key, NonNullable<Value>>;
    },
  };
}

/** One lock around the whole state. */
const lockOfAll = (): number => STATE_LOCK;

function locks(
  { words }: Cells,
  threads: number,
  wordOf: FutexLocksOptions["wordOf"],
  signOfLife?: FutexLocksOptions["signOfLifeOf"],
): FutexLocks {
  return new FutexLocks({ words, threads, wordOf, signOfLifeOf: signOfLife });
}

export const futex = inSharedMemory(
  {
    id: "futex",
    title: "Futex",
    summary: "One lock in shared memory around the whole state, for which no thread blocks.",
    caveat:
      "A thread that is terminated while it holds the lock keeps it: all others wait forever.",
  },
  { access: "lock-holder", exclusion: "store", reads: "wait" },
  (cells, threads) => new LockedStore(cells, locks(cells, threads, lockOfAll)),
);

export const futexPerKey = inSharedMemory(
  {
    id: "futex-per-key",
    title: "Futex per key",
    summary: "A lock in shared memory for each key, on the same cache line as its value.",
    caveat:
      "A thread that is terminated while it holds a key's lock keeps it: all others that use the " +
      "key wait forever.",
  },
  { access: "lock-holder", exclusion: "key", reads: "wait" },
  (cells, threads) => new LockedStore(cells, locks(cells, threads, lockOf)),
);

export const seqlock = inSharedMemory(
  {
    id: "seqlock",
    title: "Sequence lock",
    summary:
      "Changes lock the whole state; a read takes no lock, and tries again if a change came in " +
      "between.",
    caveat:
      "A thread that is terminated while it holds the lock keeps it: reads go on, unless it was just " +
      "changing their key, and all changes wait forever.",
  },
  { access: "lock-holder", exclusion: "store", reads: "never-wait" },
  (cells, threads) => new SeqlockStore(cells, locks(cells, threads, lockOfAll)),
);

export const compareAndSet = inSharedMemory(
  {
    id: "compare-and-set",
    title: "Compare-and-set",
    summary: "No thread locks: an update starts over when another change came first.",
    caveat:
      "After three attempts an update takes the key's lock, and then writes and other updates of " +
      "the key wait for it; if its thread is terminated, for a second.",
  },
  {
    access: "any-caller",
    exclusion: "nothing",
    reads: "never-wait",
    updaterRuns: "at-least-once",
    survivesKill: true,
  },
  (cells, threads) => new CompareAndSetStore(cells, locks(cells, threads, lockOf, signOfLifeOf)),
);

export const racyMemory = inSharedMemory(
  {
    id: "racy-memory",
    title: "Racy memory",
    summary:
      "Every thread reads and writes shared memory at any time; the control that loses updates.",
  },
  {
    access: "any-caller",
    exclusion: "nothing",
    reads: "never-wait",
    survivesKill: true,
    control: true,
  },
  (cells) => new RacyMemoryStore(cells),
);

export default [futex, futexPerKey, seqlock, compareAndSet, racyMemory];
