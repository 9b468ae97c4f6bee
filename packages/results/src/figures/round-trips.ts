/** How often an operation waits for the server that the state is on. */
import { median } from "@sync-strategies/statistics";
import { z } from "zod";
import { amount } from "../shapes.ts";
import { summary, type FieldsOf, type RoundOf, type Topic } from "./topic.ts";

const roundTrips = z.object({ read: amount, write: amount, update: amount }).readonly();

/** Per operation, by kind. */
export type RoundTrips = z.infer<typeof roundTrips>;

/** What a trial hands over. */
export const measured = {
  /** Counted before the run, one operation at a time; null where no server has the state. */
  roundTrips: roundTrips.nullable().default(null),
};

export const summaries = {
  roundTrips: summary(roundTrips, (rounds: readonly RoundOf<typeof measured>[]) => {
    const counted = rounds.flatMap((round) => round.roundTrips ?? []);
    if (counted.length === 0) return null;
    const middle = (kind: keyof RoundTrips): number => median(counted.map((one) => one[kind]));
    return { read: middle("read"), write: middle("write"), update: middle("update") };
  }),
};

export const trips: Topic<FieldsOf<typeof summaries>> = {
  columns: [
    { key: "roundTripsPerRead", unit: "count", of: (row) => row.roundTrips?.read },
    { key: "roundTripsPerWrite", unit: "count", of: (row) => row.roundTrips?.write },
    { key: "roundTripsPerUpdate", unit: "count", of: (row) => row.roundTrips?.update },
    {
      head: "trips r/w/u",
      of: ({ roundTrips: found }) =>
        found && [found.read, found.write, found.update].map(String).join("/"),
      placement: ({ parameters: { members } }) =>
        members?.span === "machines" ? { table: "cost", width: 0, rank: 22 } : undefined,
    },
  ],
  readings: [
    {
      term: "trips r/w/u",
      meaning:
        "How often a read, a write and an update wait for an answer of the server: counted on this process's sockets before the run, for one operation at a time that meets no other, when connections and prepared statements are there. An update that has to start over takes its trips again.",
      isForServices: true,
    },
  ],
};
