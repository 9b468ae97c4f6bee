/** Names the clients that a store kept waiting, which no figure of completed operations shows. */
import { clientsByKind } from "../clients-by-kind.ts";
import { isStarving, type Starvation } from "../figures/in-flight.ts";
import { duration, list, plural } from "../format-figures.ts";
import { isRanked } from "../row-kind.ts";
import type { StrategyResult, WorkloadResult } from "../result-document.ts";

/** Clients that do not follow each other are named up to this number of ranges. */
const RANGES = 3;

/** A remark for each strategy that starved clients. */
export function starvation({ results, parameters }: WorkloadResult): string[] {
  return results
    .filter(({ status }) => status === "completed")
    .filter(isStarving)
    .map((row) => remarkOn(row, parameters));
}

function remarkOn(row: StrategyResult, parameters: WorkloadResult["parameters"]): string {
  const all = row.starved ?? [];
  const numbers = [...new Set(all.map(({ round }) => round))];
  // The first round in which it happened is the example.
  const groups = all.filter(({ round }) => round === numbers[0]);
  const named = groups.map((group) => `${nameOf(group, parameters)}: ${fateOf(group)}`);
  const rounds = row.rounds.length;
  const where = rounds === 1 ? "" : ` (so in ${numbers.length} of ${rounds} rounds)`;
  const outcome = isRanked(row)
    ? ` ${row.strategy} is not ranked: figures of completed operations know only those that were served.`
    : "";
  return `With ${row.strategy}, ${named.join("; ")}${where}.${outcome}`;
}

/** "readers 0 to 99 were starved" */
function nameOf({ kind, clients }: Starvation, parameters: WorkloadResult["parameters"]): string {
  const { role = "clients" } = clientsByKind(parameters).find((one) => one.kind === kind) ?? {};
  if (clients.length === 1) return `${role.slice(0, -1)} ${clients[0]} was starved`;
  const ranges = rangesOf(clients).map(([first, last]) =>
    first === last ? `${first}` : `${first} to ${last}`,
  );
  const shown = ranges.slice(0, RANGES);
  const rest = ranges.length > RANGES ? [`others, ${clients.length} in all,`] : [];
  return `${role} ${list([...shown, ...rest])} were starved`;
}

function rangesOf(clients: readonly number[]): [first: number, last: number][] {
  const ranges: [number, number][] = [];
  for (const client of clients) {
    const range = ranges.at(-1);
    if (range?.[1] === client - 1) range[1] = client;
    else ranges.push([client, client]);
  }
  return ranges;
}

/** "each completed 1 read, and waited 980 ms of 1.00 s" */
function fateOf({ kind, clients, least, most, waitedUs, elapsedMs }: Starvation): string {
  const completed = least === most ? plural(most, kind) : `${least} to ${plural(most, kind)}`;
  const each = clients.length === 1 ? "it" : "each";
  return `${each} completed ${completed}, and waited ${duration(waitedUs)} of ${duration(elapsedMs * 1000)}`;
}
