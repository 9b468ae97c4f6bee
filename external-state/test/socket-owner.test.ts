import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { connect, createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { serialize } from "node:v8";
// Compiled, as the command runs it: the owner is a process of plain Node.
import { selectStrategies } from "../../packages/command-kit/dist/strategies/index.js";
import type { SharedStrategy } from "@sync-strategies/state-store";
import { afterAll, expect, test } from "vitest";
import { SocketPort } from "../base/socket-port.ts";

const folder = await mkdtemp(join(tmpdir(), "socket-owner-"));
afterAll(() => rm(folder, { recursive: true }));

const { strategies } = await selectStrategies(["socket-owner"], {
  scratch: folder,
  signal: new AbortController().signal,
  span: "processes",
});
const moduleUrl = strategies[0]!.moduleUrl;
const { default: socketOwner } = (await import(moduleUrl)) as { default: SharedStrategy };

test("an owner that ends leaves the outcome of open operations unknown, and of later ones", async () => {
  const state = await socketOwner.createState({ members: 1, keys: 0, folder });
  const store = await socketOwner.openStore<string, number>(state.addressFor(0).address);
  const unknown = expect.objectContaining({ code: "OUTCOME_UNKNOWN" });
  const operations: Promise<unknown>[] = [];
  await new Promise<void>((started) => {
    const neverReady = (): Promise<number> => {
      started();
      return new Promise(() => {});
    };
    operations.push(store.update("a", neverReady));
  });
  operations.push(store.write("a", 1));
  const outcomes = Promise.allSettled(operations);
  await state[Symbol.asyncDispose]();
  const lost = { status: "rejected", reason: unknown };
  expect(await outcomes).toEqual([lost, lost]);
  await expect(store.read("a")).rejects.toEqual(unknown);
  expect(() => state.addressFor(1)).toThrow("The owner's process has ended");
  await store.close();
});

test("the owner ends when its coordinator is killed", async () => {
  const program = join(folder, "coordinator.mjs");
  await writeFile(
    program,
    `import { default as strategy } from ${JSON.stringify(moduleUrl)};
     const state = await strategy.createState({ members: 1, keys: 0, folder: process.argv[2] });
     process.send(state.addressFor(0).address);
     setInterval(() => {}, 1000);`,
  );
  const coordinator = fork(program, [folder], { execArgv: [] });
  const [address] = (await once(coordinator, "message")) as [string];
  const line = connect(address);
  await once(line, "connect");
  coordinator.kill("SIGKILL");
  await expect(once(line.resume(), "close")).resolves.toBeDefined();
});

test.skipIf(process.platform === "win32")(
  "a path that no socket may have is refused in one line",
  async () => {
    const long = join(folder, "x".repeat(100));
    await expect(socketOwner.createState({ members: 1, keys: 0, folder: long })).rejects.toThrow(
      /^The path of a socket may have 103 bytes, and .* has \d+ more: set TMPDIR to a shorter one\.$/,
    );
  },
);

test("a message arrives whole, in whatever pieces its bytes come", async () => {
  const path = join(folder, "pieces");
  const server = createServer().listen(path);
  await once(server, "listening");
  const line = connect(path);
  const [socket] = (await once(server, "connection")) as [Socket];
  const port = new SocketPort(socket);
  const messages = [["a", 1, undefined], [], ["x".repeat(100_000), new Map([[1, 2]])]];
  const bytes = Buffer.concat(messages.flatMap(frameOf));
  // One byte at a time to begin with, then several messages in one piece, which is one of many.
  const arrived: unknown[] = [];
  const all = new Promise<void>((resolve) => {
    port.on("message", (message) => {
      arrived.push(message);
      if (arrived.length === messages.length) resolve();
    });
  });
  for (let at = 0; at < FIRST_BYTES; at += 1) {
    await new Promise((resolve) => line.write(bytes.subarray(at, at + 1), resolve));
  }
  line.write(bytes.subarray(FIRST_BYTES));
  await all;
  expect(arrived).toEqual(messages);
  line.destroy();
  await once(port, "close");
  server.close();
});

/** All four that say how long the first message is, and not all of the message. */
const FIRST_BYTES = 7;

function frameOf(message: unknown): Buffer[] {
  const rest = serialize(message);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(rest.length);
  return [length, rest];
}
