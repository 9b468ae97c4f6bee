/** The beginning of every report: its title, when and where it was measured, and whether to the end. */
import { runtimeInWords, type Environment } from "@sync-strategies/results";
import { html, type Html } from "./html.ts";

export interface Measured {
  readonly environment: Environment;
  readonly interrupted: boolean;
}

export function pageHeader(title: string, { environment, interrupted }: Measured): Html {
  return html`<header>
    <h1>${title}</h1>
    <p class="lead">
      ${environment.startedAt.slice(0, 16).replace("T", " ")} UTC, ${runtimeInWords(environment)} on
      ${environment.cores} cores (${environment.cpu}).
    </p>
    ${interrupted ? html`<p class="bad">The run was interrupted: only what was finished is shown.</p>` : undefined}
  </header>`;
}
