import { mkdtemp, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { makeFolder } from "../src/index.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "make-folder-"));
});
afterEach(() => rm(folder, { recursive: true }));

const isFolder = async (path: string): Promise<boolean> => (await stat(path)).isDirectory();

test("makes a folder and those above it, and leaves one that is there", async () => {
  const path = join(folder, "a", "b", "c");
  await makeFolder(path);
  expect(await isFolder(path)).toBe(true);
  await makeFolder(path);
  await symlink(path, join(folder, "link"));
  await makeFolder(join(folder, "link"));
});

test("fails where a file is in the way", async () => {
  await writeFile(join(folder, "file"), "");
  await expect(makeFolder(join(folder, "file"))).rejects.toMatchObject({ code: "EEXIST" });
  await expect(makeFolder(join(folder, "file", "a"))).rejects.toMatchObject({ code: "ENOTDIR" });
});

test.skipIf(process.platform !== "linux")("fails where the system makes no folders", async () => {
  await expect(makeFolder("/proc/runs")).rejects.toMatchObject({ code: "ENOENT" });
  await expect(makeFolder("/proc/runs/deeper")).rejects.toMatchObject({ code: "ENOENT" });
});
