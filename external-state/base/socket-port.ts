/**
 * A socket as a port: each message is a frame, which begins with the length of the rest in four
 * bytes. The rest is written by the structured clone algorithm, as what a MessagePort carries.
 *
 * A socket delivers bytes in their order, in pieces of any size; a frame is read when it is whole.
 */
import { EventEmitter } from "node:events";
import type { Socket } from "node:net";
import { deserialize, serialize } from "node:v8";
import type { Port } from "@sync-strategies/owner-thread-stores/store";

const LENGTH_BYTES = 4;

export class SocketPort extends EventEmitter implements Port {
  readonly #socket: Socket;
  /** What has come of a frame that is not whole, and how much that is. */
  #pieces: Buffer[] = [];
  #receivedBytes = 0;

  constructor(socket: Socket) {
    super();
    this.#socket = socket;
    socket.setNoDelay();
    socket.on("data", (piece) => this.#receive(piece));
    // How a connection broke makes no difference: it closes next.
    socket.on("error", () => {});
    socket.on("close", () => this.emit("close"));
  }

  postMessage(message: readonly unknown[]): void {
    const rest = serialize(message);
    if (!this.#socket.writable) return;
    const length = Buffer.allocUnsafe(LENGTH_BYTES);
    length.writeUInt32LE(rest.length);
    this.#socket.cork();
    this.#socket.write(length);
    this.#socket.write(rest);
    this.#socket.uncork();
  }

  ref(): void {
    this.#socket.ref();
  }

  unref(): void {
    this.#socket.unref();
  }

  close(): void {
    this.#socket.end();
  }

  #receive(piece: Buffer): void {
    this.#pieces.push(piece);
    this.#receivedBytes += piece.length;
    if (this.#receivedBytes < this.#expectedBytes()) return;
    let received = joined(this.#pieces);
    for (;;) {
      if (received.length < LENGTH_BYTES) break;
      const end = LENGTH_BYTES + received.readUInt32LE();
      if (received.length < end) break;
      this.emit("message", deserialize(received.subarray(LENGTH_BYTES, end)));
      received = received.subarray(end);
    }
    this.#pieces = received.length === 0 ? [] : [received];
    this.#receivedBytes = received.length;
  }

  /** The size of the frame that has begun, or of its first part if that is not whole. */
  #expectedBytes(): number {
    if (this.#receivedBytes < LENGTH_BYTES) return LENGTH_BYTES;
    // A large frame comes in many pieces, which are joined once, when all are there.
    if (this.#pieces[0]!.length < LENGTH_BYTES) this.#pieces = [joined(this.#pieces)];
    return LENGTH_BYTES + this.#pieces[0]!.readUInt32LE();
  }
}

function joined(pieces: readonly Buffer[]): Buffer {
  return pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces);
}
