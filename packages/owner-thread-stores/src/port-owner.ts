/** The program of an owner that members ask by messages: serves them as their messages come. */
import { parentPort, workerData, type MessagePort } from "node:worker_threads";
import { OwnedState } from "./owned-state.ts";
import { servePort } from "./serve-port.ts";

const { isBatched } = workerData as { isBatched: boolean };
const state = new OwnedState<unknown, unknown>();

parentPort!.on("message", (port: MessagePort) => servePort(state, port, isBatched));
parentPort!.postMessage("ready");
