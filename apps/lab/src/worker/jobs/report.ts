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
  /** The result as a file that `pnpm compare` reads. */
  readonly file: string;
}

export default defineJob<ReportRequest, never, ReportReply>((request) => {
  const { result, body } = "race" in request ? ofRace(request.race) : ofFile(request.file);
  return { body, style: reportStyle, file: JSON.stringify(result, null, 2) };
});

interface Shown {
  readonly result: unknown;
  readonly body: string;
}

function ofRace(race: Race): Shown {
  const result = raceDocument(race);
  return { result, body: renderReportBody(result) };
}

function ofFile(text: string): Shown {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new TypeError(`This file is not JSON. ${ADVICE}`);
  }
  try {
    if (isFaultsDocument(json)) {
      const faults = parseFaults(json);
      return { result: faults, body: renderFaultsBody(faults) };
    }
    const result = parseResult(json);
    return { result, body: renderReportBody(result) };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const line = `This file is not a result of pnpm compare: ${reason}. ${ADVICE}`;
    throw new TypeError(line, { cause: error });
  }
}

const ADVICE = "Results are written by: pnpm compare --save result.json";
