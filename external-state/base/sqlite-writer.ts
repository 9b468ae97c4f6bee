/**
 * The turns to write of the callers of one connection.
 *
 * Invariants:
 * - One connection is one transaction: whatever statement runs while it is open is part of it. So
 *   callers wait here, in the order in which they asked, before the transaction begins. Only reads
 *   run meanwhile, and they find what was committed last, since all that a transaction writes it
 *   writes in the step that commits it.
 * - While another process holds SQLite's lock, the transaction does not begin, and a timer tries
 *   again. Nothing blocks: SQLite's own busy timeout would sleep in the event loop.
 *
 * SQLite has no queue: of the processes that want the lock, the one that asks just when it is free
 * gets it, and one that takes it again at once would keep all others from it. So a process that has
 * had it for a time leaves it free for longer than the others wait between two attempts.
 *
 * The lock is the kernel's, on the file, so a process that is killed leaves it free.
 */
import { UncheckedLock } from "@sync-strategies/locks";
import type Database from "libsql";
import { pause } from "./pause.ts";

/** How long a caller waits before it tries to begin again. */
const POLL_MS = 1;

/** For how long a process may take the lock again and again, and then leaves it to the others. */
const SLICE_MS = 10;
const LEFT_FREE_MS = 2;

export class SqliteWriter {
  readonly #database: Database.Database;
  readonly #hasOthers: boolean;
  readonly #lock = new UncheckedLock();
  #waitsForOthers = false;
  #sliceEndsAtMs = 0;
  #leftAtMs = 0;

  /** @param members how many processes write. */
  constructor(database: Database.Database, members: number) {
    this.#database = database;
    this.#hasOthers = members > 1;
  }

  /** Whether a caller waits for another process to release SQLite's lock. */
  get waitsForOthers(): boolean {
    return this.#waitsForOthers;
  }

  /** Does one step as a transaction, and resolves to its result. A signal may end the wait for it. */
  async perform<Result>(step: () => Result, signal: AbortSignal | undefined): Promise<Result> {
    await this.#begin(signal);
    return this.#commit(step);
  }

  /**
   * Holds a transaction while `work` awaits, then does `finish` with its result in the step that
   * commits. If `work` rejects, so does this, and nothing has changed.
   */
  async hold<Result>(
    work: () => Promise<Result>,
    finish: (result: Result) => void,
    signal: AbortSignal | undefined,
  ): Promise<Result> {
    await this.#begin(signal);
    let result: Result;
    try {
      result = await work();
    } catch (error) {
      this.#database.exec("ROLLBACK");
      this.#leave();
      throw error;
    }
    this.#commit(() => finish(result));
    return result;
  }

  async #begin(signal: AbortSignal | undefined): Promise<void> {
    await this.#lock.acquire(signal);
    try {
      let isFirst = performance.now() - this.#leftAtMs > LEFT_FREE_MS;
      while (!this.#tryBegin()) {
        this.#waitsForOthers = true;
        isFirst = true;
        await pause(POLL_MS, signal);
      }
      if (isFirst) this.#sliceEndsAtMs = performance.now() + SLICE_MS;
    } catch (error) {
      this.#lock.release();
      throw error;
    } finally {
      this.#waitsForOthers = false;
    }
  }

  /**
   * By `exec`, which makes a statement and drops it: a prepared one that fails because the database
   * is busy keeps its snapshot in libsql 0.5, and all reads of the connection with it.
   */
  #tryBegin(): boolean {
    try {
      this.#database.exec("BEGIN IMMEDIATE");
      return true;
    } catch (error) {
      if (isBusy(error)) return false;
      throw error;
    }
  }

  #commit<Result>(step: () => Result): Result {
    try {
      const result = step();
      this.#database.exec("COMMIT");
      return result;
    } catch (error) {
      if (this.#database.inTransaction) this.#database.exec("ROLLBACK");
      throw error;
    } finally {
      this.#leave();
    }
  }

  #leave(): void {
    this.#leftAtMs = performance.now();
    if (this.#hasOthers && this.#leftAtMs >= this.#sliceEndsAtMs) {
      setTimeout(() => this.#lock.release(), LEFT_FREE_MS);
    } else this.#lock.release();
  }
}

function isBusy(error: unknown): boolean {
  return String((error as { readonly code?: unknown }).code).startsWith("SQLITE_BUSY");
}
