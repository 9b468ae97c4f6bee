/** Runs the compiled command as its users do: as a process of its own. */
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll } from "vitest";

const main = fileURLToPath(new URL("../dist/main.js", import.meta.url));
const here = fileURLToPath(new URL(".", import.meta.url));

/** Runs of tests are no runs that anyone wants to compare: they are kept elsewhere. */
const runsFolder = mkdtempSync(join(tmpdir(), "compare-test-runs-"));
afterAll(() => rmSync(runsFolder, { recursive: true, force: true }));

/** What the command finds in its environment. */
export const commandEnvironment = {
  ...process.env,
  INIT_CWD: here,
  NO_COLOR: "1",
  COMPARE_RUNS_FOLDER: runsFolder,
};

export interface CommandResult {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number | null;
}

export interface CommandOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Called with all of stderr so far whenever there is more. */
  readonly onStderr?: (text: string, send: SendSignal) => void;
}

/** Signals the command's whole process group, as a terminal does, or the command alone. */
export type SendSignal = (signal: NodeJS.Signals, target: "group" | "parent") => void;

export function runCommand(
  words: readonly string[],
  { env = {}, onStderr }: CommandOptions = {},
): Promise<CommandResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [main, ...words], {
      // A group of its own, so that a signal reaches its children too, as Ctrl-C does.
      detached: true,
      env: { ...commandEnvironment, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let stdout = "";
    let stderr = "";
    child.stdout.on("data", (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr.on("data", (chunk: Buffer) => {
      stderr += chunk.toString();
      onStderr?.(stderr, (signal, target) => {
        if (child.pid !== undefined)
          process.kill(target === "group" ? -child.pid : child.pid, signal);
      });
    });
    child.on("error", reject);
    child.on("close", (exitCode) => resolve({ stdout, stderr, exitCode }));
  });
}
