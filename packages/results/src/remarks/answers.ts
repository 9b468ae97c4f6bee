/**
 * The answer that a table gives to its workload's question, in a few short sentences: what was
 * wrong, who was faster, and what cannot be said. A reader who stops here knows the finding; the
 * remarks say what it rests on.
 */
import { disqualificationIn } from "../disqualification.ts";
import { isStarving } from "../figures/in-flight.ts";
import { count, duration, list } from "../format-figures.ts";
import type { StrategyResult, WorkloadResult } from "../result-document.ts";
import { hasFigures, isRanked } from "../row-kind.ts";
import { disturbance } from "./disturbance.ts";
import { starvation } from "./starvation.ts";

export interface Answer {
  readonly sentence: string;
  /** Whether it tells of a fault: a broken contract, starved clients, or a strategy without a result. */
  readonly isFault: boolean;
}

/** Faults first. Never empty. */
export function answersOf(workload: WorkloadResult): Answer[] {
  const ranked = workload.results.filter(isRanked);
  const faults = [
    ...workload.results.flatMap(faultOf),
    ...starvation({ ...workload, results: ranked }),
  ];
  return [
    ...faults.map((sentence) => ({ sentence, isFault: true })),
    ...disturbance(workload).map((sentence) => ({ sentence, isFault: false })),
    { sentence: `${allRight(workload)}${order(workload)}`, isFault: false },
  ];
}

function faultOf(row: StrategyResult): string[] {
  const name = row.kind === "control" ? `${row.strategy}, the control,` : row.strategy;
  if (!hasFigures(row)) return [`${name} has no result: ${row.problem ?? row.status}`];
  const lost = row.state?.lostUpdates ?? 0;
  const losses =
    lost === 0
      ? ""
      : `: it lost ${count(lost)} of ${count(row.state?.acknowledgedUpdates ?? 0)} updates`;
  if (row.verdict === "not-linearizable") return [`${name} is not linearizable${losses}.`];
  if (lost > 0) return [`${name} broke the contract${losses}.`];
  return row.status === "broke-contract"
    ? [`${name} broke the contract: ${row.problem ?? ""}`]
    : [];
}

/** Says nothing where not every ranked row was checked to the end. */
function allRight({ results }: WorkloadResult): string {
  const rows = results.filter((row) => isRanked(row));
  const isRight = rows.length > 0 && rows.every(({ verdict }) => verdict === "linearizable");
  if (!isRight) return "";
  return rows.length === 1
    ? `${rows[0]?.strategy} was linearizable. `
    : `All ${count(rows.length)} strategies were linearizable. `;
}

function order(workload: WorkloadResult): string {
  const { comparison } = workload;
  const disqualification = disqualificationIn(workload);
  if (disqualification === "open-loop") {
    return `The rate was given, so counts rank nothing; latency is the figure. ${latencies(workload)}`;
  }
  if (disqualification === "pause-bound") {
    return `The pauses decide the counts, which rank nothing; latency is the figure. ${latencies(workload)}`;
  }
  if (comparison?.tiers !== undefined) {
    const [first = [], ...others] = comparison.tiers;
    if (others.length === 0) return "No strategy is faster than another.";
    const rest = others.map((names) => list(names)).join(", then ");
    return `Fastest: ${list(first)}; then ${rest}.`;
  }
  const bySpeed = workload.results
    .filter((row) => isRanked(row) && row.status === "completed" && !isStarving(row))
    .filter(({ opsPerSecond }) => opsPerSecond !== null)
    .toSorted((one, other) => (other.opsPerSecond ?? 0) - (one.opsPerSecond ?? 0));
  const [fastest, slowest] = [bySpeed.at(0), bySpeed.at(-1)];
  if (fastest === undefined || slowest === undefined) return "No strategy completed.";
  if (fastest === slowest) return `${fastest.strategy} completed ${rate(fastest)}.`;
  return (
    `Speeds lie between ${rate(fastest)} (${fastest.strategy}) and ${rate(slowest)} ` +
    `(${slowest.strategy}). Nothing is ranked: ${whyNot(workload)}.`
  );
}

function rate({ opsPerSecond }: StrategyResult): string {
  return `${count(opsPerSecond ?? 0)} operations per second`;
}

function whyNot(workload: WorkloadResult): string {
  const { comparison, parameters } = workload;
  switch (disqualificationIn(workload) ?? comparison?.obstacle) {
    case "disturbed":
      return "the machine was busy with something else";
    case "too-noisy":
      return "the baseline was not as fast as itself, so the machine was too noisy";
    case "no-aa-check":
      return "the baseline did not complete its second series of rounds";
    default:
      return parameters.rounds === 1
        ? "one round has no interval"
        : "there are too few rounds for intervals";
  }
}

function latencies({ results }: WorkloadResult): string {
  const rows = results
    .filter((row) => isRanked(row) && row.latency?.all?.p99Us !== undefined)
    .toSorted((one, other) => (one.latency?.all?.p99Us ?? 0) - (other.latency?.all?.p99Us ?? 0));
  const [least, most] = [rows.at(0), rows.at(-1)];
  if (least === undefined || most === undefined) return "";
  if (least === most) return `99 of 100 operations took at most ${p99(least)}.`;
  return `99 of 100 operations took at most ${p99(least)} to ${p99(most)}.`;
}

function p99({ latency, strategy }: StrategyResult): string {
  return `${duration(latency?.all?.p99Us ?? 0)} (${strategy})`;
}
