/** What the versions have in common: a session's tokens, and the server that renews them. */
import { fakeLatency } from "../fake-latency.ts";

export interface Tokens {
  /** What a request carries. */
  readonly access: string;
  /** What buys the next pair, once. */
  readonly refresh: string;
}

/** What the session begins with: an access token that has expired. */
export const expiredTokens: Tokens = { access: "expired", refresh: "refresh-1" };

/** Gives a caller an access token that is valid. */
export type AccessToken = (caller: string) => Promise<string>;

/**
 * A token server as RFC 9700 recommends it: each refresh token is good for one use. One that
 * comes a second time may have been stolen, so the server then ends the whole session.
 */
export class TokenServer {
  requests = 0;
  sessionEnded = false;
  #current = expiredTokens.refresh;
  #issued = 1;

  isValid(tokens: Tokens): boolean {
    return tokens.access !== expiredTokens.access;
  }

  async renew(refresh: string): Promise<Tokens> {
    this.requests += 1;
    await fakeLatency();
    if (refresh !== this.#current) this.sessionEnded = true;
    if (this.sessionEnded) throw new Error("the session has ended");
    this.#issued += 1;
    this.#current = `refresh-${this.#issued}`;
    return { access: `access-${this.#issued}`, refresh: this.#current };
  }
}
