import { expect, test } from "vitest";
import { buffersIn } from "../src/buffers-in.ts";

test("finds each buffer in plain data once, and no memory that is shared anyway", () => {
  const keys = new Int32Array(2);
  const shared = new Uint8Array(new SharedArrayBuffer(4));
  const data = { keys, nested: [{ again: keys.subarray(1), shared }, null, "text", undefined] };
  expect(buffersIn(data)).toEqual([keys.buffer]);
  expect(structuredClone(data, { transfer: buffersIn(data) }).keys).toHaveLength(2);
  expect(keys).toHaveLength(0);
});
