/** A result as the report shows it: of a race in this page, or of a file of the command line. */
import { isFaultsDocument, parseFaults } from "@sync-strategies/faults/results";
import { renderFaultsBody, renderReportBody, reportStyle } from "@sync-strategies/report";
import { parseResult } from "@sync-strategies/results";
import { raceDocument, type Race } from "../../race/race-document.ts";
import { defineJob } from "../job.ts";

export type ReportRequest = { readonly race: Race } | { readonly file: string };

export interface ReportReply {
  /** HTML in which all that came from the result is escaped. */
  readonly body: string;
  readonly style: string;
  /** The race as a file that `pnpm compare` reads; undefined if the result came from one. */
  readonly file: string | undefined;
}

export default defineJob<ReportRequest, never, ReportReply>((request) => {
  if ("file" in request) {
    return { body: bodyOf(request.file), style: reportStyle, file: undefined };
  }
  const result = raceDocument(request.race);
  const file = JSON.stringify(result, null, 2);
  return { body: renderReportBody(result), style: reportStyle, file };
});

function bodyOf(text: string): string {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new TypeError(`This file is not JSON. ${ADVICE}`);
  }
  try {
    return isFaultsDocument(json)
      ? renderFaultsBody(parseFaults(json))
      : renderReportBody(parseResult(json));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const line = `This file is not a result of pnpm compare: ${reason}. ${ADVICE}`;
    throw new TypeError(line, { cause: error });
  }
}

const ADVICE = "Results are written by: pnpm compare --save result.json";
