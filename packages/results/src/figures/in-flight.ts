/**
 * What was still in flight when a run ended. Operations that completed are survivors: a store that
 * keeps some clients waiting looks fast without these figures.
 */
import { mean, starvedClients } from "@sync-strategies/statistics";
import { z } from "zod";
import { clientsByKind } from "../clients-by-kind.ts";
import type { ResultParameters } from "../parameters-schema.ts";
import { amount, count, operationKinds } from "../shapes.ts";
import type { CountedRound } from "./counts.ts";
import { summary, type FieldsOf, type Placement, type RoundOf, type Topic } from "./topic.ts";

/** What a trial hands over. */
export const measured = {
  /** Of each client, how long its operation had been in flight at the end; null if it had none. */
  perClientInFlightUs: z.array(amount.nullable()).readonly().nullable().default(null),
  /** How many operations had overtaken that one. (What another program measured may come without.) */
  perClientOvertaken: z.array(count.nullable()).readonly().nullable().default(null),
};

export type EndedRound = RoundOf<typeof measured>;

/** Clients of one kind that were starved in one round: see `starvedClients` in statistics. */
const starvation = z
  .object({
    /** Counted from 1 among the rounds that completed. */
    round: count,
    kind: z.enum(operationKinds),
    clients: z.array(count).readonly(),
    /** The least and the most operations that one of them completed. */
    least: count,
    most: count,
    /** How long each of them had waited at least when the run ended, and how long the run was. */
    waitedUs: amount,
    elapsedMs: amount,
  })
  .readonly();
export type Starvation = z.infer<typeof starvation>;

type Timed = Pick<CountedRound, "perClientOps" | "elapsedMs">;

type Round = EndedRound & CountedRound;

export const summaries = {
  /** How many operations were in flight when a run ended, and the oldest one of all runs. */
  inFlightAtEnd: summary(
    z.object({ operations: amount, oldestUs: amount }).readonly(),
    (rounds: readonly Round[]) => {
      const known = rounds.filter(({ perClientInFlightUs }) => perClientInFlightUs !== null);
      if (known.length === 0) return null;
      const ages = known.flatMap(({ perClientInFlightUs }) => perClientInFlightUs ?? []);
      return {
        operations: mean(known.map(({ inFlightAtDeadline }) => inFlightAtDeadline ?? 0)),
        oldestUs: ages.reduce<number>((oldest, age) => Math.max(oldest, age ?? 0), 0),
      };
    },
  ),
  /** Null if ages are not known. */
  starved: summary(z.array(starvation).readonly(), (rounds: readonly Round[], { parameters }) => {
    if (rounds.every(({ perClientInFlightUs }) => perClientInFlightUs === null)) return null;
    return rounds.flatMap((round, index) => starvationsIn(round, index + 1, parameters));
  }),
};

function starvationsIn(round: Round, number: number, parameters: ResultParameters): Starvation[] {
  const starved = starvedIn(round, parameters);
  return clientsByKind(parameters).flatMap(({ kind, from, to }) => {
    const clients = starved.filter((client) => client >= from && client < to);
    if (clients.length === 0) return [];
    const completed = clients.map((client) => round.perClientOps[client] ?? 0);
    const waits = clients.map((client) => round.perClientInFlightUs?.[client] ?? 0);
    return {
      round: number,
      kind,
      clients,
      least: completed.reduce((one, other) => Math.min(one, other)),
      most: completed.reduce((one, other) => Math.max(one, other)),
      waitedUs: waits.reduce((one, other) => Math.min(one, other)),
      elapsedMs: round.elapsedMs,
    };
  });
}

/** The clients that were starved in a round. */
export function starvedIn(
  round: EndedRound & Timed,
  { updaters, hold, ratePerSecond }: Pick<ResultParameters, "updaters" | "hold" | "ratePerSecond">,
): number[] {
  const { perClientInFlightUs: agesUs, perClientOvertaken: overtaken, elapsedMs } = round;
  if (agesUs === null) return [];
  return starvedClients({
    agesMs: agesUs.map((age) => (age === null ? null : age / 1000)),
    overtaken: overtaken ?? completedWithin(agesUs, round),
    areUnfair: ratePerSecond > 0,
    elapsedMs,
    explainedMs: typeof hold === "number" ? (updaters * hold) / 1000 : 0,
  });
}

/** About how many operations completed within each time, if they are spread evenly over the run. */
function completedWithin(timesUs: readonly (number | null)[], round: Timed): number[] {
  const completed = round.perClientOps.reduce((sum, operations) => sum + operations, 0);
  const perUs = completed / (round.elapsedMs * 1000);
  return timesUs.map((time) => Math.floor(perUs * (time ?? 0)));
}

type Row = FieldsOf<typeof summaries>;

/** Whether the row's store kept clients waiting for half of a run: its speed ranks nothing then. */
export function isStarving({ starved }: Pick<Row, "starved">): boolean {
  return starved !== null && starved.length > 0;
}

function place(table: Placement["table"], width: number, rank: number): () => Placement {
  return () => ({ table, width, rank });
}

/** The most clients that were starved in one round. */
function starvedClientsOf({ starved }: Row): number | null {
  if (starved === null) return null;
  const perRound = new Map<number, number>();
  for (const { round, clients } of starved) {
    perRound.set(round, (perRound.get(round) ?? 0) + clients.length);
  }
  return Math.max(0, ...perRound.values());
}

export const inFlight: Topic<Row> = {
  columns: [
    {
      key: "inFlightAtEnd",
      head: "left in flight",
      unit: "count",
      of: (row) => row.inFlightAtEnd?.operations,
      placement: place("latency", 7, 0),
      isLimit: true,
    },
    {
      key: "oldestInFlightUs",
      head: "oldest",
      unit: "µs",
      of: (row) => row.inFlightAtEnd?.oldestUs,
      placement: place("latency", 7, 1.5),
      isLimit: true,
    },
    {
      key: "starvedClients",
      head: "starved",
      unit: "count",
      of: starvedClientsOf,
      placement: place("fairness", 7, 5.5),
      isLimit: true,
    },
  ],
  readings: [
    {
      term: "left in flight, oldest",
      meaning:
        "Operations that had been called and had not completed when a run ended, and how long the oldest of them had been in flight by then.",
    },
    {
      term: "starved",
      meaning:
        "Clients whose operation had been in flight for half of the run or more, while others were served ten times each. A strategy that starves clients is not ranked.",
    },
  ],
};
