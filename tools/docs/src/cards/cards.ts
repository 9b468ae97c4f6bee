/** The trade-off cards of all strategies, as one Markdown page. */
import { count, duration, list } from "@sync-strategies/results";
import {
  isShared,
  type SharedStrategy,
  type Strategy,
  type ValueKind,
} from "@sync-strategies/state-store";
import { slug } from "github-slugger";
import {
  kinds,
  ofTwoThreads,
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
  readonly strategy: Strategy | SharedStrategy;
  readonly folder: string;
}

interface Card extends PackagedStrategy {
  readonly source: SourceFacts;
  readonly probes: Probes;
  /** What was measured of it, and in which workload that was: "`saturated`, two threads". */
  readonly saturated: Measured;
  readonly contended: Measured;
}

interface Measured {
  readonly where: string;
  readonly figures: MeasuredStrategy | undefined;
}

export async function renderCards(
  packaged: readonly PackagedStrategy[],
  measurements: Measurements,
): Promise<string> {
  // Probes of threads wait for answers, so all strategies are probed side by side.
  const cards = await Promise.all(packaged.map((one) => makeCard(one, measurements)));
  const ofOneLoop = cards.filter(({ strategy }) => !isShared(strategy));
  const ofThreads = cards.filter(({ strategy }) => isShared(strategy));
  return `${[
    INTRODUCTION,
    "## Side by side",
    markdownTable(overview(ofOneLoop)),
    OVERVIEW_NOTES,
    ...(ofThreads.length === 0
      ? []
      : ["## Shared by threads", THREADS_INTRODUCTION, markdownTable(threadsOverview(ofThreads))]),
    ...cards.map(renderCard),
  ].join("\n\n")}\n`;
}

async function makeCard(one: PackagedStrategy, measurements: Measurements): Promise<Card> {
  const { strategy, folder } = one;
  const measured = (workload: string): Measured => {
    const name = isShared(strategy) ? ofTwoThreads(workload) : workload;
    return {
      where: isShared(strategy) ? `\`${workload}\`, two threads` : `\`${workload}\``,
      figures: measurements[name]?.strategies[strategy.id],
    };
  };
  return {
    ...one,
    source: sourceFacts(folder),
    probes: await probe(strategy),
    saturated: measured("saturated"),
    contended: measured("contended"),
  };
}

const INTRODUCTION = `<!-- Written by \`pnpm documents\`; do not edit. -->

# Trade-offs

A card per strategy, generated: its behaviour was observed by probes, each on a fresh store; its lines and dependencies are counted in its package; its figures are those of [the page of figures](figures.md), which names the commands and the machine. [Choosing](choosing.md) says which strategy suits which situation.`;

const OVERVIEW_NOTES = `*Time per operation*: in \`saturated\`; the speed compared with the baseline is in brackets, \`~\` where the rounds show no difference. *Reads per second*, *updates per second*: in \`contended\`, where ten updaters hold the state for 1 ms each, and every client pauses for 1 ms after each operation; *read latency*: median and 99th percentile there. *Waits for an updater*: the operations that do not complete while an updater awaits.`;

const THREADS_INTRODUCTION = `Strategies whose state threads share ([threads](threads.md) says when that pays), with figures of two threads; in brackets is the speed compared with the baseline. Those above are of one event loop, so the two are not to be compared. The probes were in one thread.`;

function overview(cards: readonly Card[]): Row[] {
  const head = [
    "strategy",
    "time per operation",
    "reads per second",
    "updates per second",
    "read latency",
    "waits for an updater",
    "lines",
  ];
  const rows = cards.map(({ strategy, probes, source, saturated, contended }) => [
    nameOf(strategy),
    costOf(saturated.figures),
    perSecondOf(contended.figures, "read"),
    perSecondOf(contended.figures, "update"),
    contended.figures === undefined ? NOT_MEASURED : latencyOf(contended.figures, "read"),
    shortly(probes.wait),
    count(source.lines),
  ]);
  return [head, ...rows];
}

