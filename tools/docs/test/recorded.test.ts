import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findExternalState } from "@sync-strategies/command-kit/strategies";
import { isShared, type Span } from "@sync-strategies/state-store";
import { afterAll, describe, expect, test } from "vitest";
import { changedSince, Code } from "../src/recorded/code-of-command.ts";
import { fingerprintOf } from "../src/recorded/fingerprint.ts";
import { commandsShownIn, fillOutputBlocks } from "../src/recorded/output-blocks.ts";
import { formatRecording, parseRecording } from "../src/recorded/recordings.ts";
import { strategyPackagesOf } from "../src/strategy-packages.ts";

const folder = mkdtempSync(join(tmpdir(), "recorded-"));
afterAll(() => rmSync(folder, { recursive: true }));

async function fingerprint(source: string, imported = "export const step = 1;"): Promise<string> {
  writeFileSync(join(folder, "step.ts"), imported);
  writeFileSync(join(folder, "main.ts"), source);
  return fingerprintOf(join(folder, "main.ts"));
}

function threadThatPosts(value: number): string {
  return `import { parentPort } from "node:worker_threads";\nparentPort?.postMessage(${value});\n`;
}

describe("a fingerprint", () => {
  const source =
    'import { step } from "./step.ts";\nexport const next = (n: number) => n + step;\n';

  test("does not depend on comments, white space and local names", async () => {
    const rewritten =
      'import { step } from "./step.ts";\n\n/** Why. */\nexport const next = (count: number) =>\n  count + step; // so\n';
    expect(await fingerprint(rewritten)).toBe(await fingerprint(source));
  });

  test("does not depend on types", async () => {
    // Enough names of one kind that the minifier, which counts letters, would choose others.
    const types = `interface Wwwwwwww { readonly ${"vvvvvvvv".repeat(20)}: "wwww" }\n`;
    const many =
      "export const sums = (first: number, second: number, third: number) => [first + second, second + third];\n";
    expect(await fingerprint(types + many)).toBe(await fingerprint(many));
  });

  test("depends on the code, and on what it imports", async () => {
    const other = await fingerprint(source.replace("+", "-"));
    expect(other).not.toBe(await fingerprint(source));
    const deeper = await fingerprint(source, "export const step = 2;");
    expect(deeper).not.toBe(await fingerprint(source));
  });

  test("depends on the programs that it starts in threads, and on no other files", async () => {
    const starting =
      'import { Worker } from "node:worker_threads";\nexport const worker = new Worker("./thread.js");\n';
    writeFileSync(join(folder, "thread.ts"), threadThatPosts(1));
    writeFileSync(join(folder, "unused.ts"), "export const unused = 1;\n");
    const before = await fingerprint(starting);
    writeFileSync(join(folder, "unused.ts"), "export const unused = 2;\n");
    expect(await fingerprint(starting)).toBe(before);
    writeFileSync(join(folder, "thread.ts"), threadThatPosts(2));
    expect(await fingerprint(starting)).not.toBe(before);
  });

  test("that was recorded is compared by name: new code changes nothing, lost code does", () => {
    expect(changedSince({ one: "1" }, { one: "1", two: "2" })).toEqual([]);
    expect(changedSince({ one: "1", two: "2" }, { one: "9" })).toEqual(["one", "two"]);
  });
});

describe("the code of a command", async () => {
  const packages = await strategyPackagesOf();
  const code = new Code(packages);
  const strategies = packages.flatMap((each) => each.strategies);
  const ids = strategies.filter((each) => !isShared(each)).map(({ id }) => id);
  const files = await findExternalState();
  const idsOfFiles = (span: Span): string[] =>
    files.filter((file) => file.span === span).map(({ id }) => id);
  const idsOfThreads = strategies.filter(isShared).map(({ id }) => id);

  test.each([
    ["pnpm compare mutex actor-store --duration 1s", ["actor", "mutex"]],
    [
      "pnpm compare ./packages/snapshot-store/bench/reader-writer-lock.ts mutex",
      ["mutex", "./packages/snapshot-store/bench/reader-writer-lock.ts"],
    ],
    ["pnpm break-it mutex/ticket-kept", ["mutex"]],
    ["pnpm compare --workload saturated", ids],
    ["pnpm compare --threads 2 --workload saturated", idsOfThreads],
    ["pnpm compare --sweep threads=1,2 --workload saturated", idsOfThreads],
    ["pnpm compare --processes 2 --workload saturated", idsOfFiles("processes")],
    ["pnpm compare lmdb sqlite-version --processes 2", ["lmdb", "sqlite-version"]],
    ["pnpm compare --services --processes 2", idsOfFiles("machines")],
    [
      "pnpm compare faults failover",
      [
        ...idsOfFiles("processes"),
        ...idsOfFiles("machines"),
        "external-state/faults/failover.ts",
      ].toSorted(),
    ],
    ["pnpm example balance", ["examples/balance/story.ts"]],
  ])("of %s is that of %j", async (command, names) => {
    expect(Object.keys(await code.ofCommand(command)).toSorted()).toEqual([...names].toSorted());
  });

  test("is unknown for commands without a rule", async () => {
    await expect(code.ofCommand("pnpm lint")).rejects.toThrow("no rule says which code it runs");
  });
});

describe("a block of recorded output", () => {
  const command = "pnpm compare mutex";
  const text = `# One\n\n<!-- output: ${command} -->\nold\n<!-- /output -->\n\nEnd.\n`;
  const recording = {
    command,
    recorded: "2026-11-27",
    code: { mutex: "1c6a0f93be" },
    output: "a table\n\nand what it means",
  };

  test("is filled with the command and its output", () => {
    const recordings = new Map([[command, recording]]);
    const filled = fillOutputBlocks(text, recordings);
    expect(filled).toContain(`\`\`\`\n$ ${command}\na table\n\nand what it means\n\`\`\`\n`);
    expect(filled).not.toContain("old");
    expect(filled.endsWith("<!-- /output -->\n\nEnd.\n")).toBe(true);
    expect(fillOutputBlocks(filled, recordings)).toBe(filled);
  });

  test("stays as it is without a recording", () => {
    expect(commandsShownIn(text)).toEqual([command]);
    expect(fillOutputBlocks(text, new Map())).toBe(text);
  });

  test("must be closed", () => {
    expect(() => fillOutputBlocks(`<!-- output: ${command} -->\n`, new Map())).toThrow("lacks its");
  });

  test("is read from its file as it was written", () => {
    expect(parseRecording(formatRecording(recording))).toEqual(recording);
  });
});
