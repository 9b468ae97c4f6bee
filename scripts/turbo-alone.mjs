/**
 * Runs turbo with the words that follow, one such process at a time: two that build the same
 * folder at once would read what the other is about to replace.
 *
 * The right to run is a local socket's name, on which one process only can listen. The system
 * takes it back however that process ends, so that no kill leaves a lock behind. A process that waits
 * stays connected, and notices the end by that. This is a separate process, so that the name is
 * taken for as long as turbo runs, also when the command that started it has been killed.
 */
import { createHash } from "node:crypto";
import { realpathSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";

const root = realpathSync(fileURLToPath(new URL("..", import.meta.url)));
const name = `sync-strategies-${createHash("sha256").update(root).digest("hex").slice(0, 16)}`;

await listenAlone();
createRequire(import.meta.url)("turbo/bin/turbo");

async function listenAlone() {
  while (!(await listens())) await endOfOther();
}

/** Whether this process has the name now. Where there are no such sockets, it runs all the same. */
function listens() {
  return new Promise((resolve) => {
    const server = createServer((waiting) => waiting.on("error", () => {}));
    server.on("error", ({ code }) => resolve(code !== "EADDRINUSE"));
    server.listen(address(), () => resolve(true));
    // turbo's end is this process's end.
    server.unref();
  });
}

/** Resolves when the process that has the name has ended. */
function endOfOther() {
  return new Promise((resolve) => {
    const other = connect(address());
    other.on("error", ({ code }) => {
      // A socket in a file outlives its process, and must be removed.
      if (code === "ECONNREFUSED" && hasFile()) rmSync(address(), { force: true });
    });
    other.on("close", () => resolve(sleep(50)));
  });
}

function address() {
  if (process.platform === "linux") return `\0${name}`;
  return hasFile() ? join(tmpdir(), name) : `\\\\.\\pipe\\${name}`;
}

/** Linux and Windows have names that are no files. */
function hasFile() {
  return process.platform !== "linux" && process.platform !== "win32";
}
