/**
 * A few sentences worked out from the figures just measured: what they show, and what they
 * cannot show. Nothing here knows a strategy's name.
 */
import type { Span } from "@sync-strategies/state-store";
import { titleOf } from "../title-of.ts";
import { disqualificationIn } from "../disqualification.ts";
import { isStarving } from "../figures/in-flight.ts";
import { checksOnFigures } from "./checks-on-figures.ts";
import { disturbance } from "./disturbance.ts";
import { crowding, unknownOfServers } from "./members.ts";
import { starvation } from "./starvation.ts";
import { count, duration, list, percent, ratio } from "../format-figures.ts";
import { membersInWords } from "../members-in-words.ts";
import type { ResultDocument, StrategyResult, WorkloadResult } from "../result-document.ts";

/** Up to this number of strategies, one sentence names each. */
const A_FEW = 4;

/** A row whose figures may be used: those of a strategy that starves clients flatter it. */
type Measured = StrategyResult & { readonly opsPerSecond: number; readonly totalOps: number };

/** Sentences on one table, or on all. */
export interface Remarks {
  /** The table's; undefined for all. */
  readonly title: string | undefined;
  readonly sentences: readonly string[];
}

/** As paragraphs. */
export function closingRemarks(document: ResultDocument): string[] {
  return remarksByTable(document).map(
    ({ title, sentences }) => (title === undefined ? "" : `${title}: `) + sentences.join(" "),
  );
}

/** What a reader must know before any figure of the table: disturbed trials, starved clients. */
export function warningsOn(workload: WorkloadResult): string[] {
  return [...disturbance(workload), ...starvation(workload)].map(
    (sentence) => `Warning: ${sentence}`,
  );
}

export function remarksByTable(document: ResultDocument): Remarks[] {
  const all: Remarks[] = document.workloads.flatMap((workload) => {
    // A sweep gets remarks on its curve, not on each point.
    const remarks = workload.sweep === null ? remarksOn(workload) : [];
    const sentences = [...remarks, ...checksOnFigures(workload)];
    return sentences.length === 0 ? [] : [{ title: titleOf(workload), sentences }];
  });
  const rows = document.workloads.flatMap(({ results }) => results);
  if (!rows.some(isMeasured)) return [];
  const general = [
    [...crowding(document), ...unknownOfServers(document)],
    replies(rows),
    coverage(document),
  ].filter((sentences) => sentences.length > 0);
  all.push(...general.map((sentences) => ({ title: undefined, sentences })));
  if (document.workloads.some(({ parameters }) => parameters.rounds === 1)) {
    const sentences = [
      "One round: there is no interval, and small differences mean nothing.",
      "--rigorous runs ten rounds.",
    ];
    all.push({ title: undefined, sentences });
  }
  return all;
}

/** What the verdicts rest on. */
function coverage({ workloads }: ResultDocument): string[] {
  const rows = workloads.flatMap(({ results }) => results);
  const checks = rows.flatMap(({ check }) => (check === null ? [] : [check]));
  if (checks.length === 0) {
    return ["No history was recorded or checked, as --no-check asked; final states were."];
  }
  const checked = checks.reduce((sum, { checkedOps }) => sum + checkedOps, 0);
  const capped = checks.filter(({ checkedOps, totalOps }) => checkedOps < totalOps);
  const limits = capped.map(
    ({ checkedOps, totalOps }) => `in one row the first ${count(checkedOps)} of ${count(totalOps)}`,
  );
  const amounts = [`${count(checked)} operations in all`, ...limits];
  const failed = rows.some(({ rounds }) => rounds.some(({ measured }) => measured === null));
  const runs = failed ? "Every run that finished had its history" : "Every run's history was";
  const sentences = [`${runs} checked for linearizability, ${amounts.join(", ")}.`];
  sentences.push(...clocks(workloads));
  if (rows.some(({ kind }) => kind === "reference")) {
    sentences.push("The reference's histories were not recorded.");
  }
  return sentences;
}

/** Between processes verdicts are as exact as the clock: that of threads leaves nothing to say. */
function clocks(workloads: readonly WorkloadResult[]): string[] {
  const found = workloads
    .filter(({ parameters: { members } }) => members !== null && members.span !== "threads")
    .flatMap(({ results }) => results.flatMap(({ check }) => check?.clock ?? []));
  if (found.length === 0) return [];
  return [
    `Operations of different processes were ordered by ${list([...new Set(found)])}: a violation ` +
      `that takes no longer than that may be missed, and a sound strategy is never found guilty.`,
  ];
}

