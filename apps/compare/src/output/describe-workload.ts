import { count, duration } from "./format-figures.ts";
import type { WorkloadResult } from "./result-document.ts";

/** "100 readers, 10 writers, 5 keys, pause 1.00 ms, 1.00 s, seed 1" */
export function describeWorkload({ parameters }: WorkloadResult): string {
  const { readers, writers, updaters, keys, pauseUs, hold, durationMs, seed } = parameters;
  const parts = [
    plural(readers, "reader"),
    plural(writers, "writer"),
    plural(updaters, "updater"),
    plural(keys, "key"),
  ].filter((part) => !part.startsWith("0 "));
  parts.push(pauseUs === 0 ? "no pause" : `pause ${duration(pauseUs)}`);
  if (updaters > 0) parts.push(`hold ${typeof hold === "number" ? duration(hold) : hold}`);
  return [...parts, duration(durationMs * 1000), `seed ${seed}`].join(", ");
}

function plural(number: number, noun: string): string {
  return `${count(number)} ${noun}${number === 1 ? "" : "s"}`;
}
