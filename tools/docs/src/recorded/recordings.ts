/**
 * Recordings: what commands printed, with the date and the fingerprints of the code that the
 * output belongs to. Each is one file in `tools/docs/recorded/`:
 *
 *     $ pnpm compare mutex --workload saturated
 *     recorded: 2026-11-27
 *     code: mutex 1c6a0f93be
 *
 *     saturated: What does one operation cost, when no client ever pauses?
 *     …
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Fingerprints } from "./code-of-command.ts";

export interface Recording {
  readonly command: string;
  /** The day, as `2026-11-27`. */
  readonly recorded: string;
  readonly code: Fingerprints;
  readonly output: string;
}

const FOLDER = "tools/docs/recorded";

/** All recordings, by their commands. */
export function readRecordings(root: string): Map<string, Recording> {
  const recordings = namesIn(root).map((name) =>
    parseRecording(readFileSync(join(root, FOLDER, name), "utf8")),
  );
  return new Map(recordings.map((recording) => [recording.command, recording]));
}

export function keepRecording(root: string, recording: Recording): void {
  mkdirSync(join(root, FOLDER), { recursive: true });
  writeFileSync(join(root, fileOf(recording.command)), formatRecording(recording));
}

/** The paths of recordings that belong to none of these commands. */
export function unusedRecordings(root: string, commands: readonly string[]): string[] {
  const kept = new Set(commands.map(fileOf));
  return namesIn(root)
    .map((name) => `${FOLDER}/${name}`)
    .filter((path) => !kept.has(path));
}

export function formatRecording({ command, recorded, code, output }: Recording): string {
  const fingerprints = Object.entries(code).map(([name, fingerprint]) => `${name} ${fingerprint}`);
  return `$ ${command}\nrecorded: ${recorded}\ncode: ${fingerprints.join(", ")}\n\n${output}\n`;
}

export function parseRecording(text: string): Recording {
  const [first = "", second = "", third = "", , ...output] = text.trimEnd().split("\n");
  const code = third
    .replace(/^code: /, "")
    .split(", ")
    .map((entry) => entry.split(" "));
  return {
    command: first.replace(/^\$ /, ""),
    recorded: second.replace(/^recorded: /, ""),
    code: Object.fromEntries(code),
    output: output.join("\n"),
  };
}

/** The path of a command's recording: `compare-mutex-workload-saturated.txt`. */
function fileOf(command: string): string {
  const name = command
    .replace(/^pnpm /, "")
    .replaceAll(/[^a-z0-9]+/gi, "-")
    .toLowerCase();
  return `${FOLDER}/${name.replaceAll(/^-|-$/g, "")}.txt`;
}

function namesIn(root: string): string[] {
  try {
    return readdirSync(join(root, FOLDER)).filter((name) => name.endsWith(".txt"));
  } catch {
    return [];
  }
}
