import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { deserialize, serialize } from "node:v8";

/** One end of the way between a handle and its owner: a message port, or a socket that acts as one. */
export interface Port {
  postMessage(message: unknown): void;
  on(event: "message" | "close", listener: (message: unknown) => void): unknown;
  unref(): void;
  close(): void;
}

export async function connectTo(path: string): Promise<Port> {
  const socket = connect(path);
  await once(socket, "connect");
  return new SocketPort(socket);
}

const LENGTH_BYTES = 4;

/** Between processes a message is its length, and then its bytes as v8 writes them. */
export class SocketPort implements Port {
  readonly #socket: Socket;
  #arrived: Buffer = Buffer.alloc(0);

  constructor(socket: Socket) {
    this.#socket = socket;
    // The other end was killed: the socket closes, and the listeners for that are called.
    socket.on("error", () => {});
  }

  postMessage(message: unknown): void {
    const bytes = serialize(message);
    const length = Buffer.alloc(LENGTH_BYTES);
    length.writeUInt32LE(bytes.length);
    this.#socket.write(Buffer.concat([length, bytes]));
  }

  on(event: "message" | "close", listener: (message: unknown) => void): void {
    if (event === "close") this.#socket.on("close", () => listener(undefined));
    else this.#socket.on("data", (bytes) => this.#deliver(bytes, listener));
  }

  unref(): void {
    this.#socket.unref();
  }

  close(): void {
    this.#socket.end();
  }

  #deliver(bytes: Buffer, listener: (message: unknown) => void): void {
    this.#arrived = Buffer.concat([this.#arrived, bytes]);
    while (this.#arrived.length >= LENGTH_BYTES) {
      const end = LENGTH_BYTES + this.#arrived.readUInt32LE();
      if (this.#arrived.length < end) return;
      const message: unknown = deserialize(this.#arrived.subarray(LENGTH_BYTES, end));
      this.#arrived = this.#arrived.subarray(end);
      listener(message);
    }
  }
}
