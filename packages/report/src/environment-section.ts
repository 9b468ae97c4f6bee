/** Where and when it was measured: the end of every report. */
import { loadInWords, type Environment } from "@sync-strategies/results";
import { html, type Html } from "./html.ts";

export function environmentSection(environment: Environment): Html {
  const entries: [string, string][] = [
    environment.browser === undefined
      ? ["Node", `${environment.node} (V8 ${environment.v8})`]
      : ["Browser", environment.browser],
    ["Platform", environment.platform],
    ["Processor", `${environment.cpu}, ${environment.cores} cores`],
    ["Governor", environment.governor ?? "unknown"],
    ["Load average", loadInWords(environment)],
    ["Commit", environment.commit ?? "unknown"],
    ["Seed", String(environment.seed)],
    ["Started", environment.startedAt],
  ];
  return html`<section id="environment">
    <h2>Environment</h2>
    <table class="environment">
      <caption>
        Where and when it was measured
      </caption>
      <tbody>
        ${entries.map(
          ([name, value]) =>
            html`<tr>
              <th scope="row">${name}</th>
              <td>${value}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </section>`;
}
