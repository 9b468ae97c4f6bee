import type { Example, Log } from "../example.ts";
import { accessTokenFrom as fromActorStore } from "./right-with-an-actor-store.ts";
import { accessTokenFrom as fromBehindALock } from "./right-with-a-mutex.ts";
import { TokenServer, type AccessToken } from "./token-server.ts";
import { accessTokenFrom as fromBesideALock } from "./wrong-although-locked.ts";
import { accessTokenFrom } from "./wrong.ts";

const CALLERS = ["caller A", "caller B", "caller C", "caller D"];

/** A page loads and makes four requests at once. The session's access token has expired. */
async function loadPage(accessTokenOf: AccessTokenFrom, log: Log): Promise<void> {
  const server = new TokenServer();
  const accessToken = accessTokenOf(server, log);
  const outcomes = await Promise.allSettled(CALLERS.map((caller) => accessToken(caller)));
  const served = outcomes.filter(({ status }) => status === "fulfilled").length;
  log(
    `${count(server.requests, "renewal")}; ${served} of ${CALLERS.length} callers got a token; ` +
      `the session ${server.sessionEnded ? "has ended" : "goes on"}`,
  );
}

type AccessTokenFrom = (server: TokenServer, log: Log) => AccessToken;

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

export const story: Example = {
  title: "A token renewed by many callers at once",
  versions: {
    wrong: (log) => loadPage(accessTokenFrom, log),
    "wrong, although locked": (log) => loadPage(fromBesideALock, log),
    "right, with a mutex": (log) => loadPage(fromBehindALock, log),
    "right, with an actor's store": (log) => loadPage(fromActorStore, log),
  },
};
