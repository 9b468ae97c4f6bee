/** Reads a result document back: it may be damaged, of an older version, or not be one at all. */
import { z } from "zod";
import { parseBy } from "./parse-by.ts";
import { resultDocument, SCHEMA_VERSION, type ResultDocument } from "./result-document.ts";
import { upgrade } from "./upgrade.ts";

const earlierVersions = [3, 4, 5];

/**
 * Checks a document, and brings one of an earlier version up to date. Unknown fields are dropped,
 * so that a newer command's results can be read by an older one of the same version.
 *
 * @throws {TypeError} with one line that names the place and the fault.
 */
export function parseResult(json: unknown): ResultDocument {
  const version = z.looseObject({ schemaVersion: z.number() }).safeParse(json);
  const found = version.data?.schemaVersion;
  if (found !== undefined && ![...earlierVersions, SCHEMA_VERSION].includes(found)) {
    throw new TypeError(
      `its schema version is ${found}, this command reads ${earlierVersions.join(", ")} and ` +
        `${SCHEMA_VERSION}; run the comparison again`,
    );
  }
  const current = found !== undefined && found < SCHEMA_VERSION ? upgrade(json, found) : json;
  return parseBy(resultDocument, current);
}
