import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runCheck } from "./run-check.ts";

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "check-order-test-"));
});
afterAll(() => rm(folder, { recursive: true }));

const line = (process: number, type: string, f: string, value?: unknown): string =>
  `${JSON.stringify({ process, type, f, value })}\n`;

async function save(name: string, ...lines: readonly string[]): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, lines.join(""));
  return path;
}

/** The read is called first and sees the write, so the write has to come before it. */
const overlapping = [
  line(0, "invoke", "read"),
  line(1, "invoke", "write", 5),
  line(0, "ok", "read", 5),
  line(1, "ok", "write", 5),
];

test("shows the order that was found, one operation per line", async () => {
  const { stdout, exitCode } = await runCheck([await save("a.jsonl", ...overlapping), "--order"]);
  expect(exitCode).toBe(0);
  expect(stdout).toContain(
    "One order that explains it:\n\n  1  client 1 wrote 5\n  2  client 0 read 5\n",
  );
});

test("shows the first and the last operations of a long order, and writes all of them", async () => {
  const lines = Array.from({ length: 100 }, (_, value) => [
    line(0, "invoke", "write", value),
    line(0, "ok", "write", value),
  ]);
  const path = await save("long.jsonl", ...lines.flat());
  const file = join(folder, "order.jsonl");
  const { stdout } = await runCheck([path, "--order", "--save-order", file]);
  expect(stdout).toContain(" 10  client 0 wrote 9\n       … 80 more (--save-order FILE)\n   91  ");
  const order = (await readFile(file, "utf8")).trimEnd().split("\n");
  expect(order).toHaveLength(100);
  expect(JSON.parse(order[99]!)).toEqual({
    client: 0,
    key: "",
    name: "write",
    input: 99,
    called: 199,
    returned: 200,
  });
});

test("is a part of the JSON", async () => {
  const path = await save("json.jsonl", ...overlapping);
  const { stdout } = await runCheck([path, "--order", "--format", "json"]);
  expect(JSON.parse(stdout)).toMatchObject({
    histories: [{ check: { order: [{ name: "write" }, { name: "read" }] } }],
  });
});

test("writes nothing where there is no order, and says so", async () => {
  const path = await save("bad.jsonl", line(0, "invoke", "read"), line(0, "ok", "read", 1));
  const file = join(folder, "none.jsonl");
  const { complaints, exitCode } = await runCheck([path, "--save-order", file]);
  expect(exitCode).toBe(1);
  expect(complaints).toEqual([`--save-order ${file}: there is no order to write`]);
  await expect(readFile(file)).rejects.toThrow("ENOENT");
});

test("never overwrites a history, and is not asked of a folder", async () => {
  const path = await save("kept.jsonl", ...overlapping);
  const { complaints, exitCode } = await runCheck([path, "--save-order", path]);
  expect(exitCode).toBe(2);
  expect(complaints).toEqual([`--save-order ${path}: it is a history to be checked`]);
  expect(await readFile(path, "utf8")).toBe(overlapping.join(""));
  expect((await runCheck([folder, "--order"])).exitCode).toBe(2);
});
