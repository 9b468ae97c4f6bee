/**
 * LMDB, a database in a file that every process maps into its memory: an update computes the next
 * value from the current one, and puts it only if the entry's version is still the one that it
 * started from; otherwise it starts over. The counterpart in one event loop is `optimistic`.
 *
 * Invariants:
 * - Each change puts a version that no entry has ever had, so an update that finds the version it
 *   started from knows that nothing has changed, not even to another value and back.
 * - LMDB compares and puts in one transaction, and one process at a time has the transaction that
 *   writes. Its lock is in the kernel's care: it becomes free if its process is killed.
 *
 * A read finds what was committed when its snapshot began, and lmdb keeps a snapshot until the event
 * loop's next turn. In between another process may have acknowledged a change. So every read begins
 * a new snapshot; `lmdb-stale` shows what happens without.
 */
import { answerInTurn, turnIfDue } from "@sync-strategies/event-loop";
import { Admission } from "@sync-strategies/shared-memory-stores/stores";
import type {
  OperationOptions,
  SharedStrategy,
  StateStore,
  Storable,
  Updater,
} from "@sync-strategies/state-store";
import { open, type Database, type RootDatabase } from "lmdb";
import { join } from "node:path";
import { keyText } from "../base/key-text.ts";
import { LmdbTurns } from "../base/lmdb-turns.ts";
import { PassingReads } from "../base/passing-reads.ts";

/** How many attempts an update makes before it waits for a turn to have the key to itself. */
const ATTEMPTS = 3;

/** The versions of one member: more than it makes in a year. */
const VERSIONS_PER_MEMBER = 2 ** 40;

export interface LmdbAddress {
  readonly path: string;
  readonly member: number;
}

export class LmdbStore<Key, Value extends Storable> implements StateStore<Key, Value> {
  readonly #root: RootDatabase;
  readonly #entries: Database<Value, string>;
  readonly #turns: LmdbTurns;
  readonly #admission: Admission;
  readonly #passingReads: PassingReads;
  #version: number;

