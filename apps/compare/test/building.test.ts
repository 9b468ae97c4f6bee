/** The build before a command: one process at a time, and nothing hashed that is not compiled. */
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { workspaceRoot } from "@sync-strategies/command-kit";

/** A repository whose turbo only notes when it begins and ends, and ends when it is asked to. */
let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "building-test-"));
  const script = join("scripts", "turbo-alone.mjs");
  await cp(join(workspaceRoot, script), join(root, script));
  const bin = join(root, "node_modules", "turbo", "bin");
  await mkdir(bin, { recursive: true });
  await writeFile(
    join(bin, "turbo"),
    `const { appendFileSync } = require("node:fs");
     const note = (what) => appendFileSync(${JSON.stringify(join(root, "notes"))}, what + " " + process.argv[2] + "\\n");
     note("begin");
     process.stdin.on("end", () => note("end")).resume();`,
  );
});
afterEach(() => rm(root, { recursive: true }));

/** Starts a build, which ends when its stdin does. */
function build(name: string): ChildProcess {
  return spawn(process.execPath, [join(root, "scripts", "turbo-alone.mjs"), name], {
    stdio: ["pipe", "ignore", "inherit"],
  });
}

async function notes(): Promise<string[]> {
  const text = await readFile(join(root, "notes"), "utf8").catch(() => "");
  return text.split("\n").slice(0, -1);
}

async function untilItNotes(line: string): Promise<void> {
  await expect.poll(notes, { timeout: 60_000 }).toContain(line);
}

describe("two builds of one folder", () => {
  test("take turns", async () => {
    const first = build("first");
    await untilItNotes("begin first");
    const second = build("second");
    // The second could end at once, if it were let in.
    second.stdin?.end();
    first.stdin?.end();
    await Promise.all([once(first, "close"), once(second, "close")]);
    expect(await notes()).toEqual(["begin first", "end first", "begin second", "end second"]);
  });

  test("leave no lock behind when one is killed", async () => {
    const first = build("first");
    await untilItNotes("begin first");
    const second = build("second");
    second.stdin?.end();
    first.kill("SIGKILL");
    await once(second, "close");
    expect(await notes()).toEqual(["begin first", "begin second", "end second"]);
  });
});

test("nothing but what is compiled is hashed: without git, turbo walks a folder for every pattern that leaves something out", async () => {
  const turbo = JSON.parse(await readFile(join(workspaceRoot, "turbo.json"), "utf8")) as {
    tasks: { build: { inputs: string[] } };
  };
  expect(turbo.tasks.build.inputs.filter((input) => /^[!$]/.test(input))).toEqual([]);
  expect(turbo.tasks.build.inputs).toContain("src/**");
});
