import { execFile } from "node:child_process";
import { cpus, loadavg } from "node:os";
import { promisify } from "node:util";
import { workspaceRoot } from "../workspace.ts";
import type { Environment } from "./result-document.ts";

/** What a figure must be read with: the machine, the runtime, the sources, the seed. */
export async function describeEnvironment(
  seed: number,
  commandLine: readonly string[],
): Promise<Environment> {
  const processors = cpus();
  return {
    startedAt: new Date().toISOString(),
    node: process.version,
    v8: process.versions.v8,
    platform: `${process.platform} ${process.arch}`,
    cpu: processors[0]?.model.trim() ?? "unknown",
    cores: processors.length,
    loadAverage: loadavg()[0] ?? 0,
    commit: await currentCommit(),
    seed,
    arguments: commandLine,
  };
}

/** The checked-out commit, with `+` if sources differ from it; null outside of a repository. */
async function currentCommit(): Promise<string | null> {
  try {
    const { stdout } = await promisify(execFile)(
      "git",
      ["describe", "--always", "--exclude=*", "--dirty=+", "--abbrev=10"],
      { cwd: workspaceRoot },
    );
    return stdout.trim();
  } catch {
    return null;
  }
}
