import { once } from "node:events";
import { connect, createServer, type AddressInfo, type Socket } from "node:net";
import { afterEach, beforeEach, expect, test } from "vitest";
import { TcpProxy } from "../base/tcp-proxy.ts";

/** What the server has received. It answers each piece with the same in capitals. */
const received: string[] = [];
const server = createServer((socket) => {
  socket.on("error", () => {});
  socket.on("data", (piece) => {
    received.push(piece.toString());
    socket.write(piece.toString().toUpperCase());
  });
});
let proxy: TcpProxy;
const clients: Socket[] = [];

beforeEach(async () => {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  proxy = await TcpProxy.start(urlOf(server.address() as AddressInfo));
});

afterEach(async () => {
  for (const client of clients.splice(0)) client.destroy();
  await proxy[Symbol.asyncDispose]();
  received.splice(0);
  await new Promise((resolve) => server.close(resolve));
});

function urlOf({ port }: { readonly port: number }): string {
  return `redis://:secret@127.0.0.1:${port}/0`;
}

async function openClient(): Promise<Socket> {
  const client = startClient();
  await once(client, "connect");
  return client;
}

/** A client whose connection may end before it is open. */
function startClient(port = proxy.port): Socket {
  const client = connect(port, "127.0.0.1");
  clients.push(client);
  return client;
}

/** Sends a text, and resolves to the answer. */
async function ask(client: Socket, text: string): Promise<string> {
  const answer = once(client, "data");
  client.write(text);
  return String((await answer)[0]);
}

/** Resolves to the code of the error that ends a client's connection. */
async function endOf(client: Socket): Promise<string | undefined> {
  const [error] = (await once(client, "error")) as [NodeJS.ErrnoException];
  return error.code;
}

test("passes on what both sides send, to its end", async () => {
  const client = await openClient();
  expect(await ask(client, "one")).toBe("ONE");
  expect(await ask(client, "two")).toBe("TWO");
  client.end();
  await once(client.resume(), "close");
  expect(received).toEqual(["one", "two"]);
});

test("a URL through it has its host and port, and all else as before", () => {
  expect(proxy.through("redis://user:secret@10.0.0.1:6379/3?a=b")).toBe(
    `redis://user:secret@127.0.0.1:${proxy.port}/3?a=b`,
  );
});

test("a request arrives whose reply is lost, and the client sees its connection reset", async () => {
  const client = await openClient();
  expect(await ask(client, "one")).toBe("ONE");
  proxy.mode = "lose-replies";
  client.on("data", () => expect.unreachable("the reply was lost"));
  const [lost, ended] = [proxy.lost(), endOf(client)];
  client.write("two");
  await lost;
  expect(received).toEqual(["one", "two"]);
  proxy.cut();
  expect(await ended).toBe("ECONNRESET");
});

test("one that refuses ends what comes, leaves what is open, and forwards again", async () => {
  const open = await openClient();
  expect(await ask(open, "one")).toBe("ONE");
  proxy.mode = "refuse";
  expect(await endOf(startClient())).toBe("ECONNRESET");
  expect(await ask(open, "two")).toBe("TWO");
  proxy.mode = "forward";
  expect(await ask(await openClient(), "three")).toBe("THREE");
});

test("what is held back arrives later, in order", async () => {
  const client = await openClient();
  expect(await ask(client, "one")).toBe("ONE");
  proxy.mode = "hold";
  const sent = new Promise((resolve) => client.write("two", resolve));
  await sent;
  // Another connection's request overtakes nothing: the server is asked past the proxy.
  const past = startClient((server.address() as AddressInfo).port);
  await ask(past, "past");
  expect(received).toEqual(["one", "past"]);
  const answered = once(client, "data");
  proxy.mode = "forward";
  expect(String((await answered)[0])).toBe("TWO");
  expect(received).toEqual(["one", "past", "two"]);
});

test("leads to another server what comes after that was said", async () => {
  const other = createServer((socket) => {
    socket.on("data", () => socket.write("other"));
  });
  other.listen(0, "127.0.0.1");
  await once(other, "listening");
  const open = await openClient();
  proxy.leadTo(urlOf(other.address() as AddressInfo));
  expect(await ask(open, "one")).toBe("ONE");
  expect(await ask(await openClient(), "two")).toBe("other");
  for (const client of clients) client.destroy();
  await new Promise((resolve) => other.close(resolve));
});

test("a connection whose server cannot be reached is reset", async () => {
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  expect(await endOf(startClient())).toBe("ECONNRESET");
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  expect(await ask(await openClient(), "again")).toBe("AGAIN");
});
