/**
 * Counts how often this process waits for an answer from another one. All connections are seen that
 * are made while it watches, whichever library makes them: each is a socket of Node, or of TLS, which
 * inherits from it. The pipes to the parent and to members were there before, and are not counted.
 */
import { Socket } from "node:net";
import { TLSSocket } from "node:tls";

type Method = (this: Socket, ...words: unknown[]) => unknown;

export class SocketWatch {
  readonly #connected = new WeakSet<Socket>();
  readonly #own = new Map<string, PropertyDescriptor | undefined>();
  #trips = 0;
  #isAsked = false;

  constructor() {
    this.#replace("connect", (socket) => this.#connected.add(socket));
    this.#replace("_write", (socket) => this.#sent(socket));
    this.#replace("_writev", (socket) => this.#sent(socket));
    this.#replace("push", (socket, chunk) => {
      if (chunk !== null) this.#received(socket);
    });
  }

  /**
   * How often something is sent and then something received until the work is done. What is sent at
   * once on several connections is one round trip. Nothing else may be under way.
   */
  async tripsOf(work: () => Promise<unknown>): Promise<number> {
    this.#trips = 0;
    this.#isAsked = false;
    await work();
    return this.#trips;
  }

  /** Leaves sockets as they were. */
  [Symbol.dispose](): void {
    for (const [name, descriptor] of this.#own) {
      if (descriptor === undefined) Reflect.deleteProperty(Socket.prototype, name);
      else Object.defineProperty(Socket.prototype, name, descriptor);
    }
  }

  #sent(socket: Socket): void {
    if (this.#isOfLibrary(socket)) this.#isAsked = true;
  }

  #received(socket: Socket): void {
    if (!this.#isAsked || !this.#isOfLibrary(socket)) return;
    this.#isAsked = false;
    this.#trips++;
  }

  /** TLS may be spoken over a connection that is there already. */
  #isOfLibrary(socket: Socket): boolean {
    return this.#connected.has(socket) || socket instanceof TLSSocket;
  }

  #replace(
    name: "connect" | "_write" | "_writev" | "push",
    notice: (socket: Socket, first: unknown) => void,
  ): void {
    this.#own.set(name, Object.getOwnPropertyDescriptor(Socket.prototype, name));
    const original = Reflect.get(Socket.prototype, name) as Method;
    Object.defineProperty(Socket.prototype, name, {
      configurable: true,
      writable: true,
      value(this: Socket, ...words: unknown[]) {
        notice(this, words[0]);
        return original.apply(this, words);
      },
    });
  }
}
