import { createClient } from "redis";
import { TcpProxy } from "../../base/tcp-proxy.ts";
import type { StartPair } from "./replica.ts";

/** A primary would wait for 5 s for further replicas before it sends one its data. */
const WITHOUT_DELAY = { "repl-diskless-sync-delay": "0" };

/** Redis has nothing that makes a primary wait before it acknowledges. */
export const startRedisPair: StartPair = async (stage) => {
  const primary = await stage.startServer(WITHOUT_DELAY);
  const link = await TcpProxy.start(primary.url);
  stage.atEnd(() => link[Symbol.asyncDispose]());
  const replica = await stage.startServer({ replicaof: `127.0.0.1 ${link.port}` });
  // Replies when one replica has all that there is.
  await ask(primary.url, ["WAIT", "1", "0"]);
  return { primary, replica, link, promote: () => ask(replica.url, ["REPLICAOF", "NO", "ONE"]) };
};

/** Asks one command, on a connection that is opened for it. */
async function ask(url: string, command: readonly string[]): Promise<void> {
  const client = createClient({ url });
  client.on("error", () => {});
  await client.connect();
  try {
    await client.sendCommand([...command]);
  } finally {
    client.destroy();
  }
}
