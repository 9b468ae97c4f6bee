import { count, duration } from "./format-figures.ts";
import type { WorkloadResult } from "./result-document.ts";

/** "100 readers, 10 writers, 5 keys, pause 1.00 ms, 1.00 s, seed 1" */
export function describeWorkload({ parameters }: WorkloadResult): string {
  const { readers, writers, updaters, keys, keyDistribution, pauseUs, hold, seed } = parameters;
  const { ratePerSecond, maximumInFlight, durationMs, operations, rounds } = parameters;
  const parts = [
    plural(readers, "reader"),
    plural(writers, "writer"),
    plural(updaters, "updater"),
    plural(keys, "key") + (keyDistribution === "uniform" ? "" : ` (${keyDistribution})`),
  ].filter((part) => !part.startsWith("0 "));
  if (ratePerSecond > 0) {
    parts.push(
      `open loop of ${count(ratePerSecond)}/s, at most ${count(maximumInFlight)} in flight`,
    );
  } else {
    parts.push(pauseUs === 0 ? "no pause" : `pause ${duration(pauseUs)}`);
  }
  if (updaters > 0) parts.push(`hold ${typeof hold === "number" ? duration(hold) : hold}`);
  if (durationMs !== null) parts.push(duration(durationMs * 1000));
  if (operations !== null) parts.push(plural(operations, "operation"));
  if (rounds > 1) parts.push(plural(rounds, "round"));
  return [...parts, `seed ${seed}`].join(", ");
}

function plural(number: number, noun: string): string {
  return `${count(number)} ${noun}${number === 1 ? "" : "s"}`;
}
