/**
 * The result as one HTML page that can be read, kept and sent: no script, nothing loaded from
 * elsewhere, every picture explained. A page that has other content as well shows its body alone.
 */
import {
  answersOf,
  disqualificationIn,
  titleOf,
  remarksByTable,
  columnsFor,
  hasFigures,
  topics,
  type Column,
  describeWorkload,
  count,
  type ResultDocument,
  type StrategyResult,
  type WorkloadResult,
  markOf,
  sweepCurves,
  type SweepCurves,
} from "@sync-strategies/results";
import { isDecidedByDemand } from "@sync-strategies/statistics";
import { renderHtml } from "@sync-strategies/linearizability";
import { environmentSection } from "./environment-section.ts";
import { fairnessFigure } from "./fairness-chart.ts";
import { html, Html } from "./html.ts";
import { latencyFigure } from "./latency-chart.ts";
import { pageHeader } from "./page-header.ts";
import { Palette } from "./palette.ts";
import { ratioFigure } from "./ratio-chart.ts";
import { reportStyle } from "./report-style.ts";
import { sweepFigure } from "./sweep-chart.ts";
import { throughputFigure } from "./throughput-chart.ts";

export function renderReport(document: ResultDocument): string {
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta
          http-equiv="Content-Security-Policy"
          content="default-src 'none'; style-src 'unsafe-inline'"
        />
        <title>Sharing state, compared</title>
        <style>
          ${new Html(reportStyle)}
        </style>
      </head>
      <body>
        ${body(document)}
      </body>
    </html> `;
  return page.text;
}

/** What is between the page's `<body>` tags, for a shadow tree whose style sheet is the report's. */
export function renderReportBody(document: ResultDocument): string {
  return body(document).text;
}

function body(document: ResultDocument): Html {
  const palette = new Palette(document);
  const { workloads } = document;
  const sweeps = sweepCurves(document);
  return html`${pageHeader("Sharing state between concurrent tasks, compared", document)}
    <main>
      ${contents(document, sweeps)} ${sweeps.map((sweep) => sweepSection(sweep, palette))}
      ${workloads.map((workload, index) => workloadSection(workload, index, palette))}
      ${remarksSection(document)} ${whatWasRun(document)} ${howToRead(document)}
      ${environmentSection(document.environment)}
    </main>`;
}

/** Links to what the page holds; none where there is one workload, which is next. */
function contents({ workloads }: ResultDocument, sweeps: readonly SweepCurves[]): Html | undefined {
  const links = [
    ...sweeps.map((sweep) => sweepLink(sweep, workloads)),
    ...workloads.flatMap((workload, index) =>
      workload.sweep === null
        ? html`<li><a href="#workload-${index}">${titleOf(workload)}</a></li>`
        : [],
    ),
  ];
  if (links.length === 1 && sweeps.length === 0) return undefined;
  return html`<nav aria-label="Results">
    <ul>
      ${links}
    </ul>
  </nav>`;
}

function whatWasRun({ workloads, environment }: ResultDocument): Html {
  const typed = environment.arguments.map(shellWord).join(" ");
  const isChecked = workloads.some(({ results }) => results.some(({ check }) => check !== null));
  return html`<section id="asked">
    <h2>What was run</h2>
    <p>
      ${environment.browser === undefined ? html`<code>pnpm compare ${typed}</code>` : "The lab, in a browser."}
    </p>
    <p>
      Every strategy ran the identical operations, generated beforehand from seed
      ${environment.seed}, each run in a fresh
      ${environment.browser === undefined ? "process" : "worker"}.
      ${isChecked ? "The history of each run was recorded and checked for linearizability." : "No history was recorded or checked."}
    </p>
    ${workloads.flatMap(order)}
  </section>`;
}

/** To the curve, and to the table of each value. */
function sweepLink(
  { workload: name, knob }: SweepCurves,
  workloads: readonly WorkloadResult[],
): Html {
  const points = workloads.flatMap(({ workload, sweep }, index) =>
    workload === name && sweep !== null
      ? html`<a href="#workload-${index}">${sweep.value}</a>`
      : [],
  );
  return html`<li>
    <a href="#sweep-${name}">${name}, by ${knob}</a>; each value separately: ${points}
  </li>`;
}

function workloadSection(workload: WorkloadResult, index: number, palette: Palette): Html {
  const columns = columnsFor(workload);
  const of = (name: Column["table"]): Column[] => columns.filter((one) => one.table === name);
  const title = titleOf(workload);
  return html`<section id="workload-${index}">
    <h2>${title}</h2>
    <p>${workload.question}</p>
    ${answer(workload)} ${workload.results.flatMap(violation)} ${pictures(workload, palette)}
    <h3>Figures</h3>
    <p class="lead">${describeWorkload(workload)}</p>
    ${table(workload, `Operations and verdicts, ${title}`, [...of("speed"), ...of("correctness")])}
    ${table(workload, `Latency, ${title}`, of("latency"))}
    ${table(workload, `Fairness, ${title}`, of("fairness"))}
    ${table(workload, `What operations use, ${title}`, of("cost"))}
    <h3>Verdicts</h3>
    <ul class="fine">
      ${workload.results.map(verdictLine)}
    </ul>
  </section>`;
}

/** The finding, before anything that it rests on. */
function answer(workload: WorkloadResult): Html {
  return html`<ul class="answer">
    ${answersOf(workload).map(({ sentence, isFault }) => html`<li class="${isFault ? "bad" : "plain"}">${sentence}</li>`)}
  </ul>`;
}

/** Speed comes first where it can rank strategies; where it cannot, no picture invites to. */
function pictures(workload: WorkloadResult, palette: Palette): Html {
  const latency = latencyFigure(workload, palette);
  const fairness = fairnessFigure(workload, palette);
  const speed = !isDecidedByDemand(disqualificationIn(workload))
    ? html`<h3>Throughput</h3>
        ${throughputFigure(workload, palette) ?? html`<p>No strategy completed.</p>`}
        ${ratioFigure(workload, palette)}`
    : undefined;
  return html`${speed}
    <h3>Latency</h3>
    ${latency ?? html`<p>There are too few samples for a picture.</p>`}
    <h3>Fairness</h3>
    ${fairness ?? html`<p>No picture: all clients of a role were served equally (Jain's index 0.99 or more), or they were not counted one by one.</p>`}`;
}

/** A table of those columns that have something to show; undefined if none has. */
function table(
  { results }: WorkloadResult,
  caption: string,
  columns: readonly Column[],
): Html | undefined {
  const rows = results.filter(hasFigures);
  const shown = columns.filter(
    ({ rank, show }) => rank >= 0 && rows.some((row) => show(row) !== undefined),
  );
  if (shown.length === 0) return undefined;
  return html`<div class="table" role="region" tabindex="0" aria-label="${caption}">
    <table>
      <caption>
        ${caption}
      </caption>
      <thead>
        <tr>
          <th scope="col">strategy</th>
          ${shown.map(({ head, isLeftAligned }) => html`<th scope="col" ${isLeftAligned ? words : undefined}>${head}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map((row) => tableRow(row, shown))}
      </tbody>
    </table>
  </div>`;
}

const words = new Html(' class="words"');

/** A violation is named next to the strategy, which stays in sight where a table is scrolled. */
function tableRow(row: StrategyResult, columns: readonly Column[]): Html {
  const kind = markOf(row);
  const mark = kind === "" ? undefined : html` <span class="kind">${kind}</span>`;
  const isViolated = row.verdict === "not-linearizable";
  const finding = isViolated ? html` <span class="finding">NOT linearizable</span>` : undefined;
  return html`<tr class="${row.kind}${isViolated ? " violated" : ""}">
    <th scope="row">${row.strategy}${mark}${finding}</th>
    ${columns.map((column) => html`<td${classOf(column)}>${column.show(row) ?? "–"}</td>`)}
  </tr>`;
}

function classOf({ isLeftAligned, table: name }: Column): Html | undefined {
  if (!isLeftAligned) return undefined;
  return name === "correctness" ? new Html(' class="words verdict"') : words;
}

function verdictLine(row: StrategyResult): Html {
  const { strategy, verdict, check, problem } = row;
  const paint = {
    linearizable: "good",
    "not-linearizable": "bad",
    unknown: "doubt",
    unchecked: "doubt",
  };
  const name = verdict === "not-linearizable" ? "not linearizable" : verdict;
  const basis = check === null ? "" : `, ${basisOf(check)}`;
  return html`<li>
    ${strategy}
    <span class="${paint[verdict]}">${name}</span
    >${basis}${problem === null || !hasFigures(row) ? "" : `: ${problem}`}
  </li>`;
}

function basisOf({ checkedOps, totalOps }: NonNullable<StrategyResult["check"]>): string {
  return checkedOps < totalOps
    ? `the first ${count(checkedOps)} of ${count(totalOps)} operations checked`
    : `all ${count(totalOps)} operations checked`;
}

function violation({ strategy, check }: StrategyResult): Html[] {
  if (check?.verdict !== "not-linearizable") return [];
  return [
    html`<div class="violation">
      <p><strong>${strategy}</strong>: ${check.explanation}</p>
      ${new Html(renderHtml(check.witness))}
    </div>`,
  ];
}

function order(workload: WorkloadResult): Html[] {
  if (workload.order.length < 2) return [];
  return [
    html`<h3>In which order the rounds of ${titleOf(workload)} ran</h3>
      <ol class="fine">
        ${workload.order.map((names) => html`<li>${names.join(", ")}</li>`)}
      </ol>`,
  ];
}

function sweepSection(sweep: SweepCurves, palette: Palette): Html {
  return html`<section id="sweep-${sweep.workload}">
    <h2>${sweep.workload}, by ${sweep.knob}</h2>
    ${sweepFigure(sweep, palette)}
  </section>`;
}

function remarksSection(document: ResultDocument): Html {
  const remarks = remarksByTable(document);
  return html`<section id="remarks">
    <h2>What the figures show, and what they do not</h2>
    ${remarks.map(({ title, sentences }) =>
      title === undefined
        ? html`<p>${sentences.join(" ")}</p>`
        : html`<h3>${title}</h3>
            <ul>
              ${sentences.map((sentence) => html`<li>${sentence}</li>`)}
            </ul>`,
    )}
    ${document.notes.map((note) => html`<p>${note}</p>`)}
  </section>`;
}

/** What the columns mean, from the table of figures. */
function howToRead({ workloads }: ResultDocument): Html {
  const hasRounds = workloads.some(({ parameters }) => parameters.rounds > 1);
  const hasMembers = workloads.some(({ parameters }) => parameters.members !== null);
  const hasServices = workloads.some(({ parameters }) => parameters.members?.span === "machines");
  const hasUnknown = workloads.some(({ results }) =>
    results.some(({ unknownOutcomes }) => (unknownOutcomes ?? 0) > 0),
  );
  const readings = topics
    .flatMap((topic) => topic.readings)
    .filter(({ isForRounds = false }) => hasRounds || !isForRounds)
    .filter(({ isForMembers = false }) => hasMembers || !isForMembers)
    .filter(({ isForServices = false }) => hasServices || !isForServices)
    .filter(({ isForUnknown = false }) => hasUnknown || !isForUnknown);
  return html`<section id="reading">
    <h2>How to read it</h2>
    <dl>
      ${readings.map(
        ({ term, meaning }) =>
          html`<dt>${term}</dt>
            <dd>${meaning}</dd>`,
      )}
    </dl>
  </section>`;
}

function shellWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
