/**
 * The way between a coordinator and a worker thread: a pair of ports made for it. The thread's
 * `parentPort` is closed: what a library posts there goes nowhere.
 */
import {
  MessageChannel,
  parentPort,
  receiveMessageOnPort,
  Worker,
  workerData,
  type MessagePort,
  type Transferable,
} from "node:worker_threads";
import type { MemberEnd } from "./member.ts";
import type { Link, Transport } from "./transport.ts";

/** What a thread is started with. */
interface ThreadData {
  coordinator?: MessagePort;
}

/** Takes the port out of reach of whatever else the thread loads. */
export function linkOfThread(): Link {
  const data = workerData as ThreadData | null;
  const port = data?.coordinator;
  if (port === undefined) throw new TypeError("This is no thread that a coordinator started.");
  delete data?.coordinator;
  // Messages that nothing takes would fill the coordinator's memory.
  parentPort?.close();
  return linkOver(port);
}

/** Starts the program in a new thread. It inherits no flags, since it runs compiled code. */
export function transportToThread(program: URL, name: string): Transport {
  const { port1: port, port2: coordinator } = new MessageChannel();
  const data: ThreadData = { coordinator };
  const worker = new Worker(program, {
    name,
    workerData: data,
    transferList: [coordinator],
    execArgv: process.execArgv.filter((flag) => flag === "--enable-source-maps"),
  });
  let receive: ((message: unknown) => void) | undefined;
  const ended = new Promise<MemberEnd>((resolve) => {
    let thrown: { error: unknown } | undefined;
    worker.on("error", (error) => (thrown ??= { error }));
    worker.on("exit", (exitCode) => {
      // Its last messages may be here, but not delivered.
      for (let last = receiveMessageOnPort(port); last; last = receiveMessageOnPort(port)) {
        receive?.(last.message);
      }
      port.close();
      resolve({ exitCode, ...thrown });
    });
  });
  const { post, onMessage } = linkOver(port);
  return {
    post,
    onMessage(listener) {
      receive = listener;
      onMessage(listener);
    },
    ended,
    end: () => worker.terminate(),
  };
}

function linkOver(port: MessagePort): Link {
  // Taken now: what is loaded later may replace the method.
  const postMessage = port.postMessage.bind(port);
  return {
    post: (message, transfer) => postMessage(message, transfer as readonly Transferable[]),
    onMessage: (listener) => void port.on("message", listener),
    unref: () => port.unref(),
  };
}
