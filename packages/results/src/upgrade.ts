/**
 * Schema versions 3 and 4 had other words for a few things, and knew fewer. Nothing was measured
 * differently, so a result of these versions is read by renaming them: first what version 4 had
 * renamed, then what version 5 has. What was not known is left out. Version 5 has today's words, and
 * knew of one event loop only.
 */
import { SCHEMA_VERSION } from "./result-document.ts";

/** Old names of fields, wherever they occur, and their new ones. */
const fields: ReadonlyMap<string, string> = new Map([
  ["limit", "operationCeiling"],
  ["shareOfLimit", "shareOfCeiling"],
  ["standings", "contenders"],
  // Of fairness. A client that completed nothing need not have been starved, nor the reverse.
  ["starved", "withNone"],
]);

/** Old words of fields that hold one of a few words, and their new ones. */
const words: ReadonlyMap<string, ReadonlyMap<unknown, string>> = new Map([
  ["kind", new Map([["floor", "yardstick"]])],
  ["group", new Map([["floors", "yardsticks"]])],
  [
    "obstacle",
    new Map([
      ["too few rounds", "too-few-rounds"],
      ["no check", "no-aa-check"],
      ["too noisy", "too-noisy"],
    ]),
  ],
]);

/** The same document, of this earlier version, in today's words. It is not checked yet. */
export function upgrade(json: unknown, version: number): unknown {
  const known = version < 5 ? renamed(json, "") : json;
  return { ...(known as object), schemaVersion: SCHEMA_VERSION };
}

/** @param where the field that holds the value. */
function renamed(value: unknown, where: string): unknown {
  if (Array.isArray(value)) return value.map((item: unknown) => renamed(item, where));
  if (typeof value !== "object" || value === null) return words.get(where)?.get(value) ?? value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]: [string, unknown]) => [
      newName(name, where),
      renamed(inner, name),
    ]),
  );
}

function newName(name: string, where: string): string {
  // The baseline's second run was called the same as the check that rests on it.
  if (name === "sameTwice") return where === "comparison" ? "aaCheck" : "baselineAgain";
  // The verdict on a contender is its standing now; the verdict on a history stays one.
  if (name === "verdict" && where === "standings") return "standing";
  return fields.get(name) ?? name;
}
