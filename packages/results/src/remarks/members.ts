/** What a reader must know of a run that several members shared. */
import { mean } from "@sync-strategies/statistics";
import { duration, list, percent, plural } from "../format-figures.ts";
import { memberInWords, membersInWords } from "../members-in-words.ts";
import type { ResultDocument, StrategyResult, WorkloadResult } from "../result-document.ts";

/** With more of the run than this missing at its beginning, a member's clients had less time. */
const LATE_SHARE = 0.02;

/** A member was passed over if its clients completed less than this share of what others' did. */
const PASSED_OVER = 0.5;

type Shared = StrategyResult & { readonly members: NonNullable<StrategyResult["members"]> };

/** Members that began late, and members that were passed over. None in one event loop. */
export function onMembers(
  { parameters }: WorkloadResult,
  rows: readonly StrategyResult[],
): string[] {
  const shared = rows.filter((row): row is Shared => row.members !== null);
  const member = memberInWords(parameters.members);
  return [...late(shared, member), ...passedOver(shared, member)];
}

function late(rows: readonly Shared[], member: string): string[] {
  const found = rows
    .filter(({ members }) => members.latestStartShare > LATE_SHARE)
    .map(({ strategy, members: { latestStartMs, latestStartShare } }) => {
      return `${duration(latestStartMs * 1000)} with ${strategy} (${percent(latestStartShare)} of the run)`;
    });
  if (found.length === 0) return [];
  return [
    `A ${member} began late, so that its clients had less time than others and the speed is ` +
      `understated: ${list(found)}. A longer --duration makes it weigh less.`,
  ];
}

function passedOver(rows: readonly Shared[], member: string): string[] {
  const found = rows.flatMap(({ strategy, members: { service, shares } }) => {
    const served = service?.perMember ?? [];
    const named = served.flatMap((one, index) => {
      const others = served.filter((_, place) => place !== index).filter((other) => other !== null);
      const isPassedOver = one !== null && others.length > 0 && one < PASSED_OVER * mean(others);
      if (!isPassedOver) return [];
      return `${member} ${index + 1} completed ${percent(shares[index] ?? 0)} of the operations`;
    });
    return named.length === 0 ? [] : [`with ${strategy}, ${list(named)}`];
  });
  if (found.length === 0) return [];
  return [
    `Not every ${member} was served alike: ${found.join("; ")}. Its clients got less than half of ` +
      `what others of their role got.`,
  ];
}

/** More threads than processors, in any table: what is measured is the scheduler, too. */
export function crowding({ workloads, environment: { cores } }: ResultDocument): string[] {
  const crowded = workloads
    .flatMap(({ parameters }) => parameters.members ?? [])
    .filter(({ count }) => count > cores)
    .toSorted((one, other) => other.count - one.count);
  const [most] = crowded;
  if (most === undefined) return [];
  return [
    `${membersInWords(most)} on ${plural(cores, "core")}: a lock holder that the system preempts ` +
      `holds up all others.`,
  ];
}

/** What is not known where servers have the state. */
export function unknownOfServers({ workloads }: ResultDocument): string[] {
  if (workloads.every(({ parameters: { members } }) => members?.span !== "machines")) return [];
  return ["cpu/op is that of the clients' processes: what the servers used is not known."];
}
