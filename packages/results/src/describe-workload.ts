/** A workload's parameters in words: the line under the title of its table. */
import { isTouched, knobs, type Knob, type KnobName } from "@sync-strategies/workload";
import { count, duration, plural } from "./format-figures.ts";
import { membersInWords } from "./members-in-words.ts";
import type { WorkloadResult } from "./result-document.ts";

type Parameters = WorkloadResult["parameters"];

/**
 * The words for knobs that need other words than their flag and their value; an empty text for a
 * knob that another knob's words include.
 */
const phrases: Partial<Record<KnobName, (parameters: Parameters) => string>> = {
  keys: ({ keys, keyDistribution }) =>
    plural(keys, "key") + (keyDistribution === "uniform" ? "" : ` (${keyDistribution})`),
  keyDistribution: () => "",
  pauseUs: ({ pauseUs, ratePerSecond }) => {
    if (ratePerSecond > 0) return "";
    return pauseUs === 0 ? "no pause" : `pause ${duration(pauseUs)}`;
  },
  ratePerSecond: ({ ratePerSecond, maximumInFlight }) =>
    ratePerSecond === 0
      ? ""
      : `open loop of ${count(ratePerSecond)}/s, at most ${count(maximumInFlight)} in flight`,
  maximumInFlight: () => "",
  hold: ({ hold, updaters }) => {
    if (updaters === 0) return "";
    return `hold ${typeof hold === "number" ? duration(hold) : hold}`;
  },
  seed: () => "",
};

/** "2 threads, 100 readers, 10 writers, 5 keys, pause 1.00 ms, 1.00 s, seed 1" */
export function describeWorkload({ parameters }: Pick<WorkloadResult, "parameters">): string {
  const { durationMs, operations, rounds, seed, members } = parameters;
  const parts = (Object.keys(knobs) as KnobName[]).map((name) => phraseOf(name, parameters));
  if (members !== null) parts.unshift(membersInWords(members));
  if (durationMs !== null) parts.push(duration(durationMs * 1000));
  if (operations !== null) parts.push(plural(operations, "operation"));
  if (rounds > 1) parts.push(plural(rounds, "round"));
  return [...parts, `seed ${seed}`].filter((part) => part !== "").join(", ");
}

function phraseOf(name: KnobName, parameters: Parameters): string {
  const phrase = phrases[name];
  if (phrase !== undefined) return phrase(parameters);
  const knob: Knob = knobs[name];
  const value = parameters[name];
  if (knob.kind === "count" && knob.noun !== undefined) {
    return value === 0 ? "" : plural(Number(value), knob.noun);
  }
  return isTouched(name, parameters) ? `${knob.flag} ${value}` : "";
}
