/** The trade-off cards of all strategies, as one Markdown page. */
import { count, duration, list } from "@sync-strategies/results";
import type { Strategy } from "@sync-strategies/state-store";
import { slug } from "github-slugger";
import {
  kinds,
  type Kind,
  type MeasuredStrategy,
  type Measurements,
} from "../figures/measurements.ts";
import { markdownTable, type Row } from "../markdown-table.ts";
import { probe, type Probes } from "./probes.ts";
import { sourceFacts, type SourceFacts } from "./source-facts.ts";

export const CARDS_PAGE = "docs/trade-offs.md";

/** A strategy, and the folder of its package, from the repository's root. */
export interface PackagedStrategy {
  readonly strategy: Strategy;
  readonly folder: string;
}

interface Card extends PackagedStrategy {
  readonly source: SourceFacts;
  readonly probes: Probes;
}

export async function renderCards(
  packaged: readonly PackagedStrategy[],
  measurements: Measurements,
): Promise<string> {
  const cards: Card[] = [];
  for (const one of packaged) {
    cards.push({
      ...one,
      source: sourceFacts(one.folder),
      probes: await probe(one.strategy),
    });
  }
  return `${[
    INTRODUCTION,
    "## Side by side",
    markdownTable(overview(cards, measurements)),
    OVERVIEW_NOTES,
    ...cards.map((card) => renderCard(card, measurements)),
  ].join("\n\n")}\n`;
}

const INTRODUCTION = `<!-- Written by \`pnpm documents\`; do not edit. -->

# Trade-offs

A card per strategy, generated: its behaviour was observed by probes, each on a fresh store; its lines and dependencies are counted in its package; its figures are those of [the page of figures](figures.md), which names the commands and the machine. [Choosing](choosing.md) says which strategy suits which situation.`;

const OVERVIEW_NOTES = `*Time per operation*: in \`saturated\`; the speed compared with the baseline is in brackets, \`~\` where the rounds show no difference. *Reads per second*, *updates per second*: in \`contended\`, where ten updaters hold the state for 1 ms each, and every client pauses for 1 ms after each operation; *read latency*: median and 99th percentile there. *Waits for an updater*: the operations that do not complete while an updater awaits.`;

function overview(cards: readonly Card[], { saturated, contended }: Measurements): Row[] {
  const head = [
    "strategy",
    "time per operation",
    "reads per second",
    "updates per second",
    "read latency",
    "waits for an updater",
    "lines",
  ];
  const rows = cards.map(({ strategy, probes, source }) => {
    const alone = saturated?.strategies[strategy.id];
    const held = contended?.strategies[strategy.id];
    return [
      `[${strategy.title}](#${slug(strategy.title)})${strategy.traits.control ? " (control)" : ""}`,
      alone === undefined ? NOT_MEASURED : costOf(alone),
      held === undefined ? NOT_MEASURED : count(held.perSecond.read),
      held === undefined ? NOT_MEASURED : count(held.perSecond.update),
      held === undefined ? NOT_MEASURED : latencyOf(held, "read"),
      shortly(probes.wait),
      count(source.lines),
    ];
  });
  return [head, ...rows];
}

function renderCard(
  { strategy, folder, source, probes }: Card,
  measurements: Measurements,
): string {
  const { title, id, summary, traits } = strategy;
  const alone = measurements["saturated"]?.strategies[id];
  const held = measurements["contended"]?.strategies[id];
  const rows: Row[] = [
    ["", ""],
    ["touches the state", ACCESS[traits.access]],
    ["waits while an updater awaits", sentence(probes.wait)],
    ["passes meanwhile", sentence(probes.pass)],
    ["order of waiting operations", orderOf(probes)],
    [
      "an update calls its updater",
      traits.updaterRuns === "once" ? "once" : "once or several times",
    ],
    ["an updater throws", throwingOf(probes)],
    ["a waiting operation is cancelled", cancellingOf(probes)],
    ["back-pressure", backPressureOf(probes)],
    ["time per operation, `saturated`", alone === undefined ? NOT_MEASURED : costOf(alone)],
    ["latency, `saturated`", latencies(alone)],
    [
      "completed per second, `contended`",
      held === undefined ? NOT_MEASURED : completedPerSecond(held),
    ],
    ["latency, `contended`", latencies(held)],
    ["fairness among clients of a role, `contended`", fairnessOf(held)],
    ["lines of code", linesOf(source)],
    ...(strategy.caveat === undefined ? [] : [["beware", strategy.caveat]]),
    ["depends on", source.dependencies.length === 0 ? "nothing" : source.dependencies.join(", ")],
  ];
  return [
    `## ${title}`,
    `\`${id}\`, [${folder}](../${folder}/README.md). ${summary}`,
    markdownTable(rows),
  ].join("\n\n");
}