  constructor({ path, member }: LmdbAddress) {
    // What is measured is sharing, not the disk: a commit is in the file, where all processes see it,
    // and is not forced onto the disk.
    this.#root = open({ path, noSync: true });
    this.#entries = this.#root.openDB<Value, string>({ name: "entries", useVersions: true });
    this.#version = member * VERSIONS_PER_MEMBER;
    this.#turns = new LmdbTurns(
      this.#root,
      () => this.renewSnapshot(this.#root),
      () => this.#newVersion(),
    );
    this.#admission = new Admission(() => this.#root.close());
    this.#passingReads = new PassingReads(
      () => this.#admission.hasOpen,
      () => this.#root.committed,
    );
  }

  async read(key: Key, options?: OperationOptions): Promise<Value | undefined> {
    const refused = this.#admission.refusal(options);
    if (refused !== undefined) return refused;
    const value = this.#look(keyText(key))?.value;
    const wait = this.#passingReads.waitIfDue();
    if (wait === undefined) return answerInTurn(value);
    return this.#admission.during(wait.then(() => value));
  }

  async write(key: Key, value: Value, options?: OperationOptions): Promise<void> {
    const refused = this.#admission.refusal(options);
    if (refused !== undefined) return refused;
    // Before anything is awaited, since the caller may then change it.
    const copy = typeof value === "object" ? structuredClone(value) : value;
    return this.#admission.during(this.#write(keyText(key), copy, options?.signal));
  }

  async update(key: Key, updater: Updater<Value>, options?: OperationOptions): Promise<Value> {
    const refused = this.#admission.refusal(options);
    if (refused !== undefined) return refused;
    return this.#admission.during(this.#update(keyText(key), updater, options?.signal));
  }

  close(): Promise<void> {
    return this.#admission.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  /** Lets the next read find whatever another process has committed. */
  protected renewSnapshot(root: RootDatabase): void {
    root.resetReadTxn();
  }

  #look(key: string): { readonly value: Value; readonly version?: number } | undefined {
    this.renewSnapshot(this.#root);
    return this.#entries.getEntry(key);
  }

  async #write(key: string, value: Value, signal: AbortSignal | undefined): Promise<void> {
    // Ignores open updates: they will find that the key has changed, and start over.
    const put = (): Promise<boolean> => this.#entries.put(key, value, this.#newVersion());
    if (await this.#turns.unlessTaken(key, put)) return;
    await this.#turns.take(
      key,
      (commit) =>
        commit(() => {
          void put();
          return true;
        }),
      signal,
    );
  }

  async #update(
    key: string,
    updater: Updater<Value>,
    signal: AbortSignal | undefined,
  ): Promise<Value> {
    // No updater runs before `update` has returned.
    await turnIfDue();
    let attempt = 0;
    for (; attempt < ATTEMPTS && !this.#turns.isTaken(key); attempt += 1) {
      const seen = this.#look(key);
      // Clients of all processes continue during this await, and may change the key.
      const next = await updater(seen?.value);
      if (await this.#turns.unlessTaken(key, () => this.#putIfSame(key, next, seen?.version))) {
        return next;
      }
    }
    // Once an updater has been called, the operation has started and cannot be cancelled.
    return this.#updateInTurn(key, updater, attempt === 0 ? signal : undefined);
  }

  /** Puts the value if the key still has this version, or still none. False, and no change, otherwise. */
  #putIfSame(key: string, value: Value, seen: number | undefined): Promise<boolean> {
    const put = (): void => void this.#entries.put(key, value, this.#newVersion());
    return seen === undefined
      ? this.#entries.ifNoExists(key, put)
      : this.#entries.ifVersion(key, seen, put);
  }

  /** The last resort: waits until no other client may change the key, and starts over once more. */
  #updateInTurn(
    key: string,
    updater: Updater<Value>,
    signal: AbortSignal | undefined,
  ): Promise<Value> {
    const work = async (commit: (change: () => boolean) => Promise<boolean>): Promise<Value> => {
      for (;;) {
        const seen = this.#look(key);
        const next = await updater(seen?.value);
        const isDone = await commit(() => {
          // It differs if the turn was taken away: a stranger's process has taken this one's id.
          if (this.#entries.getEntry(key)?.version !== seen?.version) return false;
          void this.#entries.put(key, next, this.#newVersion());
          return true;
        });
        if (isDone) return next;
      }
    };
    return this.#turns.take(key, work, signal);
  }

  #newVersion(): number {
    this.#version += 1;
    return this.#version;
  }
}

/** Both strategies on LMDB: what differs is the store. */
export function lmdbStrategy(
  description: Pick<SharedStrategy, "id" | "title" | "summary" | "caveat">,
  control: boolean,
  openStore: <Key, Value extends Storable>(address: LmdbAddress) => StateStore<Key, Value>,
): SharedStrategy {
  return {
    ...description,
    span: "processes",
    reply: "none: the caller does it itself; a change waits for the commit of lmdb's own thread",
    traits: {
      access: "any-caller",
      exclusion: "nothing",
      reads: "never-wait",
      updaterRuns: "at-least-once",
      values: "copy",
      survivesKill: true,
      control,
    },
    createState: async ({ folder, members }) => {
      const path = join(folder, "state.mdb");
      // Makes the file and what is in it, so that no member has to wait for another one to do it.
      await openStore({ path, member: members }).close();
      return {
        addressFor: (member) => ({ address: { path, member } satisfies LmdbAddress }),
        // The file is the folder's, and every handle closes its own mapping.
        [Symbol.asyncDispose]: async () => {},
      };
    },
    openStore: async (address) => openStore(address as LmdbAddress),
  };
}

const strategy = lmdbStrategy(
  {
    id: "lmdb",
    title: "LMDB",
    summary:
      "No process locks: an update puts its value only if the entry's version is still the one it " +
      "started from, and starts over otherwise.",
    caveat:
      "A read finds other processes' changes only after resetReadTxn; without it lmdb answers from " +
      "a snapshot that is as old as the event loop's turn.",
  },
  false,
  (address) => new LmdbStore(address),
);

export default strategy;
