/**
 * Applies a break to a temporary copy, and examines it: the contract's tests, then the explorer's
 * scenarios. The repository's own files are only read.
 */
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { CommandError, ExitCode, messageOf, superviseChild } from "@sync-strategies/command-kit";
import { requireForBundles } from "@sync-strategies/command-kit/strategies";
import { isShared } from "@sync-strategies/state-store";
import { applyBreak, memberProgramSource } from "@sync-strategies/state-store-testkit/find-breaks";
import { build as bundle, type BuildOptions, type Plugin } from "esbuild";
import type { Examination, ExaminationMessage, FailedSchedule } from "./examination.ts";
import type { PackageBreak } from "./find-breaks.ts";

/** A copy hangs if it has sent no message for this long, in milliseconds. */
const PATIENCE_MS = 20_000;

/** The same where threads wait for a processor, and some tests count what they do meanwhile. */
const THREADS_PATIENCE_MS = 120_000;

/**
 * @throws {CommandError} if the break does not fit its file, or the broken copy does not compile,
 *   hangs or dies.
 */
export async function runBreak(change: PackageBreak): Promise<Examination> {
  const copy = mkdtempSync(join(tmpdir(), "break-it-"));
  const remove = (): void => rmSync(copy, { recursive: true, force: true });
  process.once("exit", remove);
  try {
    const program = isShared(change.strategy)
      ? await bundleForThreads(change, copy)
      : await bundleForOneLoop(change, copy);
    return await examineInChild(change, pathToFileURL(program));
  } finally {
    process.off("exit", remove);
    remove();
  }
}

/** Bundles the strategy with the break in it, and its examiner, into one file. */
async function bundleForOneLoop(change: PackageBreak, copy: string): Promise<string> {
  const program = join(copy, "broken.mjs");
  const contents = `
    import strategies from ${JSON.stringify(change.package.source)};
    import { examine } from "./examine.ts";
    await examine([strategies].flat().find(({ id }) => id === ${JSON.stringify(change.strategy.id)}));
  `;
  await bundleBrokenCopy(change, { stdin: { contents, resolveDir: here }, outfile: program });
  return program;
}

/**
 * The same for a strategy that threads load, too: each of its files is a module that a thread may
 * start with, and the examiner's own threads have their program next to it.
 */
async function bundleForThreads(change: PackageBreak, copy: string): Promise<string> {
  writeFileSync(join(copy, "package.json"), JSON.stringify({ type: "module" }));
  const sources = dirname(change.package.source);
  const strategy = join(copy, "strategy", "strategy.js");
  await bundleBrokenCopy(change, {
    entryPoints: readdirSync(sources)
      .filter((file) => file.endsWith(".ts"))
      .map((file) => join(sources, file)),
    splitting: true,
    outdir: dirname(strategy),
  });
  const contents = `
    import { examineShared } from "./examine-shared.ts";
    await examineShared(
      new URL(${JSON.stringify(pathToFileURL(strategy).href)}), ${JSON.stringify(change.strategy.id)},
    );
  `;
  const program = join(copy, "examiner", "examiner.js");
  await bundle({ ...common, stdin: { contents, resolveDir: here }, outfile: program });
  await bundle({
    ...common,
    entryPoints: [fileURLToPath(memberProgramSource)],
    outfile: join(dirname(program), "member-program.js"),
  });
  return program;
}

/** Everything is taken from sources, so nothing has to be built. */
const common = {
  bundle: true,
  platform: "node",
  format: "esm",
  target: "node20",
  conditions: ["@sync-strategies/source"],
  logLevel: "silent",
  banner: requireForBundles,
} as const satisfies BuildOptions;

/** @throws {CommandError} if the break does not fit, does not compile, or changes nothing. */
async function bundleBrokenCopy(change: PackageBreak, what: BuildOptions): Promise<void> {
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
    await bundle({ ...common, ...what, plugins: [breakApplied] });
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

async function examineInChild(change: PackageBreak, program: URL): Promise<Examination> {
  const failedTests: string[] = [];
  const failedSchedules: FailedSchedule[] = [];
  let phase = "at its start";
  const end = await superviseChild<ExaminationMessage, Examination | CommandError>(program, {
    request: {},
    patienceMs: isShared(change.strategy) ? THREADS_PATIENCE_MS : PATIENCE_MS,
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
