/** `pnpm compare list`: the strategies and the workloads that there are. */
import { print, worstOf, type Complain, type ExitCode } from "@sync-strategies/command-kit";
import {
  flagOf,
  selectStrategies,
  type StrategyFile,
  type StrategySource,
} from "@sync-strategies/command-kit/strategies";
import { presets } from "@sync-strategies/workload";
import type { ListRequest } from "./command-line.ts";

export interface ListContext {
  readonly scratch: string;
  readonly signal: AbortSignal;
  readonly complain: Complain;
}

/** Prints the list, and returns the exit code that it calls for. */
export async function list(
  { format, peers }: ListRequest,
  context: ListContext,
): Promise<ExitCode> {
  const { strategies, problems, uninstalled } = await selectStrategies([], {
    ...context,
    withPeers: peers,
    span: "every",
  });
  for (const { message, details } of problems) context.complain(message, details);
  const exitCode = worstOf(...problems.map((problem) => problem.exitCode));
  const workloads = Object.values(presets);
  if (format === "json") {
    const listed = strategies.map((strategy) => {
      const { id, title, summary, group, span = null, service, reply, traits, origin } = strategy;
      return { id, title, summary, group, span, service, reply, traits, folder: origin };
    });
    const files = uninstalled.map(({ id, span, service, origin }) => {
      return { id, span, service, file: origin };
    });
    print(JSON.stringify({ strategies: listed, uninstalled: files, workloads }, null, 2));
    return exitCode;
  }
  const names = [...strategies.map(({ id }) => id), ...workloads.map(({ name }) => name)];
  const width = Math.max(...names.map((name) => name.length));
  const lines = [
    ...sections(strategies).flatMap(([head, members]) => [
      head,
      ...members.map(({ id, summary, origin }) => `  ${id.padEnd(width)}  ${summary} (${origin})`),
      "",
    ]),
    ...uninstalledLines(uninstalled),
    "Workloads",
    ...workloads.map(({ name, question }) => `  ${name.padEnd(width)}  ${question}`),
  ];
  print(lines.join("\n"));
  return exitCode;
}

/** The repository's own, by who can share their state; then the peers by their groups. */
function sections(strategies: readonly StrategySource[]): [string, StrategySource[]][] {
  const heads = [...new Set(strategies.map(headOf))];
  return heads.map((head) => [head, strategies.filter((strategy) => headOf(strategy) === head)]);
}

/** Strategies of which only the files are there. */
function uninstalledLines(files: readonly StrategyFile[]): string[] {
  if (files.length === 0) return [];
  const heads = [...new Set(files.map(headOf))];
  return heads.flatMap((head) => {
    const ids = files.filter((file) => headOf(file) === head).map(({ id }) => id);
    return [`${head}, installed by the first use`, `  ${ids.join(", ")}`, ""];
  });
}

function headOf({
  group,
  span,
  service,
}: Pick<StrategySource, "group" | "span" | "service">): string {
  if (group !== undefined) return `Peers: ${group}`;
  if (span === undefined) return "Strategies";
  const sharers = service === undefined ? `${span} share` : `machines share on ${service}`;
  return `Strategies whose state ${sharers} (${flagOf(span)})`;
}
