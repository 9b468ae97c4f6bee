/** Reads a result document back: it may be damaged, of an older version, or not be one at all. */
import { z } from "zod";
import { resultDocument, SCHEMA_VERSION, type ResultDocument } from "./result-document.ts";
import { upgradeFromVersion3 } from "./upgrade.ts";

/**
 * Checks a document, and brings one of the version before up to date. Unknown fields are dropped,
 * so that a newer command's results can be read by an older one of the same version.
 *
 * @throws {TypeError} with one line that names the place and the fault.
 */
export function parseResult(json: unknown): ResultDocument {
  const version = z.looseObject({ schemaVersion: z.number() }).safeParse(json);
  if (version.success && ![3, SCHEMA_VERSION].includes(version.data.schemaVersion)) {
    throw new TypeError(
      `its schema version is ${version.data.schemaVersion}, this command reads 3 and ` +
        `${SCHEMA_VERSION}; run the comparison again`,
    );
  }
  const current = version.data?.schemaVersion === 3 ? upgradeFromVersion3(json) : json;
  const parsed = resultDocument.safeParse(current);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const place = issue?.path.join(".") ?? "";
  throw new TypeError(
    `${place === "" ? "" : `${place}: `}${issue?.message ?? "it has another shape"}`,
  );
}
