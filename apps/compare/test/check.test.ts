import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runCommand } from "./run-command.ts";

const sound = [
  { process: 0, type: "invoke", f: "write", value: 1 },
  { process: 1, type: "invoke", f: "read" },
  { process: 0, type: "ok", f: "write", value: 1 },
  { process: 1, type: "ok", f: "read", value: null },
];

/** The read is called after the write has returned, and does not see it. */
const stale = [
  { process: 0, type: "invoke", f: "write", value: 1 },
  { process: 0, type: "ok", f: "write", value: 1 },
  { process: 1, type: "invoke", f: "read" },
  { process: 1, type: "ok", f: "read", value: null },
];

/** A read of a sum that none of the 2^40 sets of unfinished additions comes to: a long search. */
const hard = [
  ...Array.from({ length: 40 }, (_, process) => ({
    process,
    type: "invoke",
    f: "add",
    value: 2 * (process + 1) ** 3,
  })),
  { process: 40, type: "invoke", f: "read" },
  { process: 40, type: "ok", f: "read", value: 4001 },
];

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "check-test-"));
});
afterAll(() => rm(folder, { recursive: true }));

async function save(name: string, events: readonly unknown[]): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, events.map((event) => `${JSON.stringify(event)}\n`).join(""));
  return path;
}

async function saveFolder(files: Record<string, string | readonly unknown[]>): Promise<string> {
  const inner = await mkdtemp(join(folder, "many-"));
  for (const [name, content] of Object.entries(files)) {
    const text =
      typeof content === "string"
        ? content
        : content.map((event) => `${JSON.stringify(event)}\n`).join("");
    await writeFile(join(inner, name), text);
  }
  return inner;
}
const entry = (file: string, expected: string): unknown => ({
  file,
  model: "register",
  initial: null,
  expected,
});

describe("check, of one file", () => {
  test("says that a history is linearizable, and what that rests on", async () => {
    const result = await runCommand(["check", await save("sound.jsonl", sound)]);
    expect(result).toMatchObject({ exitCode: 0, stderr: "" });
    expect(result.stdout).toMatch(/sound\.jsonl: linearizable, 2 operations checked by zones in/);
  });

  test("explains and draws a violation, and exits with 1", async () => {
    const result = await runCommand(["check", await save("stale.jsonl", stale)]);
    expect(result).toMatchObject({ exitCode: 1, stderr: "" });
    expect(result.stdout).toMatch(/not linearizable, 2 operations/);
    expect(result.stdout).toMatch(/client 0 .*\|A write 1\|/);
    expect(result.stdout).toMatch(/A must come before B/);
  });

  test("starts from the value that it is told", async () => {
    const zero = [
      { process: 1, type: "invoke", f: "read" },
      { process: 1, type: "ok", f: "read", value: 5 },
    ];
    const path = await save("five.jsonl", zero);
    expect((await runCommand(["check", path])).exitCode).toBe(1);
    expect((await runCommand(["check", path, "--initial", "5"])).exitCode).toBe(0);
    const asCounter = ["--model", "counter", "--initial", "5"];
    expect((await runCommand(["check", path, ...asCounter])).exitCode).toBe(0);
  });

  test("knows strings", async () => {
    const appended = [
      { process: 0, type: "invoke", f: "append", value: "a" },
      { process: 0, type: "ok", f: "append", value: "a" },
      { process: 0, type: "invoke", f: "read" },
      { process: 0, type: "ok", f: "read", value: "xa" },
    ];
    const words = ["check", await save("string.jsonl", appended), "--model", "string"];
    expect((await runCommand(words)).exitCode).toBe(1);
    expect((await runCommand([...words, "--initial", '"x"'])).exitCode).toBe(0);
  });

  test("gives up within its budget, and exits with 3", async () => {
    const path = await save("hard.jsonl", hard);
    const result = await runCommand(["check", path, "--model", "counter", "--budget", "20ms"]);
    expect(result.exitCode).toBe(3);
    expect(result.stdout).toMatch(/unknown, 41 operations/);
    expect(result.stdout).toContain("Within 20 ms");
  });

  test("prints everything as JSON when asked to", async () => {
    const path = await save("stale.jsonl", stale);
    const { stdout, exitCode } = await runCommand(["check", path, "--format", "json"]);
    expect(exitCode).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      schemaVersion: 1,
      histories: [
        {
          model: "register",
          check: { verdict: "not-linearizable", witness: { operations: [{}, {}] } },
        },
      ],
    });
  });
});