function remarksOn(workload: WorkloadResult): string[] {
  const measured = workload.results.filter(isMeasured);
  const checked = measured.filter(({ kind }) => kind !== "reference");
  const ours = subjectsOf(checked);
  if (ours.length === 0) return [];
  const { updaters, readers, writers } = workload.parameters;
  if (updaters > 0) {
    return [
      ...lostUpdates(workload, checked),
      ...held(workload, ours),
      ...crowdedOut(workload, ours),
    ];
  }
  const { pauseUs, ratePerSecond } = workload.parameters;
  const isSaturated = pauseUs === 0 && ratePerSecond === 0;
  const canRank = disqualificationIn(workload) === undefined;
  const remarks = isSaturated && canRank ? speeds(workload, measured) : [];
  if (workload.operationCeiling !== null) remarks.push(shares(workload, ours));
  if (isSaturated && readers > 0 && writers > 0) remarks.push(...mixes(ours));
  remarks.push(...soundControl(workload, ours));
  return remarks;
}

/** The rows that the remarks are about: the repository's own; where there are none, the peers. */
function subjectsOf(rows: readonly Measured[]): Measured[] {
  const ours = rows.filter(({ kind }) => kind === "strategy" || kind === "control");
  return ours.length > 0 ? ours : [...rows];
}

function isMeasured(row: StrategyResult): row is Measured {
  const isCounted = row.opsPerSecond !== null && row.totalOps !== null;
  return row.status === "completed" && isCounted && !isStarving(row);
}

/** How near the counts are to what the pauses allow. */
function shares(workload: WorkloadResult, rows: readonly Measured[]): string {
  const all = rows.map((row) => row.shareOfCeiling ?? 0);
  const [least, most] = [Math.min(...all), Math.max(...all)];
  const range = least === most ? percent(most) : `${percent(least)} to ${percent(most)}`;
  const subject = rows.length === 1 ? rows[0]?.strategy : "All";
  return `${subject} completed ${range} of the ${count(workload.operationCeiling ?? 0)} operations that the pauses allow.`;
}

/** Which strategy is fastest, by how much, and how all compare with the reference. */
function speeds({ parameters }: WorkloadResult, measured: readonly Measured[]): string[] {
  const strategies = subjectsOf(measured)
    .filter(({ kind }) => kind === "strategy" || kind === "peer")
    .toSorted((a, b) => b.opsPerSecond - a.opsPerSecond);
  const [fastest, ...others] = strategies;
  if (fastest === undefined) return [];
  const isMany = strategies.length > A_FEW;
  const costs = strategies.map((row) => {
    const times = ratio(fastest.opsPerSecond / row.opsPerSecond);
    // Of more than a few, only the slowest gets its factor.
    const hasFactor = row !== fastest && (!isMany || row === others.at(-1));
    return `${costOf(row)} through ${row.strategy}${hasFactor ? ` (${times} times as much)` : ""}`;
  });
  // Operations of several members overlap, so the time between two of them is not what one takes.
  const { members } = parameters;
  const subject =
    members === null
      ? "An operation costs"
      : `Among ${membersInWords(members)} an operation completes every`;
  const remarks = [`${subject} ${list(costs)}.`];
  remarks.push(...strategies.flatMap((row) => comparedWithPeers(row, measured)));
  const yardsticks = measured.filter(({ kind }) => kind === "yardstick" || kind === "reference");
  for (const reference of yardsticks) {
    // Yardsticks are there to be compared with every row.
    const isBrief = isMany && reference.kind === "reference";
    const compared = isBrief
      ? strategies.filter((row) => [fastest, others.at(-1)].includes(row))
      : strategies;
    const ratios = compared.map(
      (row) => `${row.strategy} ${ratio(row.opsPerSecond / reference.opsPerSecond)}`,
    );
    const range = isBrief ? `from ${ratios.join(" down to ")}` : list(ratios);
    remarks.push(`Speed as a multiple of ${reference.strategy}: ${range}.`);
  }
  return remarks;
}

/** How many times as fast as each of its peers. */
function comparedWithPeers(row: Measured, measured: readonly Measured[]): string[] {
  const peers = measured
    .filter(({ kind, group }) => kind === "peer" && group === row.strategy)
    .toSorted((a, b) => b.opsPerSecond - a.opsPerSecond)
    .map((peer) => `${ratio(row.opsPerSecond / peer.opsPerSecond)} times ${peer.strategy}`);
  return peers.length === 0 ? [] : [`Speed of ${row.strategy}: ${list(peers)}.`];
}

/**
 * How results come back decides much of the cost, and only strategies that do it alike can be
 * compared fairly: stated where there are peers to compare with.
 */
function replies(rows: readonly StrategyResult[]): string[] {
  if (!rows.some(({ kind }) => kind === "peer" || kind === "yardstick")) return [];
  const ways = new Set(rows.flatMap(({ reply }) => reply ?? []));
  const each = [...ways].map((way) => {
    const names = rows.filter(({ reply }) => reply === way).map(({ strategy }) => strategy);
    return `${list([...new Set(names)])}: ${way}`;
  });
  return each.length === 0 ? [] : [`How a reply reaches its caller. ${each.join("; ")}.`];
}

function costOf({ opsPerSecond }: Measured): string {
  return duration(1e6 / opsPerSecond);
}

