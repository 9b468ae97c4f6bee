/** `pnpm bench`. Results go to stdout; progress and complaints, one line each, to stderr. */
import { cpus } from "node:os";
import { clearProgress, runCommand, showProgress } from "@sync-strategies/command-kit";
import type { GroupName } from "./benchmarks.ts";
import { benchCommand, type BenchRequest } from "./command-line.ts";
import { measureEndurance } from "./endurance.ts";
import { findLibraries } from "./find-primitives.ts";
import { measureAll } from "./measure.ts";
import { measureScaling } from "./scaling.ts";
import { countingNote, enduranceTable, groupTable, scalingTable } from "./tables.ts";

/** A sweep's points are far apart; two rounds of them are enough to see their order. */
const SCALING_ROUNDS = 2;

await runCommand("bench", () => benchCommand(bench));

async function bench({ groups, rounds, operations, format }: BenchRequest): Promise<void> {
  const document: Record<string, unknown> = { environment: environment() };
  const print = (lines: readonly string[]): void => {
    clearProgress();
    if (format === "table") process.stdout.write(`\n${lines.join("\n")}\n`);
  };

  const micro = groups.filter(isMicro);
  if (micro.length > 0) {
    const rows = await measureAll(await findLibraries(), {
      groups: micro,
      rounds,
      onProgress: showProgress,
    });
    document["rows"] = rows;
    for (const group of micro) print(groupTable(group, rows));
    print(countingNote);
  }
  if (groups.includes("scaling")) {
    const curves = await measureScaling(SCALING_ROUNDS, showProgress);
    document["scaling"] = curves;
    for (const curve of curves) print(scalingTable(curve));
  }
  if (groups.includes("endurance")) {
    const results = await measureEndurance(operations, showProgress);
    document["endurance"] = results;
    print(enduranceTable(results));
  }
  const { node, platform, cpu, cores } = environment();
  print([`Node ${node}, ${platform}, ${cpu}, ${cores} cores.`]);
  if (format === "json") process.stdout.write(`${JSON.stringify(document, null, 2)}\n`);
}

function isMicro(group: BenchRequest["groups"][number]): group is GroupName {
  return group !== "scaling" && group !== "endurance";
}

function environment(): Record<"node" | "platform" | "cpu", string> & { cores: number } {
  const processors = cpus();
  return {
    node: process.version,
    platform: `${process.platform} ${process.arch}`,
    cpu: processors[0]?.model.trim() ?? "unknown processor",
    cores: processors.length,
  };
}
