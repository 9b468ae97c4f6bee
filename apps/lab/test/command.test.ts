/** What `pnpm lab` refuses. That it builds and serves is in the long tests. */
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { spawnSync } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openBrowser } from "../src/command/open-browser.ts";

const app = fileURLToPath(new URL("..", import.meta.url));
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "lab-command-"));
});
afterAll(() => rm(folder, { recursive: true }));

function lab(...words: string[]): { status: number | null; stderr: string } {
  return spawnSync(
    process.execPath,
    ["--import", "tsx", "--conditions=@sync-strategies/source", "src/command/main.ts", ...words],
    { cwd: app, encoding: "utf8", env: { ...process.env, INIT_CWD: folder } },
  );
}

test("a folder with other files in it is left alone", async () => {
  await mkdir(join(folder, "mine"));
  await writeFile(join(folder, "mine", "precious.txt"), "mine");
  expect(lab("--build", "mine")).toMatchObject({
    status: 2,
    stderr: "lab: mine holds other files, which building would remove; name a new folder\n",
  });
});

test("a file is no folder, and an unknown flag is wrong input", async () => {
  await writeFile(join(folder, "file"), "");
  expect(lab("--build", "file")).toMatchObject({
    status: 2,
    stderr: "lab: file is a file, not a folder\n",
  });
  expect(lab("--buidl", "x").status).toBe(2);
});

test("where no program opens addresses, that is said rather than thrown", async () => {
  const { PATH } = process.env;
  process.env["PATH"] = folder;
  try {
    expect(await openBrowser("http://127.0.0.1:1/")).toBe(false);
  } finally {
    process.env["PATH"] = PATH;
  }
});
