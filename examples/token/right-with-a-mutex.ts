import { Mutex } from "async-mutex";
import type { Log } from "../example.ts";
import { expiredTokens, type AccessToken, type TokenServer } from "./token-server.ts";

/** The look and the renewal are one step. A caller that waited for the lock looks again, and is done. */
export function accessTokenFrom(server: TokenServer, log: Log): AccessToken {
  let tokens = expiredTokens;
  const lock = new Mutex();
  return (caller) =>
    lock.runExclusive(async () => {
      if (!server.isValid(tokens)) {
        log(`${caller} renews with ${tokens.refresh}`);
        tokens = await server.renew(tokens.refresh);
      }
      return tokens.access;
    });
}
