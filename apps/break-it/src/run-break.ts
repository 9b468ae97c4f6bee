/**
 * Applies a break to a temporary copy, and examines it: the contract's tests, then the explorer's
 * scenarios. The repository's own files are only read.
 */
import { fork } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build as bundle, type Plugin } from "esbuild";
import { CommandError, ExitCode } from "../exit-codes.ts";
import { applyBreak } from "./apply-break.ts";
import type { Examination, ExaminationMessage, FailedSchedule } from "./examination.ts";
import type { PackageBreak } from "./find-breaks.ts";

/** A copy hangs if it has told nothing for this long, in milliseconds. */
const SILENCE_LIMIT_MS = 20_000;

/**
 * @throws {CommandError} if the break does not fit its file, or the broken copy does not compile,
 *   hangs or dies.
 */
export async function runBreak(change: PackageBreak): Promise<Examination> {
  const copy = mkdtempSync(join(tmpdir(), "break-it-"));
  const remove = (): void => rmSync(copy, { recursive: true, force: true });
  process.once("exit", remove);
  try {
    const program = join(copy, "broken.mjs");
    await bundleBrokenCopy(change, program);
    return await examineInChild(change, program);
  } finally {
    process.off("exit", remove);
    remove();
  }
}

/**
 * The strategy with the break in it, and what examines it, as one file. All is taken from sources,
 * so nothing need be built.
 */
async function bundleBrokenCopy(change: PackageBreak, outfile: string): Promise<void> {
  const { path, strategyFile } = change.package;
  const broken = join(path, change.file);
  const content = applyBreak(await readFile(broken, "utf8"), change);
  const isReached = { yet: false };
  const breakApplied: Plugin = {
    name: "break-applied",
    setup(build) {
      build.onLoad({ filter: /\.ts$/ }, (loaded) => {
        if (loaded.path !== broken) return undefined;
        isReached.yet = true;
        return { contents: content, loader: "ts" };
      });
    },
  };
  try {
    await bundle({
      stdin: { contents: entry(join(path, strategyFile)), resolveDir: here },
      outfile,
      bundle: true,
      platform: "node",
      format: "esm",
      target: "node20",
      conditions: ["@sync-strategies/source"],
      logLevel: "silent",
      // For dependencies that are not modules yet.
      banner: {
        js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);',
      },
      plugins: [breakApplied],
    });
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    throw unable(change, `the broken copy does not compile: ${text.replaceAll(/\s+/g, " ")}`);
  }
  if (!isReached.yet) throw unable(change, `the strategy does not use ${change.file}`);
}

const here = fileURLToPath(new URL(".", import.meta.url));

function entry(strategyPath: string): string {
  return `
    import strategies from ${JSON.stringify(strategyPath)};
    import { examine } from "./examine.ts";
    await examine(Array.isArray(strategies) ? strategies[0] : strategies);
  `;
}

function examineInChild(change: PackageBreak, program: string): Promise<Examination> {
  const failedTests: string[] = [];
  const failedSchedules: FailedSchedule[] = [];
  let what = "it began";
  const child = fork(program, [], { execArgv: [], stdio: ["ignore", "ignore", "pipe", "ipc"] });
  let errors = "";
  child.stderr?.on("data", (chunk: Buffer) => (errors += chunk.toString()));
  let watchdog: NodeJS.Timeout | undefined;

  const examination = new Promise<Examination>((resolve, reject) => {
    const watch = (): void => {
      clearTimeout(watchdog);
      const seconds = SILENCE_LIMIT_MS / 1000;
      const hung = `it hangs in ${what} (waited ${seconds} s)`;
      watchdog = setTimeout(() => reject(unable(change, hung)), SILENCE_LIMIT_MS);
    };
    watch();
    child.on("message", (message: ExaminationMessage) => {
      watch();
      switch (message.type) {
        case "begins":
          what = message.what;
          break;
        case "failed-test":
          failedTests.push(message.name);
          break;
        case "failed-schedule":
          failedSchedules.push(message);
          break;
        case "unexplorable":
          reject(unable(change, `${message.scenario} cannot be explored: ${message.reason}`));
          break;
        case "done":
          resolve({ testCount: message.testCount, failedTests, failedSchedules });
          break;
      }
    });
    child.on("error", (error) => reject(unable(change, error.message)));
    child.on("exit", () => {
      const reason = errors.split("\n").find((line) => /^\w*Error\b/.test(line));
      reject(unable(change, `its process died in ${what}${reason ? `: ${reason}` : ""}`));
    });
  });
  return examination.finally(() => {
    clearTimeout(watchdog);
    child.kill("SIGKILL");
  });
}

function unable(change: PackageBreak, problem: string): CommandError {
  return new CommandError(ExitCode.unable, `${change.name}: ${problem}`);
}
