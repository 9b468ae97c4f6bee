/**
 * What commands printed when they were last run: `$ command`, and its output below.
 *
 * A package keeps its transcript in `walkthrough.output.txt`. Measured figures differ from run to
 * run, so only `pnpm walkthroughs --record` writes it, and the check takes it as it stands.
 */
import { spawn } from "node:child_process";
import { CommandError, ExitCode } from "../exit-codes.ts";

export const transcriptFile = "walkthrough.output.txt";

/** Outputs by their commands. */
export type Transcript = ReadonlyMap<string, string>;

export function readTranscript(text: string): Transcript {
  const parts = text.split(/^\$ /m).slice(1);
  return new Map(
    parts.map((part) => {
      const [command = "", ...output] = part.split("\n");
      return [command, output.join("\n").trim()];
    }),
  );
}

export function writeTranscript(transcript: Transcript): string {
  return [...transcript].map(([command, output]) => `$ ${command}\n${output}\n`).join("\n");
}

/**
 * Runs the commands, one after the other.
 *
 * @throws {CommandError} if one of them fails.
 */
export async function record(commands: readonly string[], root: string): Promise<Transcript> {
  const transcript = new Map<string, string>();
  for (const command of commands) transcript.set(command, await outputOf(command, root));
  return transcript;
}

function outputOf(command: string, root: string): Promise<string> {
  const [program = "", ...words] = command.split(" ");
  if (program !== "pnpm") {
    throw new CommandError(ExitCode.unable, `"${command}" is no command of pnpm`);
  }
  return new Promise((resolve, reject) => {
    const child = spawn(program, ["--silent", ...words], {
      cwd: root,
      env: { ...process.env, NO_COLOR: "1", COLUMNS: "100", INIT_CWD: root },
      stdio: ["ignore", "pipe", "inherit"],
    });
    let output = "";
    child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
    child.on("error", reject);
    child.on("close", (code) => {
      if (code === 0) resolve(output.trim().replaceAll(/ +$/gm, ""));
      else reject(new CommandError(ExitCode.unable, `"${command}" ended with exit code ${code}`));
    });
  });
}
