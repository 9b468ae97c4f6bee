import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("..", import.meta.url));

/** What keeps turbo from talking to anyone but us. */
const turboEnvironment = {
  ...process.env,
  TURBO_TELEMETRY_DISABLED: "1",
  TURBO_NO_UPDATE_NOTIFIER: "1",
};

/** Runs turbo in the repository's root, and captures what it prints, for it has no quiet mode. */
export function runTurbo(words) {
  // turbo finds its binary by way of its package.
  const turbo = fileURLToPath(import.meta.resolve("turbo/bin/turbo"));
  return spawnSync(process.execPath, [turbo, ...words], {
    cwd: root,
    env: turboEnvironment,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
    maxBuffer: 2 ** 28,
  });
}

/** Builds every package that is out of date. Prints to stderr, and only if that fails. */
export function buildAll() {
  const problem = buildProblem();
  if (problem !== undefined) process.stderr.write(problem);
  return problem === undefined;
}

/**
 * Builds every package that is out of date and that can be built, although others cannot. Returns
 * what the compiler printed of those, or undefined if all is built.
 */
export function buildProblem() {
  const { status, stdout, stderr, error } = runTurbo([
    "run",
    "build",
    "--continue",
    "--output-logs=errors-only",
    "--ui=stream",
  ]);
  if (status === 0) return undefined;
  return `${stdout ?? ""}${stderr ?? ""}${error === undefined ? "" : `${error.message}\n`}`;
}
