/**
 * The way between a coordinator and a member process: Node's channel to a process that it forked.
 * What is posted is copied, so a list of what to transfer means nothing here. What a library sends
 * there once the member serves goes nowhere.
 *
 * A member ends with its coordinator, also if that was killed. The channel closes, and so does a
 * pipe that a thread of the member watches, since its main thread may never yield. Only a member that
 * has something to clear away goes on until that is done.
 */
import { fork, type ChildProcess } from "node:child_process";
import { Socket } from "node:net";
import { Worker } from "node:worker_threads";
import { errorData, errorFrom, type ErrorData } from "./error-data.ts";
import type { MemberEnd } from "./member.ts";
import type { Link, Transport } from "./transport.ts";

/** What a member sends: a message or, at last, what it threw and did not catch. */
type Parcel = { readonly message: unknown } | { readonly thrown: ErrorData };

/** A member's output is no result of its coordinator: both of its streams go to stderr, if anywhere. */
const STDERR_FD = 2;

/** The member's file descriptor of the pipe that its coordinator keeps open as long as it lives. */
const LIFELINE_FD = 4;

/** Set in a process that a coordinator started, until something serves. */
let untaken: Link | undefined;

/** Makes this process a member. To be called first of all, before its program is loaded. */
export function becomeMember(): { readonly fail: (error: unknown) => void } {
  const { channel } = process;
  const send = process.send?.bind(process);
  if (channel === undefined || channel === null || send === undefined) {
    throw new TypeError("This is no process that a coordinator started.");
  }
  const exit = process.exit.bind(process);
  const kill = process.kill.bind(process, process.pid, "SIGKILL");
  const post = (parcel: Parcel, done: () => void): void => {
    try {
      send(parcel, undefined, undefined, done);
    } catch (error) {
      // A code in words is Node's: the channel is closed, since the coordinator has ended.
      if (typeof (error as NodeJS.ErrnoException).code === "string") return done();
      throw new DOMException((error as Error).message, "DataCloneError");
    }
  };
  process.on("disconnect", kill);
  // Until something serves, the channel keeps no process from ending.
  channel.unref();
  untaken = {
    post: (message) => post({ message }, () => {}),
    onMessage(listener) {
      process.on("message", listener);
      channel.ref();
    },
    unref: () => channel.unref(),
  };
  return { fail: (error) => post({ thrown: errorData(error) }, () => exit(1)) };
}

/**
 * Takes the channel out of reach of whatever else the process loads.
 *
 * @param onCoordinatorEnd called when the coordinator has ended; if missing, the member ends then.
 */
export function linkOfProcess(onCoordinatorEnd?: () => void): Link {
  const link = untaken;
  if (link === undefined) throw new TypeError("This is no process that a coordinator started.");
  untaken = undefined;
  Object.assign(process, { send: () => true, disconnect() {} });
  if (onCoordinatorEnd === undefined) endWithCoordinator();
  else outliveCoordinator(onCoordinatorEnd);
  return link;
}

/** Its program is a text, so that it is there in a bundle, too. */
function endWithCoordinator(): void {
  const program = `
    const { Socket } = require("node:net");
    const lifeline = new Socket({ fd: ${LIFELINE_FD}, readable: true, writable: false });
    lifeline.on("error", () => {});
    lifeline.on("close", () => process.kill(process.pid, "SIGKILL"));
    lifeline.resume();
  `;
  new Worker(program, { eval: true, execArgv: [] }).unref();
}

/** The same in the main thread, which must yield. */
function outliveCoordinator(onCoordinatorEnd: () => void): void {
  // Until now the end of the channel was to kill this process.
  process.removeAllListeners("disconnect");
  const lifeline = new Socket({ fd: LIFELINE_FD, readable: true, writable: false });
  lifeline.on("error", () => {});
  lifeline.on("close", onCoordinatorEnd);
  lifeline.resume();
}

/** Compiled, since Node is given no flag with which it would load TypeScript. */
function memberProgram(): URL {
  const isSource = import.meta.url.endsWith(".ts");
  const path = isSource ? "../dist/process-member.js" : "./process-member.js";
  return new URL(path, import.meta.url);
}

/**
 * Starts the program in a new process. It inherits no flags, since it runs compiled code.
 *
 * @param isDetached whether it is out of the terminal's reach: no Ctrl-C ends it, and it prints nothing.
 */
export function transportToProcess(program: URL, isDetached: boolean): Transport {
  const output = isDetached ? "ignore" : STDERR_FD;
  const child = fork(memberProgram(), [program.href], {
    serialization: "advanced",
    execArgv: process.execArgv.filter((flag) => flag === "--enable-source-maps"),
    detached: isDetached,
    stdio: ["ignore", output, output, "ipc", "pipe"],
  });
  let thrown: { error: unknown } | undefined;
  let receive: ((message: unknown) => void) | undefined;
  child.on("message", (parcel) => {
    const arrived = parcel as Parcel;
    if ("thrown" in arrived) thrown = { error: errorFrom(arrived.thrown) };
    else receive?.(arrived.message);
  });
  const ended = endOf(child).then((end): MemberEnd => ({ ...end, ...thrown }));
  return {
    post(message) {
      try {
        // One that is gone by now is said to have ended.
        child.send(message as object, () => {});
      } catch (error) {
        throw new DOMException((error as Error).message, "DataCloneError");
      }
    },
    onMessage: (listener) => void (receive = listener),
    ended,
    end() {
      child.kill("SIGKILL");
      return ended;
    },
  };
}

/** Resolves when the process has ended, and all that it sent was delivered. */
async function endOf(child: ChildProcess): Promise<MemberEnd> {
  const failed = new Promise<Error>((resolve) => child.on("error", resolve));
  if (child.pid === undefined) return { exitCode: null, error: await failed };
  const lifeline = child.stdio[LIFELINE_FD] as Socket;
  lifeline.on("error", () => {});
  const delivered = new Promise<void>((resolve) => child.on("disconnect", resolve));
  const end = await new Promise<MemberEnd>((resolve) => {
    child.on("exit", (exitCode, signal) => resolve({ exitCode, ...(signal && { signal }) }));
  });
  lifeline.destroy();
  await delivered;
  return end;
}
