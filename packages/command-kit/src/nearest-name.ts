import { closest, distance } from "fastest-levenshtein";

/** `; did you mean "channels"?` if one of the names is near enough to be meant, else nothing. */
export function suggestion(typed: string, names: readonly string[]): string {
  if (names.length === 0) return "";
  const name = closest(typed, names);
  const near = distance(typed, name) <= Math.max(2, Math.floor(typed.length * 0.4));
  return near ? `; did you mean "${name}"?` : "";
}
