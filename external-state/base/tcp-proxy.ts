/**
 * A proxy of TCP connections on loopback, for faults of the network: what it does to its connections
 * can be changed at any moment, for those that are open and for those that come.
 *
 * It has no timers. A fault that waits for something waits until it has happened: `lost` says when a
 * reply has been lost, and then the request before it was certainly carried out.
 */
import { once } from "node:events";
import { connect, createServer, type AddressInfo, type Server, type Socket } from "node:net";

/**
 * What a proxy does:
 * - `"forward"`: passes on what both sides send.
 * - `"lose-replies"`: passes on requests, and drops what the server sends.
 * - `"hold"`: passes on nothing, and keeps what both sides send until it forwards again.
 * - `"refuse"`: ends every connection as soon as it comes. Those that are open are left alone.
 */
export type ProxyMode = "forward" | "lose-replies" | "hold" | "refuse";

export class TcpProxy implements AsyncDisposable {
  readonly port: number;
  readonly #server: Server;
  readonly #connections = new Set<Connection>();
  readonly #onLost: (() => void)[] = [];
  #mode: ProxyMode = "forward";
  #target: Target;

  /**
   * Starts a proxy on a free port of loopback.
   *
   * @param url of the server that the connections lead to, with its port.
   */
  static async start(url: string): Promise<TcpProxy> {
    const server = createServer({ allowHalfOpen: true, noDelay: true });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    return new TcpProxy(server, targetOf(url));
  }

  private constructor(server: Server, target: Target) {
    this.#server = server;
    this.#target = target;
    this.port = (server.address() as AddressInfo).port;
    server.on("connection", (client) => {
      if (this.#mode === "refuse") {
        client.resetAndDestroy();
        return;
      }
      const upstream = connect({ ...this.#target, allowHalfOpen: true, noDelay: true });
      const connection = new Connection(client, upstream, () => this.#hasLost());
      this.#connections.add(connection);
      connection.apply(this.#mode);
      void connection.closed.then(() => this.#connections.delete(connection));
    });
  }

  /** The same URL, but for its host and port, which are the proxy's. */
  through(url: string): string {
    const changed = new URL(url);
    changed.host = `127.0.0.1:${this.port}`;
    return changed.href;
  }

  /** Leads the connections that come from now on to another server. */
  leadTo(url: string): void {
    this.#target = targetOf(url);
  }

  /** From now on, also of the connections that are open. */
  set mode(mode: ProxyMode) {
    this.#mode = mode;
    for (const connection of this.#connections) connection.apply(mode);
  }

  get mode(): ProxyMode {
    return this.#mode;
  }

  /** Resolves when the next reply has been lost: what asked for it has then been carried out. */
  lost(): Promise<void> {
    return new Promise((resolve) => this.#onLost.push(resolve));
  }

  /** Ends all connections at once. The clients see that they were reset. */
  cut(): void {
    for (const connection of this.#connections) connection.cut();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#mode = "refuse";
    this.cut();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #hasLost(): void {
    for (const resolve of this.#onLost.splice(0)) resolve();
  }
}

interface Target {
  readonly host: string;
  readonly port: number;
}

function targetOf(url: string): Target {
  const { hostname, port } = new URL(url);
  // An address of IPv6 is written in brackets there.
  return { host: hostname.replaceAll(/[[\]]/g, ""), port: Number(port) };
}

/** A client's connection to the proxy, and the proxy's to the server. When one fails, both end. */
class Connection {
  /** Resolves when both sides have ended. */
  readonly closed: Promise<unknown>;
  readonly #client: Socket;
  readonly #upstream: Socket;
  readonly #drop: () => void;

  /** @param onLost called whenever something that the server sent has been dropped. */
  constructor(client: Socket, upstream: Socket, onLost: () => void) {
    this.#client = client;
    this.#upstream = upstream;
    this.#drop = onLost;
    // A failure is nothing more than an end, which is passed on.
    client.on("error", () => this.cut());
    upstream.on("error", () => this.cut());
    client.on("close", () => upstream.destroy());
    upstream.on("close", () => client.destroySoon());
    this.closed = Promise.all([closeOf(client), closeOf(upstream)]);
  }

  /** What refuses new connections leaves this one as it is. */
  apply(mode: ProxyMode): void {
    if (mode === "refuse") return;
    this.#client.unpipe();
    this.#upstream.unpipe();
    this.#upstream.off("data", this.#drop);
    if (mode === "hold") {
      this.#client.pause();
      this.#upstream.pause();
      return;
    }
    this.#client.pipe(this.#upstream);
    if (mode === "forward") {
      this.#upstream.pipe(this.#client);
      return;
    }
    this.#upstream.on("data", this.#drop);
    this.#upstream.resume();
  }

  cut(): void {
    this.#client.resetAndDestroy();
    this.#upstream.destroy();
  }
}

function closeOf(socket: Socket): Promise<void> {
  return new Promise((resolve) => socket.once("close", () => resolve()));
}
