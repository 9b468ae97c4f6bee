/** In a thread for each test, since what is replaced is replaced for a whole event loop. */
import { Worker } from "node:worker_threads";
import { buildSync } from "esbuild";
import { expect, test } from "vitest";

const { outputFiles } = buildSync({
  entryPoints: [new URL("../src/yours/memory-meter.ts", import.meta.url).pathname],
  bundle: true,
  format: "iife",
  globalName: "meter",
  write: false,
});

/** What the code says and how it ends, with a limit of 10 MB. */
function run(code: string): Promise<string[]> {
  const program = `
    const { parentPort } = require("node:worker_threads");
    const tell = (what) => parentPort.postMessage(what);
    ${outputFiles[0]!.text}
    meter.limitMemory(10_000_000, () => tell("limit"));
    (async () => { ${code} })().then(() => tell("fine"), (error) => tell(error.code));`;
  const said: string[] = [];
  const worker = new Worker(program, { eval: true });
  worker.on("message", (what: string) => said.push(what));
  return new Promise((resolve, reject) => {
    worker.on("exit", () => resolve(said));
    worker.on("error", reject);
  });
}

test.each([
  ["lists of a given length", "const all = []; for (;;) all.push(new Array(100_000).fill(1));"],
  ["buffers", "const all = []; for (;;) all.push(new ArrayBuffer(1_000_000));"],
  ["numbers in columns", "const all = []; for (;;) all.push(new Float64Array(100_000));"],
  ["one list that grows", "const all = []; for (;;) all.push(1);"],
  ["a single block", "Array(1_000_000_000);"],
])("%s without end reach the limit, once, and throw", async (_, code) => {
  expect(await run(code)).toEqual(["limit", "MEMORY_LIMIT"]);
});

test("small blocks, copies and subclasses are as they were", async () => {
  const code = `
    class Pair extends Array {}
    for (let index = 0; index < 1000; index += 1) new Array(1000);
    const copies = [new Float64Array([1, 2]), Uint8Array.from([1, 2]), Array.from({ length: 2 })];
    const pair = new Pair(1, 2);
    if (!(pair instanceof Array) || !(pair instanceof Pair) || !Array.isArray(pair)) throw new Error();
    if (copies.some((copy) => copy.length !== 2) || pair.length !== 2) throw new Error();
    if (!([] instanceof Array) || new Uint8Array(2).byteLength !== 2) throw new Error();`;
  expect(await run(code)).toEqual(["fine"]);
});
