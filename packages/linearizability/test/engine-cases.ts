/**
 * The cases for the engines: for each a kind of random history that it has to judge, and the
 * rules that such histories break. A kind also says what each operation does, in plain numbers and
 * arrays: that is the definition which the model of the case is compared with.
 */
import * as real from "@sync-strategies/linearizability";
import { appendCasesOf } from "./append-cases.ts";
import type { EngineCase, Library } from "./engine-case.ts";
import { lockCasesOf } from "./lock-cases.ts";
import { queueCasesOf } from "./queue-cases.ts";
import { definitionOf, type Kind } from "./random-operations.ts";
import { setCasesOf } from "./set-cases.ts";

/** Values that come up again and again, so that no read names its write. */
export const repeatedValues: Kind<number | null> = {
  initial: null,
  draw: (lot) => {
    const name = ["read", "write", "cas", "update"][lot(4)] ?? "read";
    if (name === "read") return { name };
    if (name === "update") return { name, input: lot(3) };
    return name === "write" ? { name, input: lot(3) } : { name, input: [lot(3), lot(3)] };
  },
  apply: (state, { name, input }) => {
    if (name === "read") return [state, state];
    if (name === "write") return [input as number, undefined];
    if (name === "update") return [input as number, [state, input]];
    const [expected, next] = input as [number, number];
    return state === expected ? [next, true] : [state, false];
  },
  tamper: ({ name, input }, output, lot) => {
    if (name === "read") return lot(4) === 0 ? null : lot(3);
    if (name === "update") return [lot(3), input];
    return name === "cas" ? output !== true : output;
  },
};

/** The same, but no value is written twice. */
function uniqueValues(): Kind<number | null> {
  let serial = 0;
  return {
    ...repeatedValues,
    draw: (lot) => {
      const name = ["read", "write", "update", "cas"][lot(4)] ?? "read";
      if (name === "read") return { name };
      if (name === "cas") return { name, input: [serial - lot(4), ++serial] };
      return { name, input: ++serial };
    },
    tamper: ({ name, input }, output, lot) => {
      // Also a value that is written later.
      if (name === "read") return lot(8) === 0 ? serial + 1 : serial - lot(5);
      return name === "update" ? [serial - lot(5), input] : output;
    },
  };
}

/** Many chains, each of a write and its reads. */
function writesAndReads(): Kind<number | null> {
  const kind = uniqueValues();
  let serial = 0;
  return {
    ...kind,
    draw: (lot) => (lot(2) === 0 ? { name: "read" } : { name: "write", input: ++serial }),
    tamper: (_, output, lot) => (output === undefined ? output : serial - lot(5)),
  };
}

const equalAdditions: Kind<number> = {
  initial: 0,
  draw: (lot) => (lot(2) === 0 ? { name: "read" } : { name: "add", input: 2 }),
  apply: (sum, { name, input }) =>
    name === "read" ? [sum, sum] : [sum + Number(input), undefined],
  tamper: ({ name }, output, lot) => (name === "read" ? Number(output) + lot(5) - 2 : output),
};

const unequalAdditions: Kind<number> = {
  ...equalAdditions,
  draw: (lot) => (lot(2) === 0 ? { name: "read" } : { name: "add", input: lot(4) - 1 }),
};

const texts: Kind<string> = {
  initial: "",
  draw: (lot) =>
    [{ name: "read" }, { name: "append", input: "ab"[lot(2)] }, { name: "write", input: "c" }][
      Math.min(lot(5) >> 1, 2)
    ] ?? { name: "read" },
  apply: (content, { name, input }) => {
    if (name === "read") return [content, content];
    return [name === "write" ? String(input) : content + String(input), undefined];
  },
  tamper: ({ name }, output, lot) =>
    name === "read" ? ["", "a", "ab", "c", "ca"][lot(5)] : output,
};

const queues: Kind<readonly unknown[]> = {
  initial: [],
  draw: (lot) => (lot(2) === 0 ? { name: "take" } : { name: "put", input: lot(3) }),
  apply: (items, { name, input }) => {
    return name === "put" ? [[...items, input], undefined] : [items.slice(1), items[0] ?? null];
  },
  tamper: ({ name }, output, lot) => (name === "take" ? [null, lot(3)][lot(2)] : output),
};

export function casesOf(library: Library): readonly EngineCase[] {
  const { counter, register, text } = library;
  return [
    {
      engine: "zones",
      of: "registers whose values are written once",
      kindOf: uniqueValues,
      model: register(),
      disguise: { nothing: [null, undefined] },
      rules: [
        "read-of-nothing",
        "lost-update",
        "wrong-order",
        "stale-initial-value",
        "interleaved",
      ],
    },
    {
      engine: "zones",
      of: "registers that are only read and written",
      kindOf: writesAndReads,
      model: register(),
      disguise: { nothing: [null, undefined] },
      rules: ["stale-initial-value", "interleaved"],
    },
    {
      engine: "windows",
      of: "counters whose additions are all equal",
      kindOf: () => equalAdditions,
      model: counter(),
      rules: ["impossible-sum", "counted-too-many", "counted-backwards", "counted-too-few"],
    },
    {
      engine: "search",
      of: "registers",
      kindOf: () => repeatedValues,
      model: register(),
      disguise: { nothing: [null, undefined] },
      rules: ["no-order"],
    },
    {
      engine: "zones",
      of: "registers that hold a value at first",
      kindOf: () => ({ ...uniqueValues(), initial: 0 }),
      model: register(0),
      rules: ["read-of-nothing", "lost-update", "wrong-order", "stale-initial-value"],
    },
    {
      engine: "search",
      of: "counters",
      kindOf: () => unequalAdditions,
      model: counter(),
      rules: ["no-order"],
    },
    ...appendCasesOf(library),
    ...setCasesOf(library),
    ...lockCasesOf(library),
    ...queueCasesOf(library),
    { engine: "search", of: "strings", kindOf: () => texts, model: text(), rules: ["no-order"] },
    {
      engine: "search",
      of: "queues, by a model that has a step alone",
      kindOf: () => queues,
      model: definitionOf(queues),
      rules: ["no-order"],
    },
  ];
}

export const engineCases = casesOf(real);
