/** The result of `pnpm compare faults` in the report's style: the words and columns are the command's. */
import {
  closingSentences,
  columnsFor,
  findingsOf,
  problemsOf,
  type CellResult,
  type Column,
  type FaultResult,
  type FaultsDocument,
  type Outcome,
} from "@sync-strategies/faults/results";
import { environmentSection } from "./environment-section.ts";
import { html, type Html } from "./html.ts";
import { pageHeader } from "./page-header.ts";

/** What is between a page's `<body>` tags. It holds no pictures, scripts or styles. */
export function renderFaultsBody(document: FaultsDocument): string {
  const { environment, faults } = document;
  return html`${pageHeader("What guarantees are worth when something fails", document)}
    <main>
      ${faults.map(faultSection)}
      <section>
        <h2>What the figures show</h2>
        ${closingSentences(document).map((sentence) => html`<p>${sentence}</p>`)}
      </section>
      ${environmentSection(environment)}
    </main>`.text;
}

function faultSection(fault: FaultResult): Html {
  const { id, title, question, cells, doesNotShow } = fault;
  return html`<section>
    <h2>${title}</h2>
    <p>${question} <code>${id}</code></p>
    ${table(title, cells)} ${problemsOf(fault).map((line) => html`<p class="doubt">${line}</p>`)}
    ${findingsOf(fault).map(
      ({ heading, sentences, drawing }) =>
        html`<div class="finding-of-cell">
          <p><strong>${heading}</strong>: ${sentences.join(" ")}</p>
          ${drawing.length > 0 ? html`<pre>${drawing.join("\n")}</pre>` : undefined}
        </div>`,
    )}
    <ul class="fine">
      ${doesNotShow.map((one) => html`<li>Not shown: ${one}</li>`)}
    </ul>
  </section>`;
}

function table(caption: string, cells: readonly CellResult[]): Html {
  const columns = columnsFor(cells);
  return html`<div class="table" role="region" tabindex="0" aria-label="${caption}">
    <table>
      <thead>
        <tr>
          ${columns.map(({ heading, isNumber }) => html`<th scope="col" class="${isNumber ? "" : "words"}">${heading}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${cells.map(
          (cell) =>
            html`<tr>
              ${columns.map((column) => tableCell(column, cell))}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

function tableCell({ key, isNumber, show }: Column, cell: CellResult): Html {
  if (key === "strategy") return html`<th scope="row">${show(cell)}</th>`;
  const paint = key === "found" ? ` ${paints[cell.outcome]}` : "";
  return html`<td class="${isNumber ? "" : `words${paint}`}">${show(cell)}</td>`;
}

const paints: Readonly<Record<Outcome, string>> = {
  "as-expected": "good",
  better: "doubt",
  worse: "bad",
  unknown: "doubt",
  failed: "bad",
  "not-run": "",
};
