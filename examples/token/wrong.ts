import type { Log } from "../example.ts";
import { expiredTokens, type AccessToken, type TokenServer } from "./token-server.ts";

/** As it is often written: a caller that finds the token expired renews it. */
export function accessTokenFrom(server: TokenServer, log: Log): AccessToken {
  let tokens = expiredTokens;
  return async (caller) => {
    if (!server.isValid(tokens)) {
      log(`${caller} renews with ${tokens.refresh}`);
      // The other callers run during this await, and find the token expired as well.
      tokens = await server.renew(tokens.refresh);
    }
    return tokens.access;
  };
}
