/**
 * A turn to change a key while no other client may: the last resort of an update that started over
 * again and again. Turns come in the order in which they were asked for.
 *
 * The queue of a key is an entry of the database itself, so that the processes need nothing else in
 * common: who is first in it has the turn, and all other changes are made on the condition that
 * there is no such entry. LMDB looks at the condition in the transaction that makes the change.
 *
 * A queue holds at most one ticket of each process, whose clients wait here for each other. So a
 * process is overtaken by each of the others once.
 *
 * A process that was killed leaves its ticket behind. Those behind it look whether its process is
 * there, and remove the ticket if not.
 */
import { UncheckedKeyLocks } from "@sync-strategies/locks";
import type { Database, RootDatabase } from "lmdb";
import { pause } from "./pause.ts";

/** How long those that wait sleep between two looks at the queue. */
const POLL_MS = 1;

interface Ticket {
  readonly processId: number;
  /** No two tickets have the same. */
  readonly number: number;
}

export class LmdbTurns {
  readonly #queues: Database<Ticket[], string>;
  readonly #renewSnapshot: () => void;
  readonly #newNumber: () => number;
  /** Whose turn it is among the clients of this process. */
  readonly #local = new UncheckedKeyLocks<string>();

  /**
   * @param renewSnapshot is called before a queue is read outside of a transaction.
   * @param newNumber makes numbers that no process ever makes again.
   */
  constructor(root: RootDatabase, renewSnapshot: () => void, newNumber: () => number) {
    this.#queues = root.openDB<Ticket[], string>({ name: "turns" });
    this.#renewSnapshot = renewSnapshot;
    this.#newNumber = newNumber;
  }

  /** Whether a client of any process has the turn. */
  isTaken(key: string): boolean {
    return this.#queue(key) !== undefined;
  }

  /** Makes a change unless the key's turn is taken. False, and no change, otherwise. */
  async unlessTaken(key: string, change: () => Promise<boolean>): Promise<boolean> {
    let changed: Promise<boolean> | undefined;
    const wasFree = await this.#queues.ifNoExists(key, () => {
      changed = change();
    });
    return wasFree && (await changed) === true;
  }

  /**
   * Waits for the turn, and calls back. It ends with the transaction of the change that `work`
   * commits, or when `work` rejects. A signal that aborts before ends the wait.
   */
  async take<Result>(
    key: string,
    work: (commit: (change: () => boolean) => Promise<boolean>) => Promise<Result>,
    signal: AbortSignal | undefined,
  ): Promise<Result> {
    await this.#local.acquire(key, signal);
    try {
      const ticket = await this.#enqueue(key);
      try {
        await this.#becomeFirst(key, ticket, signal);
        return await work(async (change) => {
          return this.#queues.transaction(() => {
            const changed = change();
            if (changed) this.#remove(key, ticket);
            return changed;
          });
        });
      } catch (error) {
        await this.#queues.transaction(() => this.#remove(key, ticket));
        throw error;
      }
    } finally {
      this.#local.release(key);
    }
  }

  async #enqueue(key: string): Promise<Ticket> {
    const ticket = { processId: process.pid, number: this.#newNumber() };
    await this.#queues.transaction(() => {
      void this.#queues.put(key, [...(this.#queues.get(key) ?? []), ticket]);
    });
    return ticket;
  }

  async #becomeFirst(key: string, ticket: Ticket, signal: AbortSignal | undefined): Promise<void> {
    for (;;) {
      const first = this.#queue(key)?.[0];
      if (first === undefined || first.number === ticket.number) return;
      if (isRunning(first.processId)) await pause(POLL_MS, signal);
      else await this.#queues.transaction(() => this.#remove(key, first));
    }
  }

  #queue(key: string): Ticket[] | undefined {
    this.#renewSnapshot();
    return this.#queues.get(key);
  }

  /** Within a transaction. */
  #remove(key: string, ticket: Ticket): void {
    const queue = this.#queues.get(key) ?? [];
    const left = queue.filter(({ number }) => number !== ticket.number);
    if (left.length === 0) void this.#queues.remove(key);
    else void this.#queues.put(key, left);
  }
}

function isRunning(processId: number): boolean {
  try {
    return process.kill(processId, 0);
  } catch (error) {
    // A process of another user is there, although no signal may be sent to it.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
