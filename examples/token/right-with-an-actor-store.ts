import { ActorStore } from "@sync-strategies/actor-store/store";
import type { Log } from "../example.ts";
import { expiredTokens, type AccessToken, type TokenServer, type Tokens } from "./token-server.ts";

/** The tokens live in a store, and `update` is the one step: it may await, and is atomic still. */
export function accessTokenFrom(server: TokenServer, log: Log): AccessToken {
  const store = new ActorStore<"tokens", Tokens>();
  return async (caller) => {
    const { access } = await store.update("tokens", async (tokens = expiredTokens) => {
      if (server.isValid(tokens)) return tokens;
      log(`${caller} renews with ${tokens.refresh}`);
      return server.renew(tokens.refresh);
    });
    return access;
  };
}
