/** The peers' tests: a separate workspace, whose libraries are installed first. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { root } from "../build-all.mjs";

/** Its libraries are no part of this workspace, and so of no key. */
export const peersSuite = {
  name: "peers",
  packageName: "peers",
  madeOf: new Set(["peers"]),
  folder: join(root, "peers"),
  config: join(root, "peers", "vitest.config.ts"),
  key: undefined,
  preparing: "installing the peers and checking their types",
  prepare,
};

/** Installs the peers as `--peers` does and checks their types. Answers what went wrong. */
function prepare() {
  return (
    problemOf("apps/compare/dist/main.js", "list", "--peers") ??
    // The compiler is the repository's own.
    problemOf("node_modules/typescript/bin/tsc", "--noEmit", "-p", "peers")
  );
}

function problemOf(script, ...words) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...words], {
    cwd: root,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
  });
  return status === 0 ? undefined : `${stdout}${stderr}`;
}