/** Each strategy's own fairness decides how many reads there are per write. */
function mixes(rows: readonly Measured[]): string[] {
  const mixed = rows.filter((row) => (row.writeOps ?? 0) > 0);
  if (mixed.length < 2) return [];
  const strategiesOf = new Map<string, string[]>();
  for (const { strategy, readOps, writeOps } of mixed) {
    const mix = ratio((readOps ?? 0) / (writeOps ?? 1));
    strategiesOf.set(mix, [...(strategiesOf.get(mix) ?? []), strategy]);
  }
  const [first] = strategiesOf.keys();
  const mixesInWords =
    strategiesOf.size === 1
      ? `${first} with each strategy`
      : list([...strategiesOf].map(([mix, names]) => `${mix} with ${names.join(", ")}`));
  return [`Each strategy chooses which client it serves next. Reads per write: ${mixesInWords}.`];
}

/** Why a control is right although it does not coordinate: without updates it can be. */
const reasonsToBeRight: Readonly<Partial<Record<Span | "one event loop", string>>> = {
  "one event loop":
    "nothing awaits while it touches the state, and between two awaits one event loop runs one task",
  threads: "no client updates, and each read and each write is a single access to memory",
};

function soundControl({ parameters }: WorkloadResult, rows: readonly Measured[]): string[] {
  const reason = reasonsToBeRight[parameters.members?.span ?? "one event loop"];
  if (reason === undefined) return [];
  return rows
    .filter(({ kind, verdict }) => kind === "control" && verdict !== "not-linearizable")
    .map(({ strategy }) => `Even ${strategy} is right here: ${reason}.`);
}

function lostUpdates(workload: WorkloadResult, rows: readonly Measured[]): string[] {
  const lossless = rows.filter((row) => row.state?.lostUpdates === 0).map((row) => row.strategy);
  const least = workload.parameters.writers > 0 ? "at least " : "";
  const losses = rows
    .filter((row) => (row.state?.lostUpdates ?? 0) > 0)
    .map(
      (row) =>
        `${row.strategy} lost ${least}${count(row.state?.lostUpdates ?? 0)} of ` +
        `${count(row.state?.acknowledgedUpdates ?? 0)} acknowledged updates${acknowledgedWhen(row)}`,
    );
  if (losses.length === 0 && lossless.length === rows.length) return ["No update was lost."];
  const spared = lossless.length > A_FEW ? `the other ${lossless.length}` : list(lossless);
  const none = lossless.length === 0 ? [] : [`${spared} lost none`];
  return [`${[...losses, ...none].join("; ")}.`];
}

/** Why there are more acknowledged updates than the row counts: it counts those of a run's time. */
function acknowledgedWhen({ state, rounds }: Measured): string {
  const within = rounds.reduce((sum, { measured }) => sum + (measured?.updateOps ?? 0), 0);
  const after = (state?.acknowledgedUpdates ?? 0) - within;
  const where = rounds.length > 1 ? ` of all ${rounds.length} rounds` : "";
  if (after <= 0) return where;
  return `${where} (${count(within)} completed within the run, ${count(after)} after its end)`;
}

/** What holding the state costs the clients that do not hold it. */
function held(workload: WorkloadResult, rows: readonly Measured[]): string[] {
  const control = rows.find(({ kind }) => kind === "control");
  const waits = rows
    .filter(({ kind, latency }) => kind === "strategy" && latency?.read?.p50Us !== undefined)
    .toSorted((a, b) => (a.latency?.read?.p50Us ?? 0) - (b.latency?.read?.p50Us ?? 0))
    .map((row) => `${atLeast(row, "read")} with ${row.strategy}`);
  if (workload.parameters.readers === 0 || waits.length === 0) return [];
  const free =
    control?.latency?.read?.p50Us === undefined
      ? ""
      : `, ${duration(control.latency.read.p50Us)} where no client waits for another`;
  return [`While updaters hold the state a read takes ${list(waits)} (median)${free}.`];
}

/** The median; of operations in flight at the end only a lower bound is known. */
function atLeast({ latency }: Measured, kind: "read" | "update"): string {
  const { p50Us = 0, lowerBounds } = latency?.[kind] ?? {};
  return `${lowerBounds?.includes("p50Us") ? "at least " : ""}${duration(p50Us)}`;
}

/** Where readers neither wait nor rest, timers are late, and with them the updates that await one. */
function crowdedOut(workload: WorkloadResult, rows: readonly Measured[]): string[] {
  const { hold, pauseUs, readers } = workload.parameters;
  if (typeof hold !== "number" || hold === 0 || pauseUs > 0 || readers === 0) return [];
  const late = rows
    .filter(({ traits }) => traits?.reads === "never-wait")
    .filter(({ latency }) => (latency?.update?.p50Us ?? 0) > 3 * hold)
    .map((row) => `${atLeast(row, "update")} with ${row.strategy}`);
  if (late.length === 0) return [];
  return [
    `An update takes ${list(late)} (median), though its updater awaits ${duration(hold)}: ` +
      "readers that never pause starve timers; try --pause 1ms.",
  ];
}
