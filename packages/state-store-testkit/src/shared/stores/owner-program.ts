/**
 * The owner of `owner-store.ts`: serves requests one after the other, queue by queue.
 *
 * Invariant: the first of a queue is the one that holds it, if it is an update; all others wait.
 */
import { createServer } from "node:net";
import { parentPort, workerData, type MessagePort } from "node:worker_threads";
import type { OwnerAnswer, OwnerData, OwnerRequest } from "./owner-protocol.ts";
import { SocketPort, type Port } from "./port.ts";

/** A process gets as an argument what a thread gets as its data. */
const data = (parentPort === null ? JSON.parse(process.argv[2]!) : workerData) as OwnerData;
const { faults, byKey, readsWait } = data;

interface Waiter {
  readonly port: Port;
  readonly number: number;
  readonly type: "read" | "write" | "update";
  readonly key: unknown;
  readonly value?: unknown;
  isGranted: boolean;
}

const state = new Map<unknown, unknown>();
/** What each key held before. */
const previous = new Map<unknown, unknown>();
let firstPort: Port | undefined;
const queues = new Map<unknown, Waiter[]>();
let isClosed = false;
let isDeaf = false;
let isBlocked = false;

if (parentPort === null) listenAt(data.path!);
else parentPort.once("message", servePorts);

/** Ready when it listens. It ends with its coordinator. */
function listenAt(path: string): void {
  createServer((socket) => servePort(new SocketPort(socket))).listen(path, () =>
    process.send!("ready"),
  );
  process.on("disconnect", () => process.exit());
}

function servePorts(ports: readonly MessagePort[]): void {
  [firstPort] = ports;
  for (const port of ports) servePort(port);
  parentPort!.postMessage("ready");
  parentPort!.on("message", () => tellWhenIdle());
}

function servePort(port: Port): void {
  port.on("message", (request) => serve(port, request as OwnerRequest));
  port.on("close", () => forget(port));
}

function serve(port: Port, request: OwnerRequest): void {
  switch (request.type) {
    case "read":
    case "write":
    case "update":
      return enter({ port, ...request, isGranted: false });
    case "commit":
    case "fail":
      return leave(port, request);
    case "cancel":
      return isDeaf ? undefined : cancel(port, request.number);
    case "close":
      isClosed = true;
  }
}

function enter(waiter: Waiter): void {
  const { port, number, key, type } = waiter;
  if (isClosed) return answer(port, { type: "refused", number });
  if (isBlocked) return;
  if (type === "read" && !readsWait) return carryOut(waiter);
  if (type === "write" && faults.includes("write-past-the-holder")) return carryOut(waiter);
  if (type === "update" && faults.includes("granted-twice")) return grantBesides(waiter);
  const queue = queueOf(key);
  queue.push(waiter);
  advance(queue);
}

/** Granted while others hold the key. */
const besides: Waiter[] = [];

function grantBesides(waiter: Waiter): void {
  besides.push(waiter);
  answer(waiter.port, { type: "grant", number: waiter.number, value: state.get(waiter.key) });
}

function queueOf(key: unknown): Waiter[] {
  const name = byKey ? key : "all";
  const known = queues.get(name);
  if (known !== undefined) return known;
  const queue: Waiter[] = [];
  queues.set(name, queue);
  return queue;
}

/** Serves all up to the next update, which is granted its key. */
function advance(queue: Waiter[]): void {
  for (let first = queue[0]; first !== undefined && !first.isGranted; first = queue[0]) {
    if (first.type === "update") {
      first.isGranted = true;
      answer(first.port, { type: "grant", number: first.number, value: state.get(first.key) });
      if (faults.includes("half-done-kept")) state.set(first.key, 0);
      return;
    }
    queue.shift();
    carryOut(first);
  }
}

function carryOut({ port, number, type, key, value }: Waiter): void {
  if (type === "write") save(key, value);
  answer(port, { type: "done", number, value: type === "read" ? load(port, key) : undefined });
}

function save(key: unknown, value: unknown): void {
  if (state.has(key)) previous.set(key, state.get(key));
  state.set(key, value);
}

function load(port: Port, key: unknown): unknown {
  const isBehind = faults.includes("lagging-replica") && port !== firstPort && previous.has(key);
  return isBehind ? previous.get(key) : state.get(key);
}

/** The updater of a granted update has made a value, or failed. */
function leave(port: Port, request: OwnerRequest): void {
  const { number } = request;
  const index = besides.findIndex((each) => each.port === port && each.number === number);
  const [granted] = index < 0 ? [] : besides.splice(index, 1);
  if (granted !== undefined && request.type === "commit") {
    save(granted.key, request.value);
    answer(port, { type: "done", number, value: request.value });
  }
  for (const queue of queues.values()) {
    const [first] = queue;
    if (first?.port !== port || first.number !== number) continue;
    queue.shift();
    if (request.type === "commit") {
      save(first.key, request.value);
      answer(port, { type: "done", number, value: request.value });
    }
    if (faults.includes("starves-the-other")) preferOwn(queue, port);
    advance(queue);
    return;
  }
}

function preferOwn(queue: Waiter[], port: Port): void {
  queue.sort((one, other) => Number(other.port === port) - Number(one.port === port));
}

function cancel(port: Port, number: number): void {
  for (const queue of queues.values()) {
    const index = queue.findIndex((each) => each.port === port && each.number === number);
    if (index < 0 || queue[index]?.isGranted === true) continue;
    queue.splice(index, 1);
    answer(port, { type: "cancelled", number });
  }
}

/** A member has closed its handle, or has ended. What it held is free again, as it was. */
function forget(port: Port): void {
  if (faults.includes("lost-member-blocks-all")) isBlocked = true;
  for (const queue of queues.values()) {
    const held = queue[0]?.port === port && queue[0].isGranted ? queue[0] : undefined;
    const others = faults.includes("handed-to-the-dead")
      ? queue
      : queue.filter((each) => each.port !== port);
    const isKept = held !== undefined && faults.includes("grant-of-the-dead-kept");
    if (held !== undefined && faults.includes("waiters-of-a-dead-holder-deaf")) isDeaf = true;
    if (isKept && faults.includes("killed-holder-blocks-all")) isBlocked = true;
    queue.splice(
      0,
      queue.length,
      ...(isKept ? [held] : []),
      ...others.filter((each) => each !== held),
    );
    advance(queue);
  }
}

/** Tells the coordinator, once nothing is open. */
function tellWhenIdle(): void {
  const isIdle = [...queues.values()].every((queue) => queue.length === 0);
  if (isIdle) parentPort!.postMessage("idle");
  else setImmediate(tellWhenIdle);
}

function answer(port: Port, message: OwnerAnswer): void {
  port.postMessage(message);
}
