import type { ScheduleReport } from "@sync-strategies/schedule-explorer";
import { TableInWords } from "../table-in-words.tsx";

type Shown = Pick<ScheduleReport, "clients" | "steps" | "keys" | "initial">;

/** The steps of a schedule in words, as the command line prints them. */
export function ScheduleTable({ report }: { readonly report: Shown }) {
  const { clients, keys, steps, initial } = report;
  return (
    <TableInWords
      title="each step, and what every client saw in it"
      columns={["Step", ...clients.map((client) => `Client ${client}`), ...keys]}
      rows={[
        ["before", ...clients.map(() => ""), ...keys.map((key) => initial[key] ?? "?")],
        ...steps.map(({ client, seen, waiting, state }, index) => [
          `${index + 1}: ${client}`,
          ...clients.map((each) => seen[each] ?? (waiting.includes(each) ? "waits" : "")),
          ...keys.map((key) => state[key] ?? "?"),
        ]),
      ]}
    />
  );
}