function threadsOverview(cards: readonly Card[]): Row[] {
  const head = [
    "strategy",
    "values",
    "operations per second, `saturated`",
    "updates per second, `contended`",
    "waits for an updater",
    "if a thread ends while it holds the state",
  ];
  const rows = cards.map(({ strategy, probes, saturated, contended }) => [
    nameOf(strategy),
    VALUES[strategy.traits.values ?? "reference"],
    speedOf(saturated.figures),
    perSecondOf(contended.figures, "update"),
    shortly(probes.wait),
    survivalOf(strategy),
  ]);
  return [head, ...rows];
}

function nameOf({ title, traits }: Strategy | SharedStrategy): string {
  return `[${title}](#${slug(title)})${traits.control ? " (control)" : ""}`;
}

function renderCard({ strategy, folder, source, probes, saturated, contended }: Card): string {
  const { title, id, summary, traits } = strategy;
  const rows: Row[] = [
    ["", ""],
    ["touches the state", ACCESS[traits.access]],
    ...(isShared(strategy)
      ? [
          ["shared by", strategy.span],
          ["values", VALUES[traits.values ?? "reference"]],
        ]
      : []),
    ["waits while an updater awaits", sentence(probes.wait)],
    ["passes meanwhile", sentence(probes.pass)],
    ["order of waiting operations", orderOf(strategy, probes)],
    [
      "an update calls its updater",
      traits.updaterRuns === "once" ? "once" : "once or several times",
    ],
    ["an updater throws", throwingOf(probes)],
    ["a waiting operation is cancelled", cancellingOf(probes)],
    ...(isShared(strategy)
      ? [["a thread ends while it holds the state", survivalOf(strategy)]]
      : []),
    ["back-pressure", backPressureOf(probes)],
    isShared(strategy)
      ? [`operations per second, ${saturated.where}`, speedOf(saturated.figures)]
      : [`time per operation, ${saturated.where}`, costOf(saturated.figures)],
    [`latency, ${saturated.where}`, latencies(saturated.figures)],
    [`completed per second, ${contended.where}`, completedPerSecond(contended.figures)],
    [`latency, ${contended.where}`, latencies(contended.figures)],
    [`fairness among clients of a role, ${contended.where}`, fairnessOf(contended.figures)],
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

const VALUES: Readonly<Record<ValueKind, string>> = {
  reference: "by reference",
  copy: "copied: whatever can be cloned",
  number: "numbers",
};

function survivalOf({ traits: { survivesKill } }: Strategy | SharedStrategy): string {
  return survivesKill === false
    ? "the other threads wait for it without end"
    : "the other threads go on";
}

function costOf(measured: MeasuredStrategy | undefined): string {
  const opsPerSecond = measured?.opsPerSecond ?? null;
  if (measured === undefined || opsPerSecond === null) return NOT_MEASURED;
  return compared(duration(1e6 / opsPerSecond), measured);
}

/** Of several threads together: what one operation takes is another figure. */
function speedOf(measured: MeasuredStrategy | undefined): string {
  const opsPerSecond = measured?.opsPerSecond ?? null;
  if (measured === undefined || opsPerSecond === null) return NOT_MEASURED;
  return compared(count(opsPerSecond), measured);
}

function compared(figure: string, { ratio, standing }: MeasuredStrategy): string {
  if (ratio === null || standing === "baseline") return figure;
  if (standing === "tie" || standing === "undecided") return `${figure} (~)`;
  return `${figure} (${ratio.value.toPrecision(3)} times as fast)`;
}

function perSecondOf(measured: MeasuredStrategy | undefined, kind: Kind): string {
  return measured === undefined ? NOT_MEASURED : count(measured.perSecond[kind]);
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

function completedPerSecond(measured: MeasuredStrategy | undefined): string {
  if (measured === undefined) return NOT_MEASURED;
  const { perSecond, lostUpdates } = measured;
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

function orderOf(strategy: Strategy | SharedStrategy, { inOrder }: Probes): string {
  if (inOrder === undefined) return "nothing waits";
  const order = `${inOrder ? "" : "not "}the order of the calls`;
  return isShared(strategy) ? `within a thread ${order}` : order;
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
