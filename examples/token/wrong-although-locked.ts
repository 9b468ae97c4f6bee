import { Mutex } from "async-mutex";
import type { Log } from "../example.ts";
import { expiredTokens, type AccessToken, type TokenServer } from "./token-server.ts";

/** A lock around the renewal alone. The look came before it, and is out of date by then. */
export function accessTokenFrom(server: TokenServer, log: Log): AccessToken {
  let tokens = expiredTokens;
  const lock = new Mutex();
  return async (caller) => {
    if (!server.isValid(tokens)) {
      await lock.runExclusive(async () => {
        log(`${caller} renews with ${tokens.refresh}`);
        tokens = await server.renew(tokens.refresh);
      });
    }
    return tokens.access;
  };
}
