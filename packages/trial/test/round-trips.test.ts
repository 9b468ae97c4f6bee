/** Round trips are counted on real sockets, to a server in this process: its ends are none of ours. */
import { once } from "node:events";
import { createServer as createWebServer } from "node:http";
import { connect, createServer, Socket, type AddressInfo, type Server } from "node:net";
import type { StateStore, Updater } from "@sync-strategies/state-store";
import { afterEach, beforeEach, expect, test } from "vitest";
import { countRoundTrips } from "../src/round-trips.ts";
import { SocketWatch } from "../src/watch-sockets.ts";

let server: Server;
let watch: SocketWatch;
let sockets: Socket[];

beforeEach(async () => {
  server = createServer((socket) => socket.pipe(socket)).listen(0, "127.0.0.1");
  await once(server, "listening");
  sockets = [];
  watch = new SocketWatch();
});

afterEach(() => {
  watch[Symbol.dispose]();
  for (const socket of sockets) socket.destroy();
  server.close();
});

async function connected(): Promise<Socket> {
  const socket = connect((server.address() as AddressInfo).port, "127.0.0.1");
  sockets.push(socket);
  await once(socket, "connect");
  return socket;
}

/** Sends something, and waits for the answer. */
async function ask(...asked: readonly Socket[]): Promise<void> {
  const answers = asked.map((socket) => once(socket, "data"));
  for (const socket of asked) socket.write("?");
  await Promise.all(answers);
}

/** A store whose first operation of all makes two more round trips. */
class AskingStore implements StateStore<number, number> {
  readonly #one: Socket;
  readonly #other: Socket;
  #value: number | undefined;
  #isPrepared = false;

  constructor(one: Socket, other: Socket) {
    this.#one = one;
    this.#other = other;
  }

  async read(): Promise<never> {
    await this.#prepare();
    await ask(this.#one);
    return this.#value as never;
  }

  /** It asks on two connections at once. */
  async write(_: number, value: number): Promise<void> {
    await this.#prepare();
    await ask(this.#one, this.#other);
    this.#value = value;
  }

  async update(_: number, updater: Updater<never>): Promise<never> {
    await this.#prepare();
    await ask(this.#one);
    const value = await updater(this.#value as never);
    await ask(this.#one);
    await ask(this.#other);
    this.#value = value;
    return value;
  }

  async close(): Promise<void> {}
  async [Symbol.asyncDispose](): Promise<void> {}

  async #prepare(): Promise<void> {
    if (this.#isPrepared) return;
    this.#isPrepared = true;
    await ask(this.#one);
    await ask(this.#one);
  }
}

test("each kind of operation has those that it waits for one after the other", async () => {
  const store = new AskingStore(await connected(), await connected());
  expect(await countRoundTrips(store, watch)).toEqual({ read: 1, write: 1, update: 3 });
});

test("what comes unasked is none", async () => {
  const accepted = once(server, "connection");
  const socket = await connected();
  const [end] = (await accepted) as [Socket];
  const trips = await watch.tripsOf(async () => {
    end.write("news");
    await once(socket, "data");
  });
  expect(trips).toBe(0);
});

test("a request of fetch is one", async () => {
  const web = createWebServer((request, response) => {
    request.resume().on("end", () => response.end("{}"));
  }).listen(0, "127.0.0.1");
  await once(web, "listening");
  const url = `http://127.0.0.1:${(web.address() as AddressInfo).port}/`;
  const post = async (): Promise<void> => {
    await (await fetch(url, { method: "POST", body: "{}" })).json();
  };
  await post();
  expect(await watch.tripsOf(post)).toBe(1);
  web.closeAllConnections();
  web.close();
});

test("connections that were there before are not counted, and none after the end", async () => {
  watch[Symbol.dispose]();
  const before = await connected();
  watch = new SocketWatch();
  expect(await watch.tripsOf(() => ask(before))).toBe(0);
  const during = await connected();
  watch[Symbol.dispose]();
  expect(await watch.tripsOf(() => ask(during))).toBe(0);
  expect(Object.hasOwn(Socket.prototype, "push")).toBe(false);
});
