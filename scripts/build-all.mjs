import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("..", import.meta.url));

/** What keeps turbo from talking to anyone but us. */
const turboEnvironment = {
  ...process.env,
  TURBO_TELEMETRY_DISABLED: "1",
  TURBO_NO_UPDATE_NOTIFIER: "1",
};

/** How long a build may take before it is mentioned, in milliseconds. */
const SILENT_MS = 500;

/** Runs turbo in the repository's root, and captures what it prints, for it has no quiet mode. */
export function runTurbo(words) {
  return new Promise((resolve) => {
    const alone = fileURLToPath(new URL("turbo-alone.mjs", import.meta.url));
    const turbo = spawn(process.execPath, [alone, ...words], {
      cwd: root,
      env: turboEnvironment,
      stdio: ["ignore", "pipe", "pipe"],
    });
    const printed = { stdout: "", stderr: "" };
    for (const stream of ["stdout", "stderr"]) {
      turbo[stream]?.setEncoding("utf8").on("data", (text) => (printed[stream] += text));
    }
    turbo.on("error", (error) => resolve({ ...printed, status: null, error }));
    turbo.on("close", (status) => resolve({ ...printed, status, error: undefined }));
  });
}

/** Builds every package that is out of date for a command, and says on stderr what goes wrong. */
export async function buildAll(command) {
  const say = (text) => sayOnStderr(`${command}: ${text}\n`);
  const problem = await buildProblem(() => say("building what is out of date"));
  if (problem === undefined) return true;
  sayOnStderr(problem);
  say("the build failed; what it printed is above");
  return false;
}

/**
 * Builds every package that is out of date and that can be built, although others cannot. Resolves
 * to what the compiler printed of those, or to undefined if all is built.
 *
 * @param onBuilding called if there is something to build.
 */
export async function buildProblem(onBuilding) {
  const timer = setTimeout(() => onBuilding(), SILENT_MS);
  const { status, stdout, stderr, error } = await runTurbo([
    "run",
    "build",
    "--continue",
    "--output-logs=errors-only",
    "--ui=stream",
  ]);
  clearTimeout(timer);
  if (status === 0) return undefined;
  return `${stdout}${stderr}${error === undefined ? "" : `${error.message}\n`}`;
}

/** A stderr that is closed or full must not keep results from being printed. */
function sayOnStderr(text) {
  process.stderr.on("error", () => {});
  try {
    process.stderr.write(text);
  } catch {
    // Files are written at once, and throw. Other streams' errors are events.
  }
}
