/** `pnpm compare list`: what there is to compare. */
import { presets } from "@sync-strategies/workload";
import type { PlainFormat } from "./command-line.ts";
import { findWorkspaceStrategies } from "./strategies/find-strategies.ts";

export async function list(format: PlainFormat): Promise<void> {
  const strategies = (await findWorkspaceStrategies()).map(
    ({ id, title, summary, traits, origin }) => ({ id, title, summary, traits, folder: origin }),
  );
  const workloads = Object.values(presets);
  if (format === "json") {
    process.stdout.write(`${JSON.stringify({ strategies, workloads }, null, 2)}\n`);
    return;
  }
  const width = Math.max(
    ...[...strategies.map(({ id }) => id), ...workloads.map(({ name }) => name)].map(
      (name) => name.length,
    ),
  );
  const lines = [
    "Strategies",
    ...strategies.map(({ id, summary, folder }) => `  ${id.padEnd(width)}  ${summary} (${folder})`),
    "",
    "Workloads",
    ...workloads.map(({ name, question }) => `  ${name.padEnd(width)}  ${question}`),
  ];
  process.stdout.write(`${lines.join("\n")}\n`);
}
