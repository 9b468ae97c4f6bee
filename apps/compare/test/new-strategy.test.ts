/** `pnpm new-strategy` refuses a name before it makes anything; what it makes is a long test. */
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, test } from "vitest";
import { workspaceRoot } from "@sync-strategies/command-kit";

const script = fileURLToPath(new URL("../../../scripts/new-strategy.mjs", import.meta.url));

function newStrategy(
  name: string,
): Promise<{ stdout: string; stderr: string; exitCode: number | null }> {
  return new Promise((resolve, reject) => {
    const child = spawn(
      process.execPath,
      ["--import", "tsx", "--conditions=@sync-strategies/source", script, name],
      { cwd: workspaceRoot, stdio: ["ignore", "pipe", "pipe"] },
    );
    let stdout = "";
    let stderr = "";
    child.stdout.on("data", (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
    child.on("error", reject);
    child.on("close", (exitCode) => resolve({ stdout, stderr, exitCode }));
  });
}

describe.concurrent("a name that does not do", () => {
  test.for([
    ["../untried", '"../untried" must be lower-case words joined by hyphens'],
    ["mutex", "mutex-store is taken: packages/mutex-store is called that"],
    ["channels", 'the strategy "channels" is taken: packages/channels is called that'],
    ["locks", '"locks" is taken: packages/locks is called that'],
    ["bare-map", 'the strategy "bare-map" is taken: peers/strategies/yardsticks/bare-map.ts is'],
    ["go-mutex", '"go-mutex" is taken: the rows of Go\'s programs begin with "go-"'],
    ["explore", '"pnpm compare explore" is a command; choose another name'],
  ] as const)("%s is refused with one line", async ([name, line], { expect }) => {
    const { stdout, stderr, exitCode } = await newStrategy(name);
    expect({ stdout, exitCode }).toEqual({ stdout: "", exitCode: 2 });
    expect(stderr.trimEnd().split("\n")).toEqual([expect.stringContaining(line)]);
  });
});
