/** What each member of a run did, and how evenly members were served. */
import { fairnessOf, jainIndex, mean } from "@sync-strategies/statistics";
import { z } from "zod";
import { clientsByKind } from "../clients-by-kind.ts";
import { percent } from "../format-figures.ts";
import { memberInWords } from "../members-in-words.ts";
import type { ResultParameters } from "../parameters-schema.ts";
import { amount, count } from "../shapes.ts";
import type { CountedRound } from "./counts.ts";
import { servedOver } from "./fairness.ts";
import type { EndedRound } from "./in-flight.ts";
import {
  summary,
  type FieldsOf,
  type Placement,
  type RoundOf,
  type Setting,
  type Topic,
} from "./topic.ts";

const memberFigures = z
  .object({
    /** Operations of its clients that completed before its end. */
    completedOps: count,
    /** How long after the moment at which all were to start it did. */
    lateStartMs: amount,
    /** As `resources` has them for the whole: what this member's event loop used. */
    threadCpuMs: amount.nullable(),
    heapBytes: amount,
    gcCount: count,
    gcMs: amount,
    busyMs: amount.nullable(),
  })
  .readonly();
/** What one member did, and used of the machine. */
export type MemberFigures = z.infer<typeof memberFigures>;

/** What a trial hands over. */
export const measured = {
  /** Null if all clients were in one event loop. */
  members: z.array(memberFigures).readonly().nullable().default(null),
};

const service = z
  .object({
    /**
     * Of each member, what its clients completed, as a multiple of the average of their role; null
     * if it has no clients.
     */
    perMember: z.array(amount.nullable()).readonly(),
    /** Jain's index of these. */
    between: amount,
    /** The least Jain's index of the clients of one role in one member. */
    within: amount,
  })
  .readonly();
type Service = z.infer<typeof service>;

type Round = RoundOf<typeof measured> & CountedRound & EndedRound;

export const summaries = {
  members: summary(
    z
      .object({
        /** Of each member, the share of all operations that its clients completed, over all rounds. */
        shares: z.array(amount).readonly(),
        /** Null in an open loop, where arrivals decide who is served how often. */
        service: service.nullable(),
        /** How late a member started at most, and the share of its run that this was. */
        latestStartMs: amount,
        latestStartShare: amount,
      })
      .readonly(),
    (rounds: readonly Round[], { parameters }) => {
      const shared = rounds.flatMap((round) =>
        round.members === null ? [] : [{ ...round, members: round.members }],
      );
      const [first] = shared;
      if (first === undefined) return null;
      const completed = first.members.map((_, member) =>
        sum(shared.map(({ members }) => members[member]?.completedOps ?? 0)),
      );
      const total = sum(completed);
      const starts = shared.flatMap(({ members, elapsedMs }) =>
        members.map(({ lateStartMs }) => ({ lateStartMs, share: lateStartMs / elapsedMs })),
      );
      return {
        shares: completed.map((operations) => (total === 0 ? 0 : operations / total)),
        service:
          parameters.ratePerSecond > 0 ? null : serviceOf(shared, first.members.length, parameters),
        latestStartMs: Math.max(...starts.map(({ lateStartMs }) => lateStartMs)),
        latestStartShare: Math.max(...starts.map(({ share }) => share)),
      };
    },
  ),
};

type Row = FieldsOf<typeof summaries>;

/** Client c is one of member c mod n. */
function serviceOf(
  rounds: readonly Round[],
  members: number,
  parameters: ResultParameters,
): Service {
  const { sums, starved } = servedOver(rounds, parameters);
  const multiples: number[][] = Array.from({ length: members }, () => []);
  const indices: number[] = [];
  for (const { from, to } of clientsByKind(parameters)) {
    const clients = sums.slice(from, to);
    const average = mean(clients);
    for (const [member, own] of multiples.entries()) {
      const numbers = [...clients.keys()]
        .map((index) => from + index)
        .filter((client) => client % members === member);
      if (numbers.length === 0) continue;
      own.push(...numbers.map((client) => (average === 0 ? 1 : (sums[client] ?? 0) / average)));
      const operations = numbers.map((client) => sums[client] ?? 0);
      indices.push(fairnessOf(operations, (index) => starved.has(numbers[index]!)).jainIndex);
    }
  }
  const perMember = multiples.map((own) => (own.length === 0 ? null : mean(own)));
  return {
    perMember,
    between: jainIndex(perMember.filter((one) => one !== null)),
    within: Math.min(...indices),
  };
}

function sum(amounts: readonly number[]): number {
  return amounts.reduce((total, one) => total + one, 0);
}

/** Only where there are members; what they are served, only where the store decides it. */
function place(width: number, rank: number, isOfClosedLoop = true) {
  return ({ parameters: { members, ratePerSecond } }: Setting): Placement | undefined =>
    members === null || (isOfClosedLoop && ratePerSecond > 0)
      ? undefined
      : { table: "fairness", width, rank };
}

export const members: Topic<Row> = {
  columns: [
    {
      head: ({ parameters }) => `per ${memberInWords(parameters.members)}`,
      of: ({ members: found }) => showExtremes(found?.shares),
      placement: place(13, 5),
    },
    { key: "leastMemberShare", unit: "share", of: (row) => least(row.members?.shares) },
    { key: "mostMemberShare", unit: "share", of: (row) => most(row.members?.shares) },
    {
      key: "fairBetweenMembers",
      head: "fair between",
      unit: "index",
      of: (row) => row.members?.service?.between,
      placement: place(0, 5.5),
      isLimit: true,
    },
    {
      key: "fairWithinMembers",
      head: "fair within",
      unit: "index",
      of: (row) => row.members?.service?.within,
      placement: place(0, 2),
      isLimit: true,
    },
    {
      key: "memberStartLateMs",
      head: "start late",
      unit: "ms",
      of: (row) => row.members?.latestStartMs,
      placement: place(0, 0, false),
      isLimit: true,
    },
  ],
  readings: [
    {
      term: "per thread or per process, fair between",
      meaning:
        "The smallest and the largest share of all operations that the clients of one thread or process completed; and Jain's index of these, each counted by what its clients completed compared with the average of their role.",
      isForMembers: true,
    },
    {
      term: "fair within",
      meaning:
        "Jain's index of the clients of one role within one thread or process, where it is least: whether one that is served serves all of its clients.",
      isForMembers: true,
    },
    {
      term: "start late",
      meaning:
        "How long after the moment at which all threads or processes were to start the last of them did, in the worst round. Until then fewer clients were at work.",
      isForMembers: true,
    },
  ],
};

/** "12.0%–88.0%" */
function showExtremes(shares: readonly number[] | undefined): string | undefined {
  return shares && `${percent(Math.min(...shares))}–${percent(Math.max(...shares))}`;
}

function least(shares: readonly number[] | undefined): number | undefined {
  return shares && Math.min(...shares);
}

function most(shares: readonly number[] | undefined): number | undefined {
  return shares && Math.max(...shares);
}
