/**
 * `--merge`: files of several recorders that saw the same objects, each with the times of its
 * events, as one history.
 */
import { wrongInput } from "@sync-strategies/command-kit";
import {
  mergeHistories,
  operationsOf,
  type HistoryColumns,
  type Mark,
  type MemberClient,
  type MemberHistory,
  type MergedHistory,
  type Operation,
} from "@sync-strategies/linearizability";
import { duration, list } from "@sync-strategies/results";
import { realpath } from "node:fs/promises";
import type { HistoryFile } from "./find-histories.ts";
import { readHistory, type History, type ReadOptions } from "./read-history.ts";

export interface MergeOptions extends ReadOptions {
  /** By how much the clock of each file may be wrong. */
  readonly errorNs: number;
}

/** @throws {CommandError} if one of them is there twice. */
export async function assertDifferent(files: readonly HistoryFile[]): Promise<void> {
  const known = new Map<string, string>();
  for (const { name, path } of files) {
    const place = await realpath(path).catch(() => path);
    const other = known.get(place);
    if (other !== undefined) {
      throw wrongInput(`${name}: it is to be merged with itself, as ${other}`);
    }
    known.set(place, name);
  }
}

/**
 * @throws {HistoryFormatError} for a line that cannot belong to a history, or has no time.
 * @throws {TypeError} if a file holds no event of a client.
 */
export async function readMerged(
  files: readonly HistoryFile[],
  options: MergeOptions,
): Promise<History> {
  const members: Member[] = [];
  for (const file of files) {
    const { times, ...read } = await readHistory(file, { ...options, timed: true });
    const clock = { kind: "time", name: "time", errorNs: options.errorNs, times } as const;
    members.push({ ...read, clock });
  }
  const hasMarks = members.some(({ marks }) => marks.length > 0);
  const { history, totalOps, marks, clients, clock, cutByMember } = hasMarks
    ? mergeWithMarks(members)
    : { ...mergeHistories(members), marks: [] };
  return {
    history,
    totalOps,
    marks,
    // Their events are those of their files, not of the merged history.
    failed: [],
    notes: [
      aboutTimes(files.length, options.errorNs, clock.resolutionNs),
      ...(cutByMember === undefined ? [] : [aboutCut(files[cutByMember]!)]),
      ...aboutProcesses(files, clients),
    ],
  };
}

type Member = MemberHistory<HistoryColumns> & Pick<History, "marks">;

/**
 * So that marks find their places among the events of the other files, they are merged as
 * operations, and all others with them.
 */
function mergeWithMarks(
  members: readonly Member[],
): MergedHistory<Operation[]> & Pick<History, "marks"> {
  const merged = mergeHistories(
    members.map(({ history: columns, marks, ...member }): MemberHistory<Operation[]> => {
      const operations = operationsOf(columns);
      const client = operations[0]?.client ?? 0;
      const recorded = marks.filter(({ event }) => event < (member.fullAt ?? Infinity));
      return {
        totalOps: columns.length,
        ...member,
        history: [...operations, ...recorded.map((mark) => asOperation(mark, client))],
      };
    }),
  );
  return {
    ...merged,
    history: merged.history.filter(({ name }) => name !== MARK),
    marks: merged.history.flatMap(({ name, called, input }) =>
      name === MARK ? [{ event: called, label: String(input) }] : [],
    ),
  };
}

/** The name of operations that are marks: no model has one like it. */
const MARK = "\u0000mark";

function asOperation({ event, label }: Mark, client: number): Operation {
  return { client, key: "", name: MARK, input: label, called: event };
}

function aboutTimes(fileCount: number, errorNs: number, resolutionNs: number): string {
  const merged = `Merged from ${fileCount} files by the times in their lines`;
  if (errorNs === 0) {
    return (
      `${merged}, taken as exact; if the files were written with several clocks, say how much ` +
      "those may be wrong: --error TIME."
    );
  }
  const [error, resolution] = [duration(errorNs / 1000), duration(resolutionNs / 1000)];
  return (
    `${merged}, each wrong by at most ${error}: events of different files within ${resolution} of each ` +
    "other count as concurrent, so a violation that took no longer is not seen."
  );
}

function aboutCut({ name }: HistoryFile): string {
  return `The recorder of ${name} was full first, so the merged history ends there.`;
}

/** Whose the processes are, if they had to be numbered anew. */
function aboutProcesses(
  files: readonly HistoryFile[],
  clients: ReadonlyMap<number, MemberClient>,
): string[] {
  if ([...clients].every(([number, { client }]) => number === client)) return [];
  const owners = files.flatMap(({ name }, member) => {
    const numbers = [...clients].flatMap(([number, owner]) =>
      owner.member === member ? [number] : [],
    );
    const [first, last] = [numbers[0], numbers.at(-1)];
    if (first === undefined) return [];
    return [first === last ? `${first} is of ${name}` : `${first} to ${last} are of ${name}`];
  });
  return [
    "Several files have processes of the same number, so the clients are numbered anew, in the " +
      `order of their numbers: ${list(owners)}.`,
  ];
}
