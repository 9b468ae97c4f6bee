/** How evenly the clients of each role were served. */
import { fairnessOf, type Fairness } from "@sync-strategies/statistics";
import type { OperationKind } from "@sync-strategies/workload";
import { z } from "zod";
import { clientsByKind } from "../clients-by-kind.ts";
import { count } from "../format-figures.ts";
import { fairness as fairnessSchema, operationKinds } from "../shapes.ts";
import type { CountedRound } from "./counts.ts";
import { starvedIn, type EndedRound } from "./in-flight.ts";
import {
  summary,
  type AnyFigure,
  type FieldsOf,
  type Placement,
  type Setting,
  type Topic,
} from "./topic.ts";

type Round = EndedRound & CountedRound;

export const summaries = {
  /** Over all rounds; null in an open loop, where arrivals decide who is served how often. */
  fairness: summary(
    z.partialRecord(z.enum(operationKinds), fairnessSchema).readonly(),
    (rounds: readonly Round[], { parameters }) => {
      if (parameters.ratePerSecond > 0) return null;
      const { sums, starved } = servedOver(rounds, parameters);
      return Object.fromEntries(
        clientsByKind(parameters).map(({ kind, from, to }) => [
          kind,
          fairnessOf(sums.slice(from, to), (client) => starved.has(from + client)),
        ]),
      );
    },
  ),
};

/** What each client completed in all rounds, and the clients that were starved in one. */
export function servedOver(
  rounds: readonly Round[],
  parameters: Setting["parameters"],
): { readonly sums: readonly number[]; readonly starved: ReadonlySet<number> } {
  const clients = rounds[0]?.perClientOps.length ?? 0;
  return {
    sums: Array.from({ length: clients }, (_, client) =>
      rounds.reduce((sum, { perClientOps }) => sum + (perClientOps[client] ?? 0), 0),
    ),
    starved: new Set(rounds.flatMap((round) => starvedIn(round, parameters))),
  };
}

/** A role needs several clients for its fairness to mean anything. */
function place(role: "readers" | "writers" | "updaters", width: number, rank: number) {
  return ({ parameters }: Setting): Placement | undefined =>
    parameters.ratePerSecond > 0 || parameters[role] < 2
      ? undefined
      : { table: "fairness", width, rank };
}

const roles = { read: "readers", write: "writers", update: "updaters" } as const;

type Row = FieldsOf<typeof summaries>;

function columnsOf(kind: OperationKind, plural: string): AnyFigure<Row>[] {
  const role = roles[kind];
  const capital = plural[0]!.toUpperCase() + plural.slice(1);
  return [
    {
      key: `fair${capital}`,
      head: `fair ${plural}`,
      unit: "index",
      of: (row) => row.fairness?.[kind]?.jainIndex,
      placement: place(role, 0, 6),
      isLimit: true,
    },
    {
      head: `${plural} per client`,
      of: (row) => showExtremes(row.fairness?.[kind]),
      placement: place(role, 17, 0),
    },
    { key: `least${capital}`, unit: "count", of: (row) => row.fairness?.[kind]?.least },
    { key: `most${capital}`, unit: "count", of: (row) => row.fairness?.[kind]?.most },
    { key: `${role}WithNone`, unit: "count", of: (row) => row.fairness?.[kind]?.withNone },
  ];
}

/** "460–12,211", and how many clients completed nothing. */
function showExtremes(found: Fairness | undefined): string | undefined {
  if (found === undefined) return undefined;
  const { least, most, withNone } = found;
  return `${count(least)}–${count(most)}${withNone === 0 ? "" : ` (${count(withNone)} none)`}`;
}

export const fairness: Topic<Row> = {
  columns: [
    ...columnsOf("read", "reads"),
    ...columnsOf("write", "writes"),
    ...columnsOf("update", "updates"),
  ],
  readings: [
    {
      term: "fair …",
      meaning:
        "Jain's index of the clients of one role: 1 if all completed the same number, 1/n if one of n completed everything. A starved client counts as not served at all. Next to it, what the least and the most served client completed.",
    },
  ],
};
