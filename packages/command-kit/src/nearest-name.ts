import { closest, distance } from "fastest-levenshtein";

/** `; did you mean "channels"?` if one of the names is near enough to be meant, otherwise "". */
export function suggestion(typed: string, names: readonly string[]): string {
  if (names.length === 0) return "";
  const name = closest(typed, names);
  const isNear = distance(typed, name) <= Math.max(2, Math.floor(typed.length * 0.4));
  return isNear ? `; did you mean "${name}"?` : "";
}

/** The same, or all the names there are if none is near. */
export function suggestionOrList(typed: string, names: readonly string[]): string {
  return suggestion(typed, names) || `; there are ${names.join(", ")}`;
}
