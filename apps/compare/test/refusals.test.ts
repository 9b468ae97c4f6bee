/** What goes wrong in a run: names that mean nothing, files that cannot be, strategies that break. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, test } from "vitest";
import { parseResult } from "@sync-strategies/results";
import { runCommand } from "./run-command.ts";

const brief = ["--operations", "200", "--no-reference"];

function linesOf(text: string): string[] {
  return text.trimEnd().split("\n");
}

describe.concurrent("names that mean nothing", () => {
  test("get one line each, and nothing runs", async ({ expect }) => {
    const words = ["chanels", "./strategies/sond.ts", "./strategies/nowhere.ts", "mutex"];
    const { stdout, stderr, exitCode } = await runCommand([...words, ...brief]);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
    expect(linesOf(stderr)).toEqual([
      expect.stringMatching(/"chanels"; did you mean "channels"/),
      expect.stringMatching(/sond\.ts: there is no such file; did you mean "sound\.ts"/),
      expect.stringMatching(/nowhere\.ts: there is no such file/),
    ]);
  });

  test("are no modules that cannot be loaded: those cost the others nothing", async ({
    expect,
  }) => {
    const folder = await mkdtemp(join(tmpdir(), "refusals-test-"));
    const broken = join(folder, "broken.ts");
    await writeFile(broken, "\nexport default = 3;\n");
    const files = ["exports-nothing", "throws-when-loaded"];
    const words = [...files.map((name) => `./strategies/${name}.ts`), broken, "mutex"];
    const { stdout, stderr, exitCode } = await runCommand([...words, ...brief]);
    await rm(folder, { recursive: true });
    expect(exitCode).toBe(2);
    expect(linesOf(stderr)).toEqual([
      expect.stringMatching(/exports-nothing\.ts.*no default export/),
      expect.stringMatching(/throws-when-loaded\.ts:1/),
      expect.stringMatching(/does not compile.*broken\.ts:2/),
    ]);
    expect(stdout).toMatch(/^mutex +[\d,]+/m);
  });

  test.for([
    ["a strategy", ["chanels"], 2, /"chanels"; did you mean "channels"/],
    ["a baseline that does not run", ["actor", "--baseline", "mutex"], 2, /--baseline mutex/],
    [
      "a folder that is not there",
      ["mutex", "--report", "nowhere/file", ...brief],
      4,
      /--report nowhere\/file: its folder does not exist/,
    ],
    [
      "one file for two things",
      ["mutex", "--save", "x.json", "--report", "./strategies/../x.json", ...brief],
      2,
      /--save x\.json and --report \S+ are the same file/,
    ],
    [
      "a folder where a history should be",
      ["mutex", "--save-history", "strategies", ...brief],
      4,
      /--save-history strategies: that is a folder/,
    ],
    ["a peer", ["mutex", "async-mutx", ...brief], 2, /"async-mutx"/],
    ["strategies to explore", ["explore", "mutex", "mutx"], 2, /did you mean "mutex"/],
  ] as const)("%s, alone: nothing runs", async ([, words, code, says], { expect }) => {
    const { stdout, stderr, exitCode } = await runCommand(words);
    expect({ exitCode, stdout }).toEqual({ exitCode: code, stdout: "" });
    expect(linesOf(stderr)).toEqual([expect.stringMatching(says)]);
  });
});

describe.concurrent("strategies that go wrong", () => {
  test("are shown as such, in one line each, and cost the others nothing", async ({ expect }) => {
    const names = ["throws-when-created", "throws-in-read", "dies", "loses-updates"];
    const { stdout, stderr, exitCode } = await runCommand([
      ...names.map((name) => `./strategies/${name}.ts`),
      "mutex",
      "--format",
      "json",
      "--updaters",
      "5",
      "--keys",
      "1",
      "--pause",
      "0",
      "--hold",
      "microtask",
      ...brief,
    ]);
    expect(exitCode).toBe(1);
    expect(linesOf(stderr)).toEqual([
      expect.stringMatching(
        /throws-when-created.* no store today \(.*throws-when-created\.ts:\d+\)/,
      ),
      expect.stringMatching(/throws-in-read.* read: no reading today \(.*throws-in-read\.ts:\d+\)/),
      expect.stringMatching(/dies.* SIGKILL/),
      expect.stringMatching(/loses-updates.* lost update/),
    ]);
    expect(parseResult(JSON.parse(stdout)).workloads[0]?.results).toMatchObject([
      { strategy: "throws-when-created", status: "threw" },
      { strategy: "throws-in-read", status: "threw" },
      { strategy: "dies", status: "died" },
      { strategy: "loses-updates", status: "broke-contract" },
      { strategy: "mutex", status: "completed" },
    ]);
  });

  test("a write that is dropped is named", async ({ expect }) => {
    const words = ["./strategies/drops-writes.ts", "--keys", "1", ...brief];
    const { stderr, exitCode } = await runCommand(words);
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/after client \d+ wrote \d+/);
  });

  test("are found by their final state without a history, and --debug prints stacks", async ({
    expect,
  }) => {
    const { stdout, stderr, exitCode } = await runCommand([
      "./strategies/loses-updates.ts",
      "./strategies/throws-in-read.ts",
      "--debug",
      "--updaters",
      "5",
      "--keys",
      "1",
      "--pause",
      "0",
      "--hold",
      "microtask",
      "--no-check",
      ...brief,
    ]);
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/^loses-updates .* [1-9]\d* +unchecked$/m);
    expect(stderr).toMatch(/loses-updates .* acknowledged updates are lost/);
    expect(stderr).toMatch(/\n\s+at .*throws-in-read/);
  });
});
