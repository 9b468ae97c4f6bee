/** `pnpm lab` until Ctrl-C: what it serves, and that it leaves nothing. */
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";

const app = fileURLToPath(new URL("..", import.meta.url));
let folder: string;
let child: ChildProcess | undefined;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "lab-command-"));
  await mkdir(join(folder, "temporary"));
});
afterEach(async () => {
  child?.kill("SIGKILL");
  await rm(folder, { recursive: true });
});

/** Starts it in a process group of its own, with its temporary files in the folder. */
function lab(...words: string[]) {
  const started = spawn(
    process.execPath,
    ["--import", "tsx", "--conditions=@sync-strategies/source", "src/command/main.ts", ...words],
    {
      cwd: app,
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
      env: {
        ...process.env,
        TSX_DISABLE_CACHE: "1",
        TMPDIR: join(folder, "temporary"),
        PATH: `${folder}:${process.env["PATH"]}`,
      },
    },
  );
  child = started;
  return started;
}

async function untilSaid(stream: AsyncIterable<Buffer>, words: RegExp): Promise<string> {
  let said = "";
  for await (const part of stream) {
    said += part.toString();
    if (words.test(said)) return said;
  }
  throw new Error(`It ended, and said only: ${said}`);
}

/** Interrupts as a terminal does, and looks at what is left. */
async function endBy(signal: "SIGINT" | "SIGTERM", started: ChildProcess) {
  const exit = once(started, "exit");
  process.kill(-started.pid!, signal);
  const [code] = await exit;
  // Its helpers end when they see that it has.
  await expect.poll(() => isGroupLeft(started.pid!)).toBe(false);
  expect(await readdir(join(folder, "temporary")), "files are left").toEqual([]);
  return code as unknown;
}

function isGroupLeft(leader: number): boolean {
  try {
    return process.kill(-leader, 0);
  } catch {
    return false;
  }
}

test("it serves, says that no browser could be opened, and Ctrl-C leaves nothing", async () => {
  // As where there is no display.
  await writeFile(join(folder, "xdg-open"), `#!/bin/sh\necho "$1" >"${folder}/opened"\nexit 3\n`);
  await chmod(join(folder, "xdg-open"), 0o755);
  const started = lab();
  const stderr = text(started.stderr);
  const said = await untilSaid(
    started.stdout.iterator({ destroyOnReturn: false }),
    /Ctrl-C ends it/,
  );
  const [url = ""] = /http:\S+/.exec(said) ?? [];
  const page = await fetch(url);
  expect(page.headers.get("Content-Security-Policy")).toContain("default-src 'none'");
  expect(await page.text()).toContain("The lab");
  await expect
    .poll(() => readFile(join(folder, "opened"), "utf8").catch(() => ""))
    .toBe(`${url}\n`);
  // The browser's connections stay open: they must not hold up the end.
  expect(await endBy("SIGINT", started)).toBe(130);
  expect(await stderr).toBe(
    "lab: building the page\nlab: no browser could be opened; open the address yourself\n",
  );
  await expect(fetch(url)).rejects.toThrow("fetch failed");
});

test("an end while it builds leaves nothing", async () => {
  const started = lab("--no-open");
  await untilSaid(started.stderr, /building the page/);
  expect(await endBy("SIGTERM", started)).toBe(143);
});
