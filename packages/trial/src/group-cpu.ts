/**
 * The processor time of all processes in the group of this one: a trial's coordinator, its members,
 * and whatever their strategy started, such as the process that owns its state.
 */
import { readdirSync, readFileSync } from "node:fs";

/** Linux counts processor time in hundredths of a second for all that read it. */
const MS_PER_TICK = 10;

/** In milliseconds, of the processes that run now; null where the system does not say. */
export function groupCpuMs(): number | null {
  const own = statOf("self");
  if (own === undefined) return null;
  const others = readdirSync("/proc").flatMap((name) => {
    const stat = /^\d+$/.test(name) ? statOf(name) : undefined;
    return stat?.group === own.group ? stat.ticks : [];
  });
  return others.reduce((sum, ticks) => sum + ticks, 0) * MS_PER_TICK;
}

/** The third field and those that follow it: the second one, a name, may have anything in it. */
function statOf(process: string): { readonly group: string; readonly ticks: number } | undefined {
  try {
    const stat = readFileSync(`/proc/${process}/stat`, "utf8");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return { group: fields[2]!, ticks: Number(fields[11]) + Number(fields[12]) };
  } catch {
    return undefined;
  }
}
