/**
 * etcd over its JSON gateway: a POST per request, whose keys and values are base64 and whose 64-bit
 * numbers are text.
 *
 * A range is linearizable unless it asks for less: etcd has a majority confirm the leader before it
 * answers (etcd documentation, "KV API guarantees"). A transaction compares and changes in one step.
 */
import { outcomeOfChange, outcomeOfLook } from "../../../base/outcome.ts";
import { Permits } from "../../../base/permits.ts";
import { fateOf, RefusedError } from "./fate.ts";

/** More at once would take a connection each, of which a process has only so many. */
const REQUESTS_AT_ONCE = 16;

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
  readonly #origin: string;
  readonly #credentials: { readonly name: string; readonly password: string } | undefined;
  readonly #permits = new Permits(REQUESTS_AT_ONCE);
  #token: Promise<string> | undefined;

  /** @param url `http://127.0.0.1:2379`, with a user and a password if etcd asks for them. */
  constructor(url: string) {
    const { origin, username, password } = new URL(url);
    this.#origin = origin;
    if (username === "") return;
    this.#credentials = {
      name: decodeURIComponent(username),
      password: decodeURIComponent(password),
    };
  }

  /** What each of the keys holds, all at one moment. */
  async get(keys: readonly string[], signal?: AbortSignal): Promise<(Entry | undefined)[]> {
    const success = keys.map((key) => ({ request_range: { key: base64(key) } }));
    const look = this.#permits.use(() => this.#post("kv/txn", { success }), signal);
    const { responses = [] } = (await outcomeOfLook(look, fateOf)) as TransactionReply;
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
    const success = [{ request_put: { key: base64(key), value: base64(value) } }];
    const compare = conditions.map(compareOf);
    const put = (): Promise<unknown> =>
      outcomeOfChange(this.#post("kv/txn", { compare, success }), fateOf);
    const { succeeded = false } = (await this.#permits.use(put, signal)) as TransactionReply;
    return succeeded;
  }

  async removeAll(prefix: string): Promise<void> {
    const range = { key: base64(prefix), range_end: base64(endOf(prefix)) };
    await outcomeOfLook(this.#post("kv/deleterange", range), fateOf);
  }

  /** A request whose effect ends by itself, or that may be sent again. It waits for no other one. */
  async ask<Reply>(path: string, body: unknown, signal?: AbortSignal): Promise<Reply> {
    return (await outcomeOfLook(this.#post(path, body, signal), fateOf)) as Reply;
  }

  async #post(path: string, body: unknown, signal?: AbortSignal): Promise<unknown> {
    try {
      return await this.#postOnce(path, body, await this.#authorization(), signal);
    } catch (error) {
      // A token lives for some minutes. With one that has run out nothing was done.
      if (!(error instanceof RefusedError && error.isTokenInvalid)) throw error;
      this.#token = undefined;
      return this.#postOnce(path, body, await this.#authorization(), signal);
    }
  }

  async #postOnce(
    path: string,
    body: unknown,
    headers: Record<string, string>,
    signal?: AbortSignal,
  ): Promise<unknown> {
    const response = await fetch(`${this.#origin}/v3/${path}`, {
      method: "POST",
      body: JSON.stringify(body),
      headers,
      signal: signal ?? null,
    });
    const text = await response.text();
    if (!response.ok) throw new RefusedError(response.status, text);
    return JSON.parse(text);
  }

  async #authorization(): Promise<Record<string, string>> {
    if (this.#credentials === undefined) return {};
    this.#token ??= this.#authenticate(this.#credentials);
    try {
      return { authorization: await this.#token };
    } catch (error) {
      this.#token = undefined;
      throw error;
    }
  }

  async #authenticate(credentials: unknown): Promise<string> {
    const reply = await this.#postOnce("auth/authenticate", credentials, {});
    return (reply as { readonly token: string }).token;
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
    value: Buffer.from(kv.value ?? "", "base64").toString(),
    modRevision: kv.mod_revision,
    createRevision: kv.create_revision,
  };
}

function compareOf(condition: Compare): object {
  const key = base64(condition.key);
  if ("modRevision" in condition) {
    return { target: "MOD", result: "EQUAL", key, mod_revision: condition.modRevision };
  }
  const { createRevision, isPrefix } = condition;
  const end = isPrefix === true ? { range_end: base64(endOf(condition.key)) } : {};
  return { target: "CREATE", result: "EQUAL", key, ...end, create_revision: createRevision };
}

export function base64(text: string): string {
  return Buffer.from(text).toString("base64");
}

/** The first key after all those that begin with the prefix, which ends in ASCII. */
function endOf(prefix: string): string {
  const last = prefix.length - 1;
  return prefix.slice(0, last) + String.fromCharCode(prefix.charCodeAt(last) + 1);
}
