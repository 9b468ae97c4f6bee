/**
 * Some of a process's connections, each of which is one transaction at a time.
 *
 * Invariant: a caller takes a connection only with a permit, and there are as many permits as
 * connections. So callers wait here and not in pg's pool: in the order in which they asked, and until
 * their signal aborts.
 *
 * A connection that is lost takes its open transaction along, so nothing has changed if the commit
 * had not been sent. Only a commit can be of unknown outcome, and a statement that commits by itself.
 */
import { addAbortWaiter, removeAbortWaiter } from "@sync-strategies/event-loop";
import { OutcomeUnknownError } from "@sync-strategies/state-store";
import type { Pool, PoolClient } from "pg";
import { outcomeOfChange, outcomeOfLook, UnreachableError } from "../../../base/outcome.ts";
import { pause } from "../../../base/pause.ts";
import { Permits } from "../../../base/permits.ts";

import { fateOf, isCancelled } from "./fate.ts";

/** How long the server has to end a statement before it is asked again. */
const CANCEL_AGAIN_MS = 2;

export interface Row {
  /** As JSON; null where a transaction has made the row, and no value yet. */
  readonly value: string | null;
  /** Another one each time that the value is replaced. A bigint, which pg gives as text. */
  readonly version: string;
}

export type Values = readonly unknown[];

/** What the work of a transaction sends. */
export interface Transaction {
  /**
   * A statement that may wait for other transactions. The signal ends its wait, and one that aborts
   * before the answer is there undoes the statement.
   */
  wait(text: string, values?: Values): Promise<readonly Row[]>;
  send(text: string, values?: Values): Promise<readonly Row[]>;
}

export class Connections {
  readonly #pool: Pool;
  readonly #permits: Permits;
  readonly #others: Connections | undefined;

  /**
   * @param others over which the server is asked to end a statement's wait: a connection on which a
   *   statement waits takes no request. Without them no wait is ended.
   */
  constructor(pool: Pool, others?: Connections) {
    this.#pool = pool;
    this.#permits = new Permits(pool.options.max);
    this.#others = others;
    // A connection that is lost while no statement is under way says so by an event alone, and Node
    // ends the process if no listener takes it. The next statement says it again.
    pool.on("error", () => {});
    pool.on("connect", (client) => void client.on("error", () => {}));
  }

  /** Connects as often as the pool allows. */
  async connect(): Promise<void> {
    const all = Array.from({ length: this.#pool.options.max }, () => this.#pool.connect());
    const settled = await Promise.allSettled(all);
    for (const each of settled) if (each.status === "fulfilled") each.value.release();
    const failed = settled.find((each) => each.status === "rejected");
    if (failed !== undefined) throw failed.reason;
  }

  /** One statement that changes nothing. */
  look(text: string, values: Values, signal?: AbortSignal): Promise<readonly Row[]> {
    return this.#use(async (client) => {
      const { rows } = await outcomeOfLook(client.query<Row>(text, [...values]), fateOf);
      return rows;
    }, signal);
  }

  /** One statement that commits by itself. Resolves to how many rows it has changed. */
  change(text: string, values: Values): Promise<number> {
    return this.#use(async (client) => {
      const { rowCount } = await outcomeOfChange(client.query(text, [...values]), fateOf);
      return rowCount ?? 0;
    }, undefined);
  }

  /** Commits what `work` sends if that resolves, and undoes it if it rejects. */
  transaction<Result>(
    begin: string,
    work: (transaction: Transaction) => Promise<Result>,
    signal?: AbortSignal,
  ): Promise<Result> {
    return this.#use(async (client) => {
      const send: Transaction["send"] = async (text, values = []) => {
        const { rows } = await outcomeOfLook(client.query<Row>(text, [...values]), fateOf);
        return rows;
      };
      let result: Result;
      try {
        await send(begin);
        result = await work({
          send,
          wait: (text, values) => this.#cancellable(client, () => send(text, values), signal),
        });
      } catch (error) {
        // On a connection that is lost there is nothing left to undo.
        await client.query("ROLLBACK").catch(() => {});
        throw error;
      }
      await outcomeOfChange(client.query("COMMIT"), fateOf);
      return result;
    }, signal);
  }

  close(): Promise<void> {
    return this.#pool.end();
  }

  #use<Result>(
    work: (client: PoolClient) => Promise<Result>,
    signal: AbortSignal | undefined,
  ): Promise<Result> {
    return this.#permits.use(async () => {
      const client = await outcomeOfLook(this.#pool.connect(), fateOf);
      try {
        const result = await work(client);
        client.release();
        return result;
      } catch (error) {
        client.release(error instanceof UnreachableError || error instanceof OutcomeUnknownError);
        throw error;
      }
    }, signal);
  }

  /** Sends a statement that is undone with its transaction if the signal aborts before its answer. */
  async #cancellable<Result>(
    client: PoolClient,
    send: () => Promise<Result>,
    signal: AbortSignal | undefined,
  ): Promise<Result> {
    if (signal === undefined || this.#others === undefined) return send();
    if (signal.aborted) throw signal.reason;
    const others = this.#others;
    const answered = new AbortController();
    let cancelling: Promise<void> | undefined;
    const cancel = async (): Promise<void> => {
      const { processID } = client as PoolClient & { readonly processID: number };
      // A request that is there before the statement ends nothing, so one is not enough.
      while (!answered.signal.aborted) {
        await others.look("SELECT pg_cancel_backend($1)", [processID]);
        await pause(CANCEL_AGAIN_MS, answered.signal);
      }
    };
    const abortWaiter = {
      onAbort: (): void => {
        // It rejects once the statement is answered, or if the server cannot be reached.
        cancelling = cancel().catch(() => {});
      },
    };
    addAbortWaiter(signal, abortWaiter);
    try {
      const result = await send();
      if (signal.aborted) throw signal.reason;
      return result;
    } catch (error) {
      throw signal.aborted && isCancelled(error) ? signal.reason : error;
    } finally {
      answered.abort();
      removeAbortWaiter(signal, abortWaiter);
      // The last request must not end what the connection is used for next.
      await cancelling;
    }
  }
}
