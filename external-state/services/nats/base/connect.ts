import { connect, type NatsConnection, type NodeConnectionOptions } from "@nats-io/transport-node";

/** Connects to the server of a URL, whose user and password the library takes apart from it. */
export function connectTo(
  url: string,
  options: Omit<NodeConnectionOptions, "servers" | "user" | "pass"> = {},
): Promise<NatsConnection> {
  const { host, username, password, protocol } = new URL(url);
  return connect({
    servers: host,
    ...(username !== "" && { user: decodeURIComponent(username) }),
    ...(password !== "" && { pass: decodeURIComponent(password) }),
    ...(protocol === "tls:" && { tls: {} }),
    ...options,
  });
}
