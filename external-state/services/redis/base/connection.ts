/**
 * A connection to Redis by node-redis, as a program should open one that must know what became of
 * its commands.
 *
 * - `disableOfflineQueue`: a command that is called while there is no connection is rejected at once.
 *   Otherwise it waits, for as long as the server is away, and is sent to whichever server comes back.
 * - `timeout: 0`: a command waits to be sent as long as there is a connection. Otherwise node-redis 6 gives
 *   up after five seconds, with an error without a message, and sets a timer for every command.
 * - node-redis never sends a command again that was sent and had no reply. It rejects it with the error
 *   of the socket, which so means: it may have taken effect.
 * - An idle connection that is pinged has a reply every second. So a socket that is silent for ten is one
 *   whose replies are lost, and is closed.
 * - Without a listener for "error" a lost connection ends the process.
 */
import {
  ClientClosedError,
  ClientOfflineError,
  createClient,
  createClientPool,
  ErrorReply,
} from "redis";
import { UnreachableError, type Fate } from "../../../base/outcome.ts";

const PING_INTERVAL_MS = 1000;
const SILENCE_MS = 10_000;

/** How long a client waits before it connects again: twice as long each time, up to the longest. */
const SHORTEST_WAIT_MS = 10;
const LONGEST_WAIT_MS = 500;

export type RedisClient = ReturnType<typeof createRedisClient>;
export type RedisClientPool = ReturnType<typeof createRedisPool>;

/**
 * Connects, and from then on connects again whenever the connection is lost.
 *
 * @throws {UnreachableError} as a rejection, if there is no connection to begin with.
 */
export async function connectTo(url: string): Promise<RedisClient> {
  const connection = { isMade: false };
  return connected(createRedisClient(optionsFor(url, connection)), connection);
}

/** The same for several connections, each of which one task at a time has to itself. */
export async function connectPool(url: string, size: number): Promise<RedisClientPool> {
  const connection = { isMade: false };
  return connected(createRedisPool(optionsFor(url, connection), size), connection);
}

/** What an error of node-redis says about the command. */
export function fateOf(error: unknown): Fate {
  if (error instanceof ErrorReply) return "refused";
  const wasNotSent = error instanceof ClientOfflineError || error instanceof ClientClosedError;
  return wasNotSent ? "not sent" : "no reply";
}

async function connected<Client extends RedisClient | RedisClientPool>(
  client: Client,
  connection: { isMade: boolean },
): Promise<Client> {
  // The operations that it concerns are rejected, and say so.
  client.on("error", () => {});
  try {
    await client.connect();
  } catch (error) {
    throw fateOf(error) === "refused" ? error : new UnreachableError(error);
  }
  connection.isMade = true;
  return client;
}

type Options = ReturnType<typeof optionsFor>;

function createRedisClient(options: Options) {
  return createClient(options);
}

function createRedisPool(options: Options, size: number) {
  // All are there from the start, and a task waits for one as long as it takes.
  return createClientPool(options, { minimum: size, maximum: size, acquireTimeout: 0 });
}

function optionsFor(url: string, connection: { readonly isMade: boolean }) {
  return {
    url,
    disableOfflineQueue: true,
    commandOptions: { timeout: 0 },
    pingInterval: PING_INTERVAL_MS,
    socket: {
      socketTimeout: SILENCE_MS,
      reconnectStrategy: (retries: number) =>
        connection.isMade && Math.min(SHORTEST_WAIT_MS * 2 ** retries, LONGEST_WAIT_MS),
    },
  };
}
