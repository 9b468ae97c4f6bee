/** The real faults, with the servers that this machine has, and what is left when one is cut short. */
import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { FaultsDocument } from "@sync-strategies/faults/results";
import { expect, test } from "vitest";
import { commandEnvironment, runCommand } from "./run-command.ts";

const main = fileURLToPath(new URL("../dist/main.js", import.meta.url));

/** A service that is missing is a cell that was not run. */
test(
  "every strategy does under every fault what is expected of it",
  { timeout: 900_000 },
  async () => {
    const { stdout, stderr } = await runCommand(["faults", "--format", "json"]);
    const { faults } = JSON.parse(stdout) as FaultsDocument;
    const cells = faults.flatMap(({ id, cells: ofFault }) =>
      ofFault.map(({ strategy, variant, outcome, problem }) => ({
        cell: `${id}: ${strategy} ${variant ?? ""}`,
        outcome,
        problem,
      })),
    );
    const isFine = ({ outcome }: (typeof cells)[number]): boolean =>
      outcome === "as-expected" || outcome === "not-run";
    expect(
      cells.filter((cell) => !isFine(cell)),
      stderr,
    ).toEqual([]);
    expect(cells.some(({ outcome }) => outcome === "as-expected")).toBe(true);
  },
);

test("a command that is killed leaves no folder, and no process that keeps one", async () => {
  // One of its own: other programs that run now have folders in the usual one.
  const temporary = mkdtempSync(join(tmpdir(), "killed-command-"));
  try {
    const child = spawn(process.execPath, [main, "faults", "client-killed", "--rounds", "50"], {
      env: { ...commandEnvironment, TMPDIR: temporary },
      stdio: "ignore",
    });
    await expect.poll(() => readdirSync(temporary), { timeout: 60_000 }).not.toEqual([]);
    child.kill("SIGKILL");
    await once(child, "exit");
    await expect.poll(() => readdirSync(temporary), { timeout: 60_000 }).toEqual([]);
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
});
