/**
 * Compares values by content: the fingerprint of a primitive is the primitive itself, that of
 * any other value its JSON text with the fields sorted.
 */

/** Sets the text of an object apart from a string of the same text. */
const MARK = "\u0000";

export type Fingerprint = string | number | boolean | bigint | null | undefined;

/** Two values have the same fingerprint exactly if they are the same value. */
export function fingerprint(value: unknown): Fingerprint {
  switch (typeof value) {
    case "string":
      return value.startsWith(MARK) ? MARK + JSON.stringify(value) : value;
    case "number":
    case "boolean":
    case "bigint":
    case "undefined":
      return value;
    default:
      return value === null ? null : MARK + canonicalJson(value);
  }
}

export function isSame(one: unknown, other: unknown): boolean {
  return one === other || fingerprint(one) === fingerprint(other);
}

function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === "object" && part !== null && !Array.isArray(part)
      ? Object.fromEntries(
          Object.entries(part).toSorted(([one], [other]) => (one < other ? -1 : 1)),
        )
      : part,
  );
}
