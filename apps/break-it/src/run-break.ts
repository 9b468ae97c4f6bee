/**
 * Applies a break to a temporary copy, and examines it: the contract's tests, then the explorer's
 * scenarios. The repository's own files are only read.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { CommandError, ExitCode, messageOf, superviseChild } from "@sync-strategies/command-kit";
import { requireForBundles } from "@sync-strategies/command-kit/strategies";
import { applyBreak } from "@sync-strategies/state-store-testkit/find-breaks";
import { build as bundle, type Plugin } from "esbuild";
import type { Examination, ExaminationMessage, FailedSchedule } from "./examination.ts";
import type { PackageBreak } from "./find-breaks.ts";

/** A copy hangs if it has sent no message for this long, in milliseconds. */
const PATIENCE_MS = 20_000;

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
    return await examineInChild(change, pathToFileURL(program));
  } finally {
    process.off("exit", remove);
    remove();
  }
}

/**
 * Bundles the strategy with the break in it, and its examiner, into one file. Everything is taken
 * from sources, so nothing has to be built.
 */
async function bundleBrokenCopy(change: PackageBreak, outfile: string): Promise<void> {
  const broken = join(change.package.path, change.file);
  const contents = brokenSource(change, await readFile(broken, "utf8"));
  let isReached = false;
  const breakApplied: Plugin = {
    name: "break-applied",
    setup(build) {
      build.onLoad({ filter: /\.ts$/ }, ({ path }) => {
        if (path !== broken) return undefined;
        isReached = true;
        return { contents, loader: "ts" };
      });
    },
  };
  try {
    await bundle({
      stdin: { contents: entry(change.package.source), resolveDir: here },
      outfile,
      bundle: true,
      platform: "node",
      format: "esm",
      target: "node20",
      conditions: ["@sync-strategies/source"],
      logLevel: "silent",
      banner: requireForBundles,
      plugins: [breakApplied],
    });
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    throw failed(change, `the broken copy does not compile: ${text.replaceAll(/\s+/g, " ")}`);
  }
  if (!isReached) throw failed(change, `the strategy does not use ${change.file}`);
}

function brokenSource(change: PackageBreak, source: string): string {
  try {
    return applyBreak(source, change);
  } catch (error) {
    throw failed(change, messageOf(error));
  }
}

const here = fileURLToPath(new URL(".", import.meta.url));

function entry(strategyPath: string): string {
  return `
    import strategies from ${JSON.stringify(strategyPath)};
    import { examine } from "./examine.ts";
    await examine([strategies].flat()[0]);
  `;
}

async function examineInChild(change: PackageBreak, program: URL): Promise<Examination> {
  const failedTests: string[] = [];
  const failedSchedules: FailedSchedule[] = [];
  let phase = "at its start";
  const end = await superviseChild<ExaminationMessage, Examination | CommandError>(program, {
    request: {},
    patienceMs: PATIENCE_MS,
    prints: "nowhere",
    onMessage(message, { progress, result }) {
      progress();
      switch (message.type) {
        case "begins":
          phase = `in ${message.what}`;
          break;
        case "failed-test":
          failedTests.push(message.name);
          break;
        case "failed-schedule":
          failedSchedules.push(message);
          break;
        case "unexplorable":
          result(failed(change, `${message.scenario} cannot be explored: ${message.reason}`));
          break;
        case "done":
          result({ testCount: message.testCount, failedTests, failedSchedules });
          break;
      }
    },
  });
  switch (end.end) {
    case "hung":
      throw failed(change, `it hangs ${phase} (waited ${end.patienceMs / 1000} s)`);
    case "died": {
      const cause = end.stderr.split("\n").find((line) => /^\w*Error\b/.test(line));
      throw failed(change, `its process died ${phase}${cause === undefined ? "" : `: ${cause}`}`);
    }
    case "result":
      if (end.result instanceof CommandError) throw end.result;
      return end.result;
  }
}

function failed(change: PackageBreak, problem: string): CommandError {
  return new CommandError(ExitCode.failed, `${change.name}: ${problem}`);
}
