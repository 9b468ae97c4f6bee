import type { JudgedSchedule } from "@sync-strategies/schedule-explorer";
import { TableInWords } from "../../components/table-in-words.tsx";

/** The cells in words: how many schedules pass and fail, by their number of switches. */
export function Tally({ schedules }: { readonly schedules: readonly JudgedSchedule[] }) {
  const groups = [...Map.groupBy(schedules, ({ switches }) => switches)];
  return (
    <TableInWords
      title="how many orders pass and fail, by their number of switches"
      columns={["Switches", "Orders", "Pass", "Fail", "The first that fails"]}
      rows={groups.map(([switches, each]) => {
        const failing = each.filter(({ kind }) => kind !== undefined);
        return [
          switches,
          each.length,
          each.length - failing.length,
          failing.length,
          failing[0]?.schedule ?? "none",
        ];
      })}
    />
  );
}