const NOT_MEASURED = "not measured yet";

const ACCESS: Readonly<Record<Strategy["traits"]["access"], string>> = {
  "lock-holder": "the client that holds the lock",
  "owner-task": "one task, its owner",
  "any-caller": "every caller, at any time",
};

function costOf({ opsPerSecond, ratio, standing }: MeasuredStrategy): string {
  if (opsPerSecond === null) return NOT_MEASURED;
  const cost = duration(1e6 / opsPerSecond);
  if (ratio === null || standing === "baseline") return cost;
  const times = ratio.value.toPrecision(3);
  return standing === "tie" || standing === "undecided"
    ? `${cost} (~)`
    : `${cost} (${times} times as fast)`;
}

function latencyOf({ latencyUs }: MeasuredStrategy, kind: Kind): string {
  const { p50, p99 } = latencyUs[kind] ?? {};
  return [p50, p99].map((value) => (value === undefined ? "–" : duration(value))).join(", ");
}

function latencies(measured: MeasuredStrategy | undefined): string {
  if (measured === undefined) return NOT_MEASURED;
  const known = kinds.filter((kind) => measured.latencyUs[kind]?.p50 !== undefined);
  if (known.length === 0) return "too few operations";
  return `${known.map((kind) => `${kind} ${latencyOf(measured, kind)}`).join("; ")} (median, p99)`;
}

function completedPerSecond({ perSecond, lostUpdates }: MeasuredStrategy): string {
  const done = kinds
    .filter((kind) => perSecond[kind] > 0)
    .map((kind) => `${count(perSecond[kind])} ${kind}s`);
  return `${list(done)}${lostUpdates ? "; **updates were lost**" : ""}`;
}

function fairnessOf(measured: MeasuredStrategy | undefined): string {
  if (measured === undefined) return NOT_MEASURED;
  const known = kinds.flatMap((kind) => {
    const index = measured.fairness[kind];
    return index === undefined ? [] : [`${kind}s ${index.toFixed(2)}`];
  });
  return known.join(", ");
}

function orderOf({ inOrder }: Probes): string {
  if (inOrder === undefined) return "nothing waits";
  return inOrder ? "the order of the calls" : "not the order of the calls";
}

function cancellingOf({ cancelled }: Probes): string {
  switch (cancelled) {
    case undefined:
      return "nothing waits, so nothing can be cancelled";
    case "at once":
      return "it rejects at once, and never happens";
    case "later":
      return "it does not reject at once";
  }
}

function throwingOf({ updaterThrows: { rejectsWithIt, valueStays, nextGoesOn } }: Probes): string {
  return [
    rejectsWithIt ? "the update rejects with that error" : "the update does not reject with it",
    valueStays ? "the value stays" : "the value changes",
    nextGoesOn ? "the next update proceeds" : "the next update is stuck",
  ].join("; ");
}

function backPressureOf({ accepted: { calls, accepted } }: Probes): string {
  if (accepted < calls)
    return `${count(calls - accepted)} of ${count(calls)} calls at once were refused`;
  return `none: ${count(calls)} calls at once were all accepted, so callers must limit themselves`;
}

function linesOf({ lines, files, beneath }: SourceFacts): string {
  const own = `${count(lines)} in ${files} files`;
  const others = beneath.map(({ name, lines: more }) => `${count(more)} of ${name}`);
  return others.length === 0 ? own : `${own}, and ${list(others)}`;
}

/** Summarizes which of the six kinds of operation wait. */
function shortly(waiting: readonly string[]): string {
  if (waiting.length === 0) return "nothing";
  if (waiting.length === 6) return "everything";
  const other = waiting.some((what) => what.endsWith("of other keys"));
  const reads = waiting.some((what) => what.startsWith("reads"));
  return `${reads ? "everything" : "writes and updates"}${other ? "" : " of the key"}`;
}

function sentence(what: readonly string[]): string {
  if (what.length === 0) return "nothing";
  return what.length === 6 ? "everything" : list(what);
}