describe("check, of a folder", () => {
  test("checks all its histories, and exits with 1 for any that is not linearizable", async () => {
    const path = await saveFolder({ "a.jsonl": sound, "b.jsonl": stale, "other.txt": "no" });
    const result = await runCommand(["check", path]);
    expect(result).toMatchObject({ exitCode: 1, stderr: "" });
    expect(result.stdout).toMatch(/^a\.jsonl .* linearizable$/m);
    expect(result.stdout).toMatch(/^b\.jsonl .* not linearizable$/m);
    expect(result.stdout).toContain("2 histories");
  });

  test("holds the verdicts against those that its manifest expects", async () => {
    const files = { "a.jsonl": sound, "b.jsonl": stale };
    const right = await saveFolder({
      ...files,
      "manifest.json": JSON.stringify([
        entry("a.jsonl", "linearizable"),
        entry("b.jsonl", "not-linearizable"),
      ]),
    });
    const agreed = await runCommand(["check", right]);
    expect(agreed).toMatchObject({ exitCode: 0, stderr: "" });
    expect(agreed.stdout).toContain("Every verdict is the expected one.");
    const wrong = await saveFolder({
      ...files,
      "manifest.json": JSON.stringify([entry("a.jsonl", "not-linearizable")]),
    });
    const differing = await runCommand(["check", wrong]);
    expect(differing.exitCode).toBe(1);
    expect(differing.stdout).toContain("Not as expected: a.jsonl.");
  });

  test("names a malformed file, its line and its fault, and checks the others", async () => {
    const path = await saveFolder({
      "a.jsonl": '{"process":0,"type":"invoke","f":"read"}\n{"process":0,"type":"oh","f":"read"}\n',
      "b.jsonl": sound,
    });
    const result = await runCommand(["check", path]);
    expect(result.exitCode).toBe(2);
    expect(result.stderr).toBe(
      'compare: a.jsonl, line 2: "type" must be invoke, ok, fail or info, not "oh"\n',
    );
    expect(result.stdout).toMatch(/^b\.jsonl .* linearizable$/m);
  });

  test.each([
    ["that is not JSON", "{", "manifest.json is not JSON"],
    ["with an unknown model", '[{"file":"a.jsonl","model":"queue"}]', "0.model"],
    ["with an impossible start", '[{"file":"a","model":"counter","initial":"x"}]', "0.initial"],
  ])("refuses a manifest %s", async (_, manifest, says) => {
    const path = await saveFolder({ "manifest.json": manifest, "a.jsonl": sound });
    const result = await runCommand(["check", path]);
    expect(result).toMatchObject({ exitCode: 2, stdout: "" });
    expect(result.stderr.trimEnd().split("\n")).toHaveLength(1);
    expect(result.stderr).toContain(says);
  });
});

describe("check, of what makes no sense", () => {
  test.each([
    ["a missing file", ["nowhere.jsonl"], "nowhere.jsonl: there is no such file"],
    ["an unknown model", ["x", "--model", "registr"], 'did you mean "register"'],
    ["an initial value that is no JSON", ["x", "--initial", "{"], "--initial"],
    [
      "an initial value that does not fit",
      ["strategies/sound.ts", "--model", "counter", "--initial", '"a"'],
      "a number",
    ],
    ["a folder without histories", ["strategies"], "there is no history"],
    ["no path", [], "path"],
  ])("%s gets one line and exit code 2", async (_, words, says) => {
    const result = await runCommand(["check", ...words]);
    expect(result).toMatchObject({ exitCode: 2, stdout: "" });
    expect(result.stderr.trimEnd().split("\n")).toHaveLength(1);
    expect(result.stderr).toContain(says);
  });
});

describe("a run's history", () => {
  const brief = ["--duration", "40ms", "--no-reference"];

  test("is saved, and can be checked again", async () => {
    const path = join(folder, "run.jsonl");
    const run = await runCommand(["mutex", "--save-history", path, "--format", "json", ...brief]);
    expect(run).toMatchObject({ exitCode: 0, stderr: "" });
    const { workloads } = JSON.parse(run.stdout) as {
      workloads: { results: { check: { checkedOps: number } }[] }[];
    };
    const again = await runCommand(["check", path, "--format", "json"]);
    expect(again.exitCode).toBe(0);
    expect(JSON.parse(again.stdout)).toMatchObject({
      histories: [
        {
          check: {
            verdict: "linearizable",
            engine: "zones",
            checkedOps: workloads[0]?.results[0]?.check.checkedOps,
          },
        },
      ],
    });
  });

  test("goes to a file for each run if there are several, and shows the control's violation", async () => {
    const path = join(folder, "runs.jsonl");
    const words = ["mutex", "unsynchronized", "--workload", "contended", "--save-history", path];
    expect(await runCommand([...words, ...brief])).toMatchObject({ exitCode: 0, stderr: "" });
    const one = join(folder, "runs.contended.mutex.jsonl");
    const other = join(folder, "runs.contended.unsynchronized.jsonl");
    expect((await runCommand(["check", one])).exitCode).toBe(0);
    const control = await runCommand(["check", other]);
    expect(control.exitCode).toBe(1);
    expect(control.stdout).toContain("A lost update");
  }, 30_000);

  test("that cannot be saved is refused before anything runs", async () => {
    const words = ["mutex", "--save-history", "nowhere/run.jsonl", ...brief];
    const result = await runCommand(words);
    expect(result).toMatchObject({ exitCode: 4, stdout: "" });
    expect(result.stderr.trimEnd().split("\n")).toHaveLength(1);
    expect(result.stderr).toContain("--save-history");
  });
});
