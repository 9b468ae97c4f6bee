/** The tests of the separate workspaces, whose packages are installed first. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { root } from "../build-all.mjs";

/** Other libraries behind the same contract, and state that is outside of all processes. */
export const workspaceSuites = [
  suiteOf("peers", "peersWorkspace"),
  suiteOf("external-state", "externalStateWorkspace"),
];

/** @param description the name of what command-kit knows about the workspace. */
function suiteOf(name, description) {
  return {
    name,
    packageName: name,
    madeOf: new Set([name]),
    folder: join(root, name),
    config: join(root, name, "vitest.config.ts"),
    // Its packages are no part of the root's workspace, and so of no key.
    key: undefined,
    preparing: `installing ${name} and checking its types`,
    // The compiler is the repository's own.
    prepare: () =>
      problemOf("--input-type=module", "--eval", installing(description)) ??
      problemOf("node_modules/typescript/bin/tsc", "--noEmit", "-p", name),
  };
}

/** A program that installs the workspace as its first use does. */
function installing(description) {
  const module = pathToFileURL(join(root, "packages/command-kit/dist/strategies/index.js")).href;
  return `
    import { installWorkspace, ${description} } from ${JSON.stringify(module)};
    await installWorkspace(${description}, { signal: new AbortController().signal });
  `;
}

/** What the program printed if it failed. */
function problemOf(...words) {
  const { status, stdout, stderr } = spawnSync(process.execPath, words, {
    cwd: root,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
  });
  return status === 0 ? undefined : `${stdout}${stderr}`;
}
