/** What all topics say of the document's shape: the fields of a round and of a row. */
import { summaries as ceiling } from "./ceiling.ts";
import { measured as checked, summaries as correctness } from "./correctness.ts";
import { measured as counted, summaries as counts } from "./counts.ts";
import { summaries as fairness } from "./fairness.ts";
import { measured as ended, summaries as inFlight } from "./in-flight.ts";
import { measured as timed, summaries as latency } from "./latency.ts";
import { measured as shared, summaries as members } from "./members.ts";
import { measured as arrived, summaries as openLoop } from "./open-loop.ts";
import { measured as used, summaries as resources } from "./resources.ts";
import { measured as travelled, summaries as roundTrips } from "./round-trips.ts";
import { measured as unsettled, summaries as unknownOutcomes } from "./unknown-outcomes.ts";

/** The schema of what one trial measured, field by field. */
export const measuredShape = {
  ...counted,
  ...timed,
  ...ended,
  ...arrived,
  ...used,
  ...shared,
  ...travelled,
  ...unsettled,
  ...checked,
};

/** How rounds become the fields of their row. */
export const summaries = {
  ...counts,
  ...ceiling,
  ...latency,
  ...inFlight,
  ...fairness,
  ...members,
  ...resources,
  ...openLoop,
  ...roundTrips,
  ...unknownOutcomes,
  ...correctness,
};
