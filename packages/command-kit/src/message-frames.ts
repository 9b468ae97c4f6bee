/**
 * How a child process and its parent write messages to the pipe between them. A strategy runs in
 * the child and could write there, too, so each message carries a token that only the two ends
 * know, and a reader takes nothing else.
 *
 * Messages are written in V8's own format: unlike JSON it asks no object for a `toJSON`, which a
 * strategy may have added to all of them, and it keeps numbers as they are.
 */
import { deserialize, serialize } from "node:v8";

/** The child's file descriptor for messages in both directions. */
export const MESSAGES_FD = 3;

/** The child's file descriptor that its parent keeps open as long as it lives. */
export const LIFELINE_FD = 4;

/** How many bytes a token has. */
export const TOKEN_BYTES = 16;

const LENGTH_BYTES = 4;

/** How long a message may be: far longer than any of ours. */
const MAXIMUM_BYTES = 256 * 2 ** 20;

// Taken now, before a strategy is loaded that might replace them.
const toBytes = serialize;
const concat = Buffer.concat.bind(Buffer);
const alloc = Buffer.alloc.bind(Buffer);

/** The bytes that a message is written as. */
export function frameOf(token: Buffer, message: unknown): Buffer {
  const body = toBytes(message);
  const length = alloc(LENGTH_BYTES);
  length.writeUInt32LE(body.length);
  return concat([token, length, body]);
}

/** Reads the messages of one end, however the pipe cuts them into pieces. */
export class FrameReader {
  readonly #token: Buffer;
  #pieces: Buffer[] = [];
  #size = 0;
  /** How many bytes it takes until there is more to read: the head, or a whole message. */
  #wanted = TOKEN_BYTES + LENGTH_BYTES;

  constructor(token: Buffer) {
    this.#token = token;
  }

  /**
   * The messages that are complete with this piece.
   *
   * @throws {TypeError} if something else wrote to the pipe.
   */
  add(piece: Buffer): unknown[] {
    this.#pieces.push(piece);
    this.#size += piece.length;
    const messages: unknown[] = [];
    while (this.#size >= this.#wanted) {
      const bytes = concat(this.#pieces);
      const head = TOKEN_BYTES + LENGTH_BYTES;
      if (!bytes.subarray(0, TOKEN_BYTES).equals(this.#token)) throw foreign();
      const end = head + bytes.readUInt32LE(TOKEN_BYTES);
      if (end - head > MAXIMUM_BYTES) throw foreign();
      if (bytes.length >= end) messages.push(deserialize(bytes.subarray(head, end)));
      const rest = bytes.length >= end ? bytes.subarray(end) : bytes;
      this.#pieces = [rest];
      this.#size = rest.length;
      this.#wanted = bytes.length >= end ? head : end;
    }
    return messages;
  }
}

function foreign(): TypeError {
  return new TypeError("something else in its process writes to the pipe for its messages");
}
