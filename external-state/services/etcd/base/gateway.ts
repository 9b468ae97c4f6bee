/**
 * etcd's JSON gateway: its gRPC calls as HTTP requests, with keys and values in Base64 and 64-bit
 * numbers as text. https://etcd.io/docs/v3.5/dev-guide/api_grpc_gateway/
 *
 * Nothing is sent again here: what to do about a request whose reply was lost is the caller's choice.
 */

import { Poster } from "./post.ts";

const OK = 200;

/** What etcd answered in place of a result. Then nothing has happened. */
export class EtcdError extends Error {
  /** A code of gRPC: https://grpc.io/docs/guides/status-codes/ */
  readonly grpcCode: number;

  constructor(message: string, grpcCode: number) {
    super(message);
    this.name = "EtcdError";
    this.grpcCode = grpcCode;
  }
}

export class EtcdGateway {
  readonly #poster: Poster;
  readonly #user: { readonly name: string; readonly password: string } | undefined;
  #token: Promise<string> | undefined;

  /** @param url with the user and password, if etcd asks for them. */
  constructor(url: string) {
    const { protocol, host, username, password } = new URL(url);
    this.#poster = new Poster(`${protocol}//${host}`);
    if (username !== "") {
      this.#user = { name: decodeURIComponent(username), password: decodeURIComponent(password) };
    }
  }

  /**
   * Calls etcd: `call("kv/put", { key, value })`.
   *
   * @throws {EtcdError} if etcd refuses.
   * @throws {Error} of the connection, if that fails: if it was made, the outcome is then unknown.
   */
  async call<Reply>(name: string, body: object, signal?: AbortSignal): Promise<Reply> {
    if (this.#user === undefined) return this.#post<Reply>(name, body, undefined, signal);
    const token = await (this.#token ??= this.#authenticate(this.#user, signal));
    return this.#post<Reply>(name, body, token, signal);
  }

  /** Closes the connections. Calls that have had no answer reject. */
  close(): void {
    this.#poster.close();
  }

  async #authenticate(
    user: { readonly name: string; readonly password: string },
    signal: AbortSignal | undefined,
  ): Promise<string> {
    try {
      const reply = await this.#post<{ token: string }>(
        "auth/authenticate",
        user,
        undefined,
        signal,
      );
      return reply.token;
    } catch (error) {
      // The next call asks again.
      this.#token = undefined;
      throw error;
    }
  }

  async #post<Reply>(
    name: string,
    body: object,
    token: string | undefined,
    signal: AbortSignal | undefined,
  ): Promise<Reply> {
    const headers = token === undefined ? {} : { authorization: token };
    const { status, text } = await this.#poster.post(
      `/v3/${name}`,
      JSON.stringify(body),
      headers,
      signal,
    );
    if (status === OK) return JSON.parse(text) as Reply;
    throw errorIn(text, status);
  }
}

/** etcd's errors are JSON; those of anything else that answers need not be. */
function errorIn(text: string, status: number): Error {
  try {
    const { message, error, code } = JSON.parse(text) as Record<string, unknown>;
    const line = message ?? error;
    if (typeof line === "string" && typeof code === "number") return new EtcdError(line, code);
  } catch {
    // It is no JSON.
  }
  return new Error(`the answer has the HTTP status ${status}`);
}

export function toBase64(text: string): string {
  return Buffer.from(text).toString("base64");
}

export function fromBase64(text: string): string {
  return Buffer.from(text, "base64").toString();
}

/** The range of all keys that begin with the prefix, as the gateway takes it. */
export function rangeOf(prefix: string): { readonly key: string; readonly range_end: string } {
  const end = Buffer.from(prefix);
  // A namespace ends with a character that has a next one.
  end[end.length - 1]! += 1;
  return { key: toBase64(prefix), range_end: end.toString("base64") };
}
