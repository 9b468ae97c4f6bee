import { runProgram, workspaceRoot } from "@sync-strategies/command-kit";
import { readFile } from "node:fs/promises";
import { cpus, loadavg } from "node:os";
import type { Environment } from "@sync-strategies/results";

/** What a figure must be read together with: the machine, the runtime, the sources, the seed. */
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
    governor: await currentGovernor(),
    loadAverage: loadAverage(),
    loadAverageAtEnd: null,
    commit: await currentCommit(),
    seed,
    arguments: commandLine,
  };
}

/** How many processes wanted to run, over the last minute. Windows always says 0. */
export function loadAverage(): number {
  return loadavg()[0] ?? 0;
}

/** Of the first processor. Linux has it where the kernel chooses the speed. */
async function currentGovernor(): Promise<string | null> {
  const file = "/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor";
  return readFile(file, "utf8").then(
    (text) => text.trim(),
    () => null,
  );
}

/** The checked-out commit, with `+` if sources differ from it; null outside of a repository. */
async function currentCommit(): Promise<string | null> {
  try {
    // A copy of the sources inside of another repository has no commit of that repository.
    const place = await runProgram("git", ["rev-parse", "--show-prefix"], { cwd: workspaceRoot });
    if (place.exitCode !== 0 || place.stdout.trim() !== "") return null;
    const words = ["describe", "--always", "--exclude=*", "--dirty=+", "--abbrev=10"];
    const { stdout, exitCode } = await runProgram("git", words, { cwd: workspaceRoot });
    return exitCode === 0 ? stdout.trim() : null;
  } catch {
    return null;
  }
}
