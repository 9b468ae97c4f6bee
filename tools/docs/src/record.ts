/** Runs the commands whose output or figures the documents show, and keeps the results. */
import { rmSync } from "node:fs";
import { join } from "node:path";
import { print, scratchFolder, showProgress } from "@sync-strategies/command-kit";
import { commandsToRecord } from "./documents.ts";
import { keepMeasurements, readMeasurements, readResult } from "./figures/measurements.ts";
import { changedSince, Code } from "./recorded/code-of-command.ts";
import { keepRecording, readRecordings } from "./recorded/recordings.ts";
import { outputOf } from "./recorded/run-command.ts";
import type { StrategyPackage } from "./strategy-packages.ts";
import { keepOutput } from "./walkthroughs/example-program.ts";
import { programsOf } from "./walkthroughs/walkthrough.ts";

/** @param all whether to record again what is up to date. */
export async function record(
  root: string,
  packages: readonly StrategyPackage[],
  all: boolean,
): Promise<void> {
  await recordExamples(packages);
  const code = new Code(packages, root);
  await recordCommands(root, packages, code, all);
  await measure(root, code, all);
}

/** Takes over the figures of a result that `pnpm compare --save` has written. */
export async function takeFigures(
  root: string,
  packages: readonly StrategyPackage[],
  file: string,
): Promise<void> {
  const code = await new Code(packages, root).ofStrategies();
  for (const path of keepMeasurements(root, readResult(file), code)) print(path);
}

async function recordExamples(packages: readonly StrategyPackage[]): Promise<void> {
  for (const each of packages) {
    for (const program of await programsOf(each)) {
      if (await keepOutput(each.path, program)) print(`${each.folder}/${program}`);
    }
  }
}

async function recordCommands(
  root: string,
  packages: readonly StrategyPackage[],
  code: Code,
  all: boolean,
): Promise<void> {
  const recordings = readRecordings(root);
  for (const command of (await commandsToRecord(root, packages)).keys()) {
    const now = await code.ofCommand(command);
    const kept = recordings.get(command);
    if (!all && kept !== undefined && changedSince(kept.code, now).length === 0) continue;
    showProgress(command);
    const output = await outputOf(command, root);
    const recorded = new Date().toISOString().slice(0, 10);
    keepRecording(root, { command, recorded, code: now, output });
    print(command);
  }
}

async function measure(root: string, code: Code, all: boolean): Promise<void> {
  const file = join(scratchFolder(), "result.json");
  const now = await code.ofStrategies();
  for (const measured of Object.values(readMeasurements(root))) {
    if (!all && changedSince(measured.code, now).length === 0) continue;
    showProgress(measured.command);
    await outputOf(`${measured.command} --save ${file}`, root);
    for (const path of keepMeasurements(root, readResult(file), now)) print(path);
    rmSync(file);
  }
}
