/** What can be known of separate workspaces without any registry; their own tests have the rest. */
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { ExitCode } from "../src/exit-codes.ts";
import { findPeers, peersOf } from "../src/strategies/find-peers.ts";
import { installWorkspace, isInstalled } from "../src/strategies/install-workspace.ts";
import {
  externalStateWorkspace,
  peersWorkspace,
  type SeparateWorkspace,
} from "../src/strategies/separate-workspaces.ts";

const { signal } = new AbortController();

let folder: string;
let workspace: SeparateWorkspace;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "workspace-test-"));
  workspace = { ...peersWorkspace, folder };
  await writeFile(join(folder, "pnpm-lock.yaml"), "what is to be installed\n");
});
afterEach(() => rm(folder, { recursive: true }));

/** A program in the place of pnpm; what it does is written in JavaScript. */
function instead(program: string): readonly (readonly string[])[] {
  return [[process.execPath, "-e", program, "--"]];
}

const succeeds = instead(`require("node:fs").mkdirSync("node_modules", { recursive: true })`);

describe("installing a separate workspace", () => {
  test("happens once, and again when the lockfile has changed", async () => {
    expect(await isInstalled(workspace)).toBe(false);
    await installWorkspace(workspace, { signal, commands: succeeds });
    expect(await isInstalled(workspace)).toBe(true);
    // It would fail if it were tried.
    await installWorkspace(workspace, { signal, commands: [] });
    await writeFile(join(folder, "pnpm-lock.yaml"), "something newer\n");
    expect(await isInstalled(workspace)).toBe(false);
    await installWorkspace(workspace, { signal, commands: succeeds });
    expect(await isInstalled(workspace)).toBe(true);
  });

  test("asks for exactly what the lockfile says, in its folder", async () => {
    const notes = instead(
      `require("node:fs").mkdirSync("node_modules");
       require("node:fs").writeFileSync("words", process.argv.slice(1).join(" "));`,
    );
    await installWorkspace(workspace, { signal, commands: notes });
    expect(await readFile(join(folder, "words"), "utf8")).toBe("install --frozen-lockfile");
  });

  test("that fails says why in one line, with exit code 4, and is tried anew", async () => {
    const fails = instead(
      `console.log("WARN  an error; will retry"); console.error(" ERR_PNPM_OFFLINE  no such registry");
       console.log("a hint"); process.exit(1);`,
    );
    for (const { contents, flag } of [peersWorkspace, externalStateWorkspace]) {
      workspace = { folder, contents, flag };
      await expect(installWorkspace(workspace, { signal, commands: fails })).rejects.toMatchObject({
        exitCode: ExitCode.failed,
        message:
          `${contents} could not be installed: ERR_PNPM_OFFLINE  no such registry; ` +
          `leave out ${flag}, or try again with --debug`,
      });
      expect(await isInstalled(workspace)).toBe(false);
    }
  });

  test("names the innermost cause of those that are listed", async () => {
    const fails = instead(
      `console.log(["Error: ERR_PNPM_FETCH", "", "  × installing", "  ├─▶ sending", "  ╰─▶ Connection refused"].join("\\n"));
       process.exit(1);`,
    );
    await expect(installWorkspace(workspace, { signal, commands: fails })).rejects.toThrow(
      "peers could not be installed: Error: ERR_PNPM_FETCH: Connection refused; leave out --peers",
    );
  });

  test("takes the next way to run pnpm where the first is not there", async () => {
    const commands = [["no-such-program"], ...succeeds];
    await installWorkspace(workspace, { signal, commands });
    expect(await isInstalled(workspace)).toBe(true);
    await rm(join(folder, "node_modules"), { recursive: true });
    const none = installWorkspace(workspace, { signal, commands: [["no-such-program"]] });
    await expect(none).rejects.toMatchObject({ exitCode: ExitCode.failed });
  });

  test("ends when it is interrupted, with the interruption's own error", async () => {
    const controller = new AbortController();
    const waits = instead(
      `require("node:fs").writeFileSync("started", ""); setInterval(() => {}, 1000);`,
    );
    const installing = installWorkspace(workspace, { signal: controller.signal, commands: waits });
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
    expect(await isInstalled(workspace)).toBe(false);
  });

  test("that is interrupted begins anew, also when its lockfile is what it was before", async () => {
    await installWorkspace(workspace, { signal, commands: succeeds });
    await writeFile(join(folder, "pnpm-lock.yaml"), "something newer\n");
    const controller = new AbortController();
    // It starts a program that waits, as npx starts pnpm, and lets it say that it is there.
    const waits = instead(
      `const program = 'require("node:fs").writeFileSync("pid", String(process.pid)); setInterval(() => {}, 1000);';
       require("node:child_process").spawn(process.execPath, ["-e", program]);
       setInterval(() => {}, 1000);`,
    );
    const installing = installWorkspace(workspace, { signal: controller.signal, commands: waits });
    const outcome = expect(installing).rejects.toBe("enough");
    await expect.poll(() => existsSync(join(folder, "pid"))).toBe(true);
    const pid = Number(await readFile(join(folder, "pid"), "utf8"));
    controller.abort("enough");
    await outcome;
    await expect.poll(() => isAlive(pid)).toBe(false);
    await writeFile(join(folder, "pnpm-lock.yaml"), "what is to be installed\n");
    expect(await isInstalled(workspace)).toBe(false);
  });
});

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

describe("the peers that there are", () => {
  test("stand in the order of their strategies, the yardsticks last", async () => {
    const peers = await findPeers(["mutex", "actor"]);
    const groups = [...new Set(peers.map(({ group }) => group))];
    expect(groups).toEqual(["mutex", "actor", "channels", "futex", "yardsticks"]);
    expect(new Set(peers.map(({ id }) => id)).size).toBe(peers.length);
    const beside = peersOf(["actor"], peers).map(({ group }) => group);
    expect(new Set(beside)).toEqual(new Set(["actor", "yardsticks"]));
  });
});
