/** A program that has a scratch folder, and its ends. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";

let temporary: string;
beforeAll(() => (temporary = mkdtempSync(join(tmpdir(), "scratch-folder-test-"))));
afterAll(() => rmSync(temporary, { recursive: true }));

/** Compiled, since Node is given no flag with which it would load TypeScript. */
const inKit = JSON.stringify(new URL("../dist/index.js", import.meta.url).href);

/** Starts a program that makes a folder, says where, and then runs the code. */
async function start(code: string) {
  const program = `
    import { scratchFolder } from ${inKit};
    console.log(scratchFolder());
    ${code}
  `;
  const child = spawn(process.execPath, ["--input-type=module", "--eval", program], {
    env: { ...process.env, TMPDIR: temporary },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const exit = once(child, "exit");
  const [output] = (await once(child.stdout, "data")) as [Buffer];
  return { child, exit, folder: output.toString().trim() };
}

test("the folder is of nobody else's, and goes with the program", async () => {
  const { exit, folder } = await start("");
  expect(dirname(folder)).toBe(temporary);
  expect(basename(folder)).toMatch(/^sync-strategies-[0-9a-f]{16}$/);
  expect(await exit).toEqual([0, null]);
  expect(existsSync(folder)).toBe(false);
});

test("it goes, with what is in it, also if the program is killed", async () => {
  const { child, exit, folder } = await start("setInterval(() => {}, 1_000);");
  writeFileSync(join(folder, "file"), "text");
  child.kill("SIGKILL");
  await exit;
  await expect.poll(() => existsSync(folder), { timeout: 10_000 }).toBe(false);
});
