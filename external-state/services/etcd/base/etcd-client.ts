/**
 * What the strategies ask of etcd, and what becomes of it.
 *
 * A range is linearizable unless it asks for less: etcd has a majority confirm the leader before it
 * answers (etcd documentation, "KV API guarantees"). A transaction compares and changes in one step.
 */
import { outcomeOfChange, outcomeOfLook } from "../../../base/outcome.ts";
import { pause } from "../../../base/pause.ts";
import { Permits } from "../../../base/permits.ts";
import { fateOf, isTokenInvalid } from "./fate.ts";
import { EtcdGateway, fromBase64, rangeOf, toBase64 } from "./gateway.ts";

/** More at once would take a connection each, and a process has a limit of those. */
const REQUESTS_AT_ONCE = 16;

/** As long as etcd takes to answer what need not wait. */
const MOMENT_MS = 20;

export interface Entry {
  readonly value: string;
  /** Of the key's last change, and of the one that made it. No two changes have the same. */
  readonly modRevision: string;
  readonly createRevision: string;
}

/** A condition on a key. The revision of a key that is not there is "0". */
export type Compare =
  | { readonly key: string; readonly modRevision: string }
  /** With `isPrefix`, of every key that begins with it: "0" means that there is none. */
  | { readonly key: string; readonly createRevision: string; readonly isPrefix?: boolean };

export class EtcdClient {
  readonly #url: string;
  readonly #permits = new Permits(REQUESTS_AT_ONCE);
  #gateway: EtcdGateway;

  /** @param url `http://127.0.0.1:2379`, with a user and a password if etcd asks for them. */
  constructor(url: string) {
    this.#url = url;
    this.#gateway = new EtcdGateway(url);
  }

  /** What each of the keys holds, all at one moment. */
  async get(keys: readonly string[], signal?: AbortSignal): Promise<(Entry | undefined)[]> {
    const success = keys.map((key) => ({ request_range: { key: toBase64(key) } }));
    const look = (): Promise<unknown> => outcomeOfLook(this.#post("kv/txn", { success }), fateOf);
    const { responses = [] } = (await this.#permits.use(look, signal)) as TransactionReply;
    return responses.map(({ response_range: { kvs = [] } = {} }) => entryIn(kvs[0]));
  }

  /**
   * Puts the value if all conditions hold. False, and no change, otherwise.
   *
   * @throws {OutcomeUnknownError} as a rejection, if no reply came.
   */
  async put(
    key: string,
    value: string,
    conditions: readonly Compare[] = [],
    signal?: AbortSignal,
  ): Promise<boolean> {
    const success = [{ request_put: { key: toBase64(key), value: toBase64(value) } }];
    const compare = conditions.map(compareOf);
    const put = (): Promise<unknown> =>
      outcomeOfChange(this.#post("kv/txn", { compare, success }), fateOf);
    const { succeeded = false } = (await this.#permits.use(put, signal)) as TransactionReply;
    return succeeded;
  }

  async removeAll(prefix: string): Promise<void> {
    await outcomeOfLook(this.#post("kv/deleterange", rangeOf(prefix)), fateOf);
  }

  /** A request whose effect ends by itself, or that may be sent again. It waits for no other one. */
  async ask<Reply>(path: string, body: object): Promise<Reply> {
    return (await outcomeOfLook(this.#post(path, body), fateOf)) as Reply;
  }

  /**
   * The same for a request that may have to wait for other clients. It counts among those at once only
   * for a moment, since what it waits for may need their permits.
   */
  async askAndWait<Reply>(path: string, body: object): Promise<Reply> {
    const answered = new AbortController();
    let reply: Promise<Reply> | undefined;
    await this.#permits.use(async () => {
      reply = this.ask<Reply>(path, body).finally(() => answered.abort());
      // Whatever it rejects with is the caller's, below.
      await Promise.race([reply, pause(MOMENT_MS, answered.signal)]).catch(() => {});
    }, undefined);
    return reply!;
  }

  /** Closes the connections. Requests that have had no answer reject. */
  close(): void {
    this.#gateway.close();
  }

  async #post(path: string, body: object): Promise<unknown> {
    const gateway = this.#gateway;
    try {
      return await gateway.call(path, body);
    } catch (error) {
      if (!isTokenInvalid(error)) throw error;
      // A token lives for some minutes. With one that has run out nothing was done.
      if (this.#gateway === gateway) this.#gateway = new EtcdGateway(this.#url);
      return this.#gateway.call(path, body);
    }
  }
}

interface TransactionReply {
  /** Left out if false, as the gateway leaves out whatever is 0 or empty. */
  readonly succeeded?: boolean;
  readonly responses?: readonly { readonly response_range?: { readonly kvs?: readonly Kv[] } }[];
}

interface Kv {
  readonly value?: string;
  readonly mod_revision: string;
  readonly create_revision: string;
}

function entryIn(kv: Kv | undefined): Entry | undefined {
  if (kv === undefined) return undefined;
  return {
    value: fromBase64(kv.value ?? ""),
    modRevision: kv.mod_revision,
    createRevision: kv.create_revision,
  };
}

function compareOf(condition: Compare): object {
  if ("modRevision" in condition) {
    const { key, modRevision } = condition;
    return { target: "MOD", result: "EQUAL", key: toBase64(key), mod_revision: modRevision };
  }
  const { key, createRevision, isPrefix } = condition;
  const range = isPrefix === true ? rangeOf(key) : { key: toBase64(key) };
  return { target: "CREATE", result: "EQUAL", ...range, create_revision: createRevision };
}
