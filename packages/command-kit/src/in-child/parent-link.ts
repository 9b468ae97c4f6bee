/**
 * The child's end of the pipe to its parent, and of what ends it with its parent.
 *
 * A strategy shares this process. It finds no channel to the parent: what it sends, as libraries
 * that fork processes do, goes nowhere.
 */
import { readSync, writeSync } from "node:fs";
import { Worker } from "node:worker_threads";
import { frameOf, FrameReader, LIFELINE_FD, MESSAGES_FD, TOKEN_BYTES } from "../message-frames.ts";

export interface ParentLink<Request, Message> {
  /** What the parent asks for. */
  readonly request: Request;
  /** Writes at once: a message is on its way even if the process never yields again. */
  readonly send: (message: Message) => void;
}

// Taken now, before a strategy is loaded that might replace them.
const write = writeSync;
const exit = process.exit.bind(process);
const kill = process.kill.bind(process);

/** This process and all that it started. */
const wholeGroup = process.platform === "win32" ? process.pid : -process.pid;

/** Takes the parent's request. To be called once, before a strategy is loaded. */
export function connectToParent<Request, Message>(): ParentLink<Request, Message> {
  endWithParent();
  Object.assign(process, { send: () => true, disconnect: () => {} });
  const token = readBytes(TOKEN_BYTES);
  const [request] = readFrame(new FrameReader(token));
  return {
    request: request as Request,
    send(message) {
      const frame = frameOf(token, message);
      try {
        for (let sent = 0; sent < frame.length;) sent += write(MESSAGES_FD, frame, sent);
      } catch {
        // The parent is gone, and the thread that waits for that may not have begun to.
        kill(wholeGroup, "SIGKILL");
      }
    },
  };
}

function readFrame(reader: FrameReader): unknown[] {
  for (;;) {
    const messages = reader.add(readBytes(1 << 16, 1));
    if (messages.length > 0) return messages;
  }
}

/** Waits for bytes, at most these, without giving the event loop a turn. */
function readBytes(most: number, least = most): Buffer {
  const bytes = Buffer.alloc(most);
  let length = 0;
  while (length < least) {
    const count = readSync(MESSAGES_FD, bytes, length, most - length, null);
    if (count === 0) exit();
    length += count;
  }
  return bytes.subarray(0, length);
}

/**
 * A thread waits for the parent's end and then kills the process, with all that it started: this
 * thread may never yield. Its program is a text, so that it is there in a bundle, too.
 */
function endWithParent(): void {
  const program = `
    const { Socket } = require("node:net");
    const lifeline = new Socket({ fd: ${LIFELINE_FD}, readable: true, writable: false });
    lifeline.on("error", () => {});
    lifeline.on("close", () => process.kill(${wholeGroup}, "SIGKILL"));
    lifeline.resume();
  `;
  new Worker(program, { eval: true, execArgv: [] }).unref();
}
