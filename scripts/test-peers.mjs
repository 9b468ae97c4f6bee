/**
 * `pnpm test:peers`: installs the peers as `--peers` does, checks their types, and runs the
 * contract's suite over all of them and the command with them. Apart from `pnpm test`, which
 * needs none of their libraries.
 */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { buildAll } from "./build-all.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));

function run(script, ...words) {
  const { status } = spawnSync(process.execPath, [script, ...words], {
    cwd: root,
    stdio: "inherit",
  });
  return status === 0;
}

function installed() {
  const words = ["apps/compare/dist/main.js", "list", "--peers"];
  const { status } = spawnSync(process.execPath, words, {
    cwd: root,
    stdio: ["ignore", "ignore", "inherit"],
  });
  return status === 0;
}

/** The compiler and the test runner are the repository's own. */
const passed =
  buildAll() &&
  installed() &&
  run("node_modules/typescript/bin/tsc", "--noEmit", "-p", "peers") &&
  run("node_modules/vitest/vitest.mjs", "run", "--root", "peers", ...process.argv.slice(2));
process.exitCode = passed ? 0 : 1;
