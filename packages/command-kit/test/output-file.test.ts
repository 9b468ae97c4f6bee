/** Files that a command is asked to write: which are refused, and how each kind is written. */
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import {
  chmod,
  link,
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  readlink,
  rm,
  stat,
  symlink,
  writeFile,
} from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { OutputFile } from "../src/index.ts";

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "output-file-test-"));
  file = join(folder, "file");
});
afterEach(() => rm(folder, { recursive: true }));

async function write(path: string, content: string): Promise<void> {
  await (await OutputFile.open("--save", path)).write(content);
}

describe("a plain file", () => {
  test("stays as it is until it is written, and leaves nothing else behind", async () => {
    await writeFile(file, "old");
    const output = await OutputFile.open("--save", file);
    expect(await readdir(folder)).toEqual(["file"]);
    expect(await readFile(file, "utf8")).toBe("old");
    await output.write("new");
    output.writeAlready("newer");
    expect(await readdir(folder)).toEqual(["file"]);
    expect(await readFile(file, "utf8")).toBe("newer");
  });

  test.each([0o600, 0o640, 0o755])("keeps its mode %o", async (mode) => {
    await writeFile(file, "old");
    await chmod(file, mode);
    await write(file, "new");
    expect((await stat(file)).mode & 0o777).toBe(mode);
  });

  test("with a name of the greatest length can be written", async () => {
    const longest = join(folder, "x".repeat(255));
    await write(longest, "new");
    expect(await readFile(longest, "utf8")).toBe("new");
  });

  test("is whole after two have written it at once", async () => {
    const contents = ["a", "b"].map((letter) => letter.repeat(1_000_000));
    await Promise.all(contents.map((content) => write(file, content)));
    expect(contents).toContain(await readFile(file, "utf8"));
  });

  test("keeps its other names", async () => {
    await writeFile(file, "old");
    await link(file, join(folder, "other"));
    await write(file, "new");
    expect(await readFile(join(folder, "other"), "utf8")).toBe("new");
  });

  test("takes what another process writes only when that is to be kept", async () => {
    await writeFile(file, "old");
    const output = await OutputFile.open("--save-history", file);
    const given = output.draft(folder);
    const taken = output.draft(folder);
    await writeFile(given.path, "given up");
    await writeFile(taken.path, "new");
    given.discard();
    expect(await readFile(file, "utf8")).toBe("old");
    await taken.keep();
    expect(await readFile(file, "utf8")).toBe("new");
    expect(await readdir(folder)).toEqual(["file"]);
  });

  test("that could not be replaced says so by its name, and leaves no draft", async () => {
    const output = await OutputFile.open("--save", file);
    await mkdir(file);
    await expect(output.write("new")).rejects.toMatchObject({
      exitCode: 4,
      message: expect.stringContaining(`--save ${file}: it could not be written: `),
    });
    expect(await readdir(folder)).toEqual(["file"]);
  });
});

describe("a link", () => {
  test.each(["target", "missing", "../target"])("to %s stays, and is followed", async (to) => {
    const inner = join(folder, "inner");
    await mkdir(inner);
    const path = join(inner, "link");
    await symlink(to, path);
    await writeFile(join(inner, "target"), "old");
    await write(path, "new");
    expect(await readlink(path)).toBe(to);
    expect(await readFile(path, "utf8")).toBe("new");
  });

  test("to itself, or into a missing folder, is refused", async () => {
    await symlink("circle", join(folder, "circle"));
    await symlink("nowhere/file", join(folder, "lost"));
    await expect(OutputFile.open("--save", join(folder, "circle"))).rejects.toThrow("in a circle");
    await expect(OutputFile.open("--save", join(folder, "lost"))).rejects.toThrow(
      "its folder does not exist",
    );
  });
});

describe.runIf(process.platform === "linux")("what is no plain file", () => {
  test("stays: a full device says that nothing was written", async () => {
    await expect(write("/dev/full", "new")).rejects.toThrow("no space left on device");
    expect((await lstat("/dev/full")).isCharacterDevice()).toBe(true);
    await write("/dev/null", "new");
    expect((await lstat("/dev/null")).isCharacterDevice()).toBe(true);
  });

  test("stays: a pipe's reader gets all of it, more than a pipe holds", async () => {
    await promisify(execFile)("mkfifo", [file]);
    const reader = spawn("cat", [file], { stdio: ["ignore", "pipe", "ignore"] });
    const content = "x".repeat(1_000_000);
    const [read] = await Promise.all([text(reader.stdout), write(file, content)]);
    expect(read).toBe(content);
    expect((await lstat(file)).isFIFO()).toBe(true);
  });

  test("stays: a socket's server gets all of it", async () => {
    const server = createServer().listen(file);
    await once(server, "listening");
    const read = once(server, "connection").then(([socket]) =>
      text(socket as NodeJS.ReadableStream),
    );
    await write(file, "new");
    expect(await read).toBe("new");
    expect((await lstat(file)).isSocket()).toBe(true);
    server.close();
  });
});

describe("a path", () => {
  test.each([
    ["of a folder", ".", "that is a folder"],
    ["that ends as a folder's", "new/", "that names a folder"],
    ["behind a file", "plain/new", "its folder is a file"],
    ["in a missing folder", "no/new", "its folder does not exist"],
    ["with a name that is too long", "x".repeat(300), "name too long"],
  ])("%s is refused before anything runs", async (_, name, fault) => {
    await writeFile(join(folder, "plain"), "");
    await expect(OutputFile.open("--report", `${folder}/${name}`)).rejects.toMatchObject({
      exitCode: 4,
      message: expect.stringContaining(fault),
    });
  });

  test.each([
    ["spelled otherwise", "new", "inner/../new"],
    ["through a link", "plain", "link"],
    ["through a link to a file that is not there", "new", "lost"],
    ["through a link to its folder", "inner/new", "inner-too/new"],
    ["by another of its names", "plain", "hard"],
  ])("that is another one %s is refused", async (_, one, other) => {
    await mkdir(join(folder, "inner"));
    await writeFile(join(folder, "plain"), "");
    await symlink("plain", join(folder, "link"));
    await symlink("new", join(folder, "lost"));
    await symlink("inner", join(folder, "inner-too"));
    await link(join(folder, "plain"), join(folder, "hard"));
    const files = [
      await OutputFile.open("--save", `${folder}/${one}`),
      await OutputFile.open("--report", `${folder}/${other}`),
    ];
    expect(() => OutputFile.assertDistinct(files)).toThrow(
      /--save \S+ and --report \S+ are the same/,
    );
  });
});
