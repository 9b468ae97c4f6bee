/** What can be known of `--peers` without any library installed; `peers/test` has the rest. */
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { ExitCode } from "../src/exit-codes.ts";
import { findPeers, peersOf } from "../src/strategies/find-peers.ts";
import { arePeersInstalled, installPeers } from "../src/strategies/install-peers.ts";

const { signal } = new AbortController();

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "peers-test-"));
  await writeFile(join(folder, "pnpm-lock.yaml"), "what is to be installed\n");
});
afterEach(() => rm(folder, { recursive: true }));

/** A program in the place of pnpm; what it does is written in JavaScript. */
function instead(program: string): readonly (readonly string[])[] {
  return [[process.execPath, "-e", program, "--"]];
}

const succeeds = instead(`require("node:fs").mkdirSync("node_modules", { recursive: true })`);

describe("installing the peers", () => {
  test("happens once, and again when the lockfile has changed", async () => {
    expect(await arePeersInstalled(folder)).toBe(false);
    await installPeers({ folder, signal, commands: succeeds });
    expect(await arePeersInstalled(folder)).toBe(true);
    // It would fail if it were tried.
    await installPeers({ folder, signal, commands: [] });
    await writeFile(join(folder, "pnpm-lock.yaml"), "something newer\n");
    expect(await arePeersInstalled(folder)).toBe(false);
    await installPeers({ folder, signal, commands: succeeds });
    expect(await arePeersInstalled(folder)).toBe(true);
  });

  test("asks for exactly what the lockfile says, in the peers' folder", async () => {
    const notes = instead(
      `require("node:fs").mkdirSync("node_modules");
       require("node:fs").writeFileSync("words", process.argv.slice(1).join(" "));`,
    );
    await installPeers({ folder, signal, commands: notes });
    expect(await readFile(join(folder, "words"), "utf8")).toBe("install --frozen-lockfile");
  });

  test("that fails says why in one line, with exit code 4, and is tried anew", async () => {
    const fails = instead(
      `console.log("Progress: resolved 1"); console.error(" ERR_PNPM_OFFLINE  no such registry");
       console.log("a hint"); process.exit(1);`,
    );
    await expect(installPeers({ folder, signal, commands: fails })).rejects.toMatchObject({
      exitCode: ExitCode.failed,
      message: expect.stringMatching(/^the peers could not be installed: ERR_PNPM_OFFLINE.*$/),
    });
    expect(await arePeersInstalled(folder)).toBe(false);
  });

  test("takes the next way to run pnpm where the first is not there", async () => {
    const commands = [["no-such-program"], ...succeeds];
    await installPeers({ folder, signal, commands });
    expect(await arePeersInstalled(folder)).toBe(true);
    await rm(join(folder, "node_modules"), { recursive: true });
    const none = installPeers({ folder, signal, commands: [["no-such-program"]] });
    await expect(none).rejects.toMatchObject({ exitCode: ExitCode.failed });
  });

  test("ends when it is interrupted, with the interruption's own error", async () => {
    const controller = new AbortController();
    const waits = instead(
      `require("node:fs").writeFileSync("started", ""); setInterval(() => {}, 1000);`,
    );
    const installing = installPeers({ folder, signal: controller.signal, commands: waits });
    const outcome = expect(installing).rejects.toBe("enough");
    await expect
      .poll(() =>
        readFile(join(folder, "started")).then(
          () => true,
          () => false,
        ),
      )
      .toBe(true);
    controller.abort("enough");
    await outcome;
    await mkdir(join(folder, "node_modules"));
    expect(await arePeersInstalled(folder)).toBe(false);
  });
});

describe("the peers that there are", () => {
  test("stand in the order of their strategies, the yardsticks last", async () => {
    const peers = await findPeers(["mutex", "actor"]);
    const groups = [...new Set(peers.map(({ group }) => group))];
    expect(groups).toEqual(["mutex", "actor", "channels", "yardsticks"]);
    expect(new Set(peers.map(({ id }) => id)).size).toBe(peers.length);
    const beside = peersOf(["actor"], peers).map(({ group }) => group);
    expect(new Set(beside)).toEqual(new Set(["actor", "yardsticks"]));
  });
});
