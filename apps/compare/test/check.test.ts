import { appendFile, mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runCheck } from "./run-check.ts";

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

/** Any file, and a folder next to it that holds no history. */
const here = fileURLToPath(import.meta.url);

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
/** An operation, what it is given, and what comes back. */
type Line = readonly [f: string, input: unknown, output: unknown];

const inEdn = (type: string, f: string, value: string): string =>
  `{:process 0, :type ${type}, :f ${f}, :value ${value}}\n`;

const entry = (file: string, expected: string): unknown => ({
  file,
  model: "register",
  initial: null,
  expected,
});

describe("check, of one file", () => {
  test("says that a history is linearizable, and what that rests on", async () => {
    const result = await runCheck([await save("sound.jsonl", sound)]);
    expect(result).toMatchObject({ exitCode: 0, complaints: [] });
    expect(result.stdout).toMatch(/sound\.jsonl: linearizable, 2 operations checked by zones in/);
  });

  test("explains and draws a violation, and exits with 1", async () => {
    const result = await runCheck([await save("stale.jsonl", stale)]);
    expect(result).toMatchObject({ exitCode: 1, complaints: [] });
    expect(result.stdout).toMatch(/not linearizable, 2 operations/);
    expect(result.stdout).toMatch(/client 0 .*\|A write 1\|/);
    expect(result.stdout).toMatch(/B must come before A: B found nothing/);
  });

  test("starts from the value that it is told", async () => {
    const zero = [
      { process: 1, type: "invoke", f: "read" },
      { process: 1, type: "ok", f: "read", value: 5 },
    ];
    const path = await save("five.jsonl", zero);
    expect((await runCheck([path])).exitCode).toBe(1);
    expect((await runCheck([path, "--initial", "5"])).exitCode).toBe(0);
    const asCounter = ["--model", "counter", "--initial", "5"];
    expect((await runCheck([path, ...asCounter])).exitCode).toBe(0);
  });

  test("knows strings", async () => {
    const appended = [
      { process: 0, type: "invoke", f: "append", value: "a" },
      { process: 0, type: "ok", f: "append", value: "a" },
      { process: 0, type: "invoke", f: "read" },
      { process: 0, type: "ok", f: "read", value: "xa" },
    ];
    const words = [await save("string.jsonl", appended), "--model", "string"];
    expect((await runCheck(words)).exitCode).toBe(1);
    expect((await runCheck([...words, "--initial", '"x"'])).exitCode).toBe(0);
  });

  test.each<[model: string, linearizable: Line[], violation: Line[], refused: Line[]]>([
    [
      "log",
      [
        ["append", { a: 1 }, null],
        ["read", null, [{ a: 1 }]],
      ],
      [
        ["append", 1, 1],
        ["append", 2, 2],
        ["read", null, [2, 1]],
      ],
      [["read", null, "12"]],
    ],
    [
      "set",
      [
        ["add", 1, 1],
        ["contains", 1, true],
        ["remove", 1, null],
        ["read", null, []],
      ],
      [
        ["add", 1, null],
        ["contains", 1, false],
      ],
      [["contains", 1, 1]],
    ],
    [
      "queue",
      [
        ["enqueue", 1, 1],
        ["dequeue", null, 1],
        ["dequeue", null, null],
      ],
      [
        ["enqueue", 1, 1],
        ["dequeue", null, null],
      ],
      [["enqueue", 1, 2]],
    ],
    [
      "lock",
      [
        ["acquire", null, null],
        ["tryAcquire", null, false],
        ["release", null, null],
      ],
      [
        ["acquire", null, null],
        ["tryAcquire", null, true],
      ],
      [["acquire", 5, null]],
    ],
  ])("knows a %s", async (model, linearizable, violation, refused) => {
    for (const [lines, code] of [
      [linearizable, 0],
      [violation, 1],
      [refused, 2],
    ] as const) {
      const events = lines.flatMap(([f, input, output]) => [
        { process: 0, type: "invoke", f, value: input },
        { process: 0, type: "ok", f, value: output },
      ]);
      const path = await save(`${model}-${code}.jsonl`, events);
      expect((await runCheck([path, "--model", model])).exitCode).toBe(code);
    }
  });

  test("gives up within its budget, and exits with 3", async () => {
    const path = await save("hard.jsonl", hard);
    const result = await runCheck([path, "--model", "counter", "--budget", "20ms"]);
    expect(result.exitCode).toBe(3);
    expect(result.stdout).toMatch(/unknown, 41 operations/);
    expect(result.stdout).toContain("Within 20 ms");
  });

  test("remembers no more than it may, and exits with 3", async () => {
    const path = await save("hard.jsonl", hard);
    const result = await runCheck([path, "--model", "counter", "--memory", "1MiB"]);
    expect(result.exitCode).toBe(3);
    expect(result.stdout).toMatch(/Within 10000 ms and 1 MiB/);
  });

  test("reads EDN, and independent keys", async () => {
    const path = join(folder, "history.edn");
    const write = inEdn(":invoke", ":write", "[:x 1]") + inEdn(":ok", ":write", "[:x 1]");
    await writeFile(path, write + inEdn(":invoke", ":read", "[:y nil]"));
    expect((await runCheck([path])).complaints).toEqual([]);
    await appendFile(path, inEdn(":ok", ":read", "[:y nil]"));
    expect(await runCheck([path, "--independent"])).toMatchObject({ exitCode: 0, complaints: [] });
    await appendFile(path, "{:process 0");
    const { complaints, exitCode } = await runCheck([path, "--independent"]);
    expect(exitCode).toBe(2);
    expect(complaints).toEqual([`${path}, line 5: what { begins in line 5 does not end`]);
  });

  test("draws what Jepsen's nemesis did meanwhile", async () => {
    const kill = { process: "nemesis", type: "info", f: "kill", value: "n1" };
    const path = await save("nemesis.jsonl", [...stale.slice(0, 2), kill, ...stale.slice(2)]);
    expect((await runCheck([path])).stdout).toMatch(/^ {2}nemesis +!kill n1$/m);
    const { stdout } = await runCheck([path, "--format", "json"]);
    expect(JSON.parse(stdout)).toMatchObject({
      histories: [{ check: { witness: { marks: [{ event: 3, label: "kill n1" }] } } }],
    });
  });

  test("prints everything as JSON when asked to", async () => {
    const path = await save("stale.jsonl", stale);
    const { stdout, exitCode } = await runCheck([path, "--format", "json"]);
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
    const result = await runCheck([path]);
    expect(result).toMatchObject({ exitCode: 1, complaints: [] });
    expect(result.stdout).toMatch(/^a\.jsonl .* linearizable$/m);
    expect(result.stdout).toMatch(/^b\.jsonl .* not linearizable$/m);
    expect(result.stdout).toContain("2 histories");
  });

  test("says of the history of a full recorder how much of it was checked", async () => {
    const value = { totalOps: 9000 };
    const end = { process: "nemesis", type: "info", f: "recorder-full", value };
    const path = await saveFolder({ "a.jsonl": [...sound, end], "b.jsonl": sound });
    const { stdout } = await runCheck([path]);
    expect(stdout).toMatch(/^a\.jsonl +2 .* linearizable, first 2 of 9,000$/m);
    expect(stdout).toMatch(/^b\.jsonl +2 .* linearizable$/m);
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
    const agreed = await runCheck([right]);
    expect(agreed).toMatchObject({ exitCode: 0, complaints: [] });
    expect(agreed.stdout).toContain("Every verdict is the expected one.");
    const wrong = await saveFolder({
      ...files,
      "manifest.json": JSON.stringify([entry("a.jsonl", "not-linearizable")]),
    });
    const differing = await runCheck([wrong]);
    expect(differing.exitCode).toBe(1);
    expect(differing.stdout).toContain("Not as expected: a.jsonl.");
  });

  test("names a malformed file, its line and its fault, and checks the others", async () => {
    const path = await saveFolder({
      "a.jsonl": '{"process":0,"type":"invoke","f":"read"}\n{"process":0,"type":"oh","f":"read"}\n',
      "b.jsonl": sound,
    });
    const result = await runCheck([path]);
    expect(result.exitCode).toBe(2);
    expect(result.complaints).toEqual([
      'a.jsonl, line 2: "type" must be invoke, ok, fail or info, not "oh"',
    ]);
    expect(result.stdout).toMatch(/^b\.jsonl .* linearizable$/m);
  });

  test("refuses a file without operations", async () => {
    for (const text of ["", "\n \n", '{"process":"nemesis","type":"info","f":"kill"}\n']) {
      const path = join(await saveFolder({ "a.jsonl": text }), "a.jsonl");
      const result = await runCheck([path]);
      expect(result).toMatchObject({ exitCode: 2, stdout: "" });
      expect(result.complaints).toEqual([`${path}: there is no operation in it`]);
    }
  });

  test("does not follow links to folders", async () => {
    const path = await saveFolder({ "a.jsonl": sound });
    await symlink(path, join(path, "again"));
    const result = await runCheck([path]);
    expect(result.exitCode).toBe(0);
    expect(result.stdout.match(/a\.jsonl/g)).toHaveLength(1);
  });

  test("refuses a manifest that cannot be read", async () => {
    const path = await saveFolder({ "a.jsonl": sound });
    await mkdir(join(path, "manifest.json"));
    const result = await runCheck([path]);
    expect(result).toMatchObject({ exitCode: 2, stdout: "" });
    expect(result.complaints).toEqual([expect.stringContaining("manifest.json cannot be read")]);
  });

  test.each([
    ["that is not JSON", "{", "manifest.json: this is not JSON: {"],
    ["that lists nothing", "[]", "manifest.json: it lists no history"],
    ["with an unknown model", '[{"file":"a.jsonl","model":"stack"}]', "0.model"],
    ["that leads outside", '[{"file":"../a.jsonl","model":"register"}]', "0.file: it is outside"],
    ["with a misspelt field", '[{"file":"a.jsonl","model":"register","inital":1}]', "inital"],
    ["with a field twice", '[{"file":"a","file":"b","model":"register"}]', '"file" twice'],
    [
      "with a number that cannot be kept",
      '[{"file":"a","model":"register","initial":1e400}]',
      "1e400",
    ],
    ["with an impossible start", '[{"file":"a","model":"counter","initial":"x"}]', "0.initial"],
  ])("refuses a manifest %s", async (_, manifest, says) => {
    const path = await saveFolder({ "manifest.json": manifest, "a.jsonl": sound });
    const result = await runCheck([path]);
    expect(result).toMatchObject({ exitCode: 2, stdout: "" });
    expect(result.complaints).toEqual([expect.stringContaining(says)]);
    expect(result.complaints[0]).not.toContain("\n");
  });
});

describe("check, of what makes no sense", () => {
  test.each([
    ["a missing file", ["nowhere.jsonl"], "nowhere.jsonl: there is no such file"],
    [
      "an initial value that does not fit",
      [here, "--model", "counter", "--initial", '"a"'],
      "a number",
    ],
    [
      "an initial value that cannot be kept",
      [here, "--initial", "9007199254740993"],
      "cannot be kept",
    ],
    ["a path through a file", [join(here, "a.jsonl")], "it cannot be read: not a directory"],
    ["a folder without histories", [join(dirname(here), "strategies")], "there is no history"],
    ["a device", ["/dev/null"], "/dev/null: it is no plain file"],
  ])("%s gets one line and exit code 2", async (_, words, says) => {
    const result = await runCheck(words);
    expect(result).toMatchObject({ exitCode: 2, stdout: "" });
    expect(result.complaints).toEqual([expect.stringContaining(says)]);
    expect(result.complaints[0]).not.toContain("\n");
  });
});
