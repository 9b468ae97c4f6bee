/** A result as the report shows it: of a race in this page, or of a file of the command line. */
import { renderReportBody, reportStyle } from "@sync-strategies/report";
import { parseResult, type ResultDocument } from "@sync-strategies/results";
import { raceDocument, type Race } from "../../race/race-document.ts";
import { defineJob } from "../job.ts";

export type ReportRequest = { readonly race: Race } | { readonly file: string };

export interface ReportReply {
  /** HTML in which all that came from the result is escaped. */
  readonly body: string;
  readonly style: string;
  /** The result as a file that `pnpm compare` reads. */
  readonly file: string;
}

export default defineJob<ReportRequest, never, ReportReply>((request) => {
  const document = "race" in request ? raceDocument(request.race) : readFile(request.file);
  return {
    body: renderReportBody(document),
    style: reportStyle,
    file: JSON.stringify(document, null, 2),
  };
});

function readFile(text: string): ResultDocument {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new TypeError(
      "This file is not JSON. Results are written by: pnpm compare --save result.json",
    );
  }
  try {
    return parseResult(json);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new TypeError(
      `This file is not a result of pnpm compare: ${reason}. Write one with: pnpm compare --save result.json`,
      { cause: error },
    );
  }
}
