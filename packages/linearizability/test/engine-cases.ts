/**
 * The cases for the engines: for each a kind of random history that it has to judge, and the
 * rules that such histories break.
 */
import {
  counter,
  isSame,
  register,
  text,
  type Model,
  type Verdict,
} from "@sync-strategies/linearizability";
import type { Kind } from "./random-operations.ts";

export interface EngineCase {
  readonly engine: Verdict["engine"];
  readonly of: string;
  /** Makes a new one, so that what it draws follows from the seed alone. */
  // oxlint-disable-next-line typescript/no-explicit-any -- of whatever state
  readonly kindOf: () => Kind<any>;
  readonly model: Model;
  /** Each of them must come up. */
  readonly rules: readonly string[];
}

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
    apply: (state, operation) => {
      // One that fails would need a search.
      if (operation.name === "cas" && (operation.input as number[])[0] !== state) {
        return [state, undefined];
      }
      return repeatedValues.apply(state, operation);
    },
    tamper: ({ name, input }, output, lot) => {
      if (name === "read") return serial - lot(5);
      return name === "update" ? [serial - lot(5), input] : output;
    },
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

/** A model as a user might write it, without anything that makes checking faster. */
const queue: Model<readonly unknown[]> = {
  name: "queue",
  initial: [],
  step(items, { name, input, output, returned }) {
    if (name === "put") return [...items, input];
    const [first = null, ...rest] = items;
    return returned === undefined || isSame(output, first) ? rest : undefined;
  },
};

const queues: Kind<readonly unknown[]> = {
  initial: [],
  draw: (lot) => (lot(2) === 0 ? { name: "take" } : { name: "put", input: { item: lot(3) } }),
  apply: (items, { name, input }) => {
    return name === "put" ? [[...items, input], undefined] : [items.slice(1), items[0] ?? null];
  },
  tamper: ({ name }, output, lot) => (name === "take" ? [null, { item: lot(3) }][lot(2)] : output),
};

export const engineCases: readonly EngineCase[] = [
  {
    engine: "zones",
    of: "registers whose values are written once",
    kindOf: uniqueValues,
    model: register(),
    rules: ["read-of-nothing", "lost-update", "wrong-order", "stale-initial-value", "interleaved"],
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
    rules: ["no-order"],
  },
  {
    engine: "search",
    of: "counters",
    kindOf: () => unequalAdditions,
    model: counter(),
    rules: ["no-order"],
  },
  { engine: "search", of: "strings", kindOf: () => texts, model: text(), rules: ["no-order"] },
  { engine: "search", of: "queues", kindOf: () => queues, model: queue, rules: ["no-order"] },
];
