import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));

/** What keeps turbo from talking to anyone but us. */
export const turboEnvironment = {
  ...process.env,
  TURBO_TELEMETRY_DISABLED: "1",
  TURBO_NO_UPDATE_NOTIFIER: "1",
};

/** Runs turbo in the repository's root. turbo finds its binary by way of its own package. */
export function runTurbo(words, stdio) {
  const turbo = fileURLToPath(import.meta.resolve("turbo/bin/turbo"));
  return spawnSync(process.execPath, [turbo, ...words], {
    cwd: root,
    env: turboEnvironment,
    stdio,
    maxBuffer: 2 ** 28,
  });
}

/** Builds every package that is out of date. Prints to stderr, and only if that fails. */
export function buildAll() {
  const { status, output, error } = runTurbo(
    ["run", "build", "--output-logs=errors-only", "--ui=stream"],
    ["ignore", "pipe", "pipe"],
  );
  if (status === 0) return true;
  for (const part of output ?? []) process.stderr.write(part ?? "");
  if (error !== undefined) process.stderr.write(`${error.message}\n`);
  return false;
}
