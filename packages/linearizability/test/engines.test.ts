import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { describe, expect, test } from "vitest";
import {
  check,
  counter,
  isSame,
  register,
  text,
  type Model,
  type Operation,
  type Verdict,
  type Witness,
} from "@sync-strategies/linearizability";
import { isLinearizable } from "./brute-force.ts";
import { randomOperations, type Kind } from "./random-operations.ts";

/** Values that come up again and again, so that no read names its write. */
const repeatedValues: Kind<number | null> = {
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

let serial = 0;
/** The same, but no value is written twice. */
const uniqueValues: Kind<number | null> = {
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

/** A model that somebody else might write, without anything that makes checking faster. */
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

/** Whether the witness is a violation by itself, by trying every order. */
function isViolation({ operations, context, initial }: Witness, model: Model): boolean {
  return !isLinearizable([...operations, ...context], model, initial);
}

describe.each<{
  engine: Verdict["engine"];
  of: string;
  // oxlint-disable-next-line typescript/no-explicit-any -- of whatever state
  kind: Kind<any>;
  model: Model;
  rules: readonly string[];
  keys?: number;
}>([
  {
    engine: "zones",
    of: "registers with values that are written once",
    kind: uniqueValues,
    model: register(),
    rules: ["read-of-nothing", "lost-update", "wrong-order", "stale-initial-value", "interleaved"],
  },
  {
    engine: "windows",
    of: "counters to which always the same is added",
    kind: equalAdditions,
    model: counter(),
    rules: ["impossible-sum", "counted-too-many", "counted-backwards", "counted-too-few"],
  },
  {
    engine: "search",
    of: "registers",
    kind: repeatedValues,
    model: register(),
    rules: ["no-order"],
  },
  {
    engine: "search",
    of: "counters",
    kind: unequalAdditions,
    model: counter(),
    rules: ["no-order"],
  },
  { engine: "search", of: "strings", kind: texts, model: text(), rules: ["no-order"] },
  { engine: "search", of: "queues", kind: queues, model: queue, rules: ["no-order"] },
])("$engine on $of", ({ engine, kind, model, rules }) => {
  test("agrees with trying every order, on 20,000 random histories, and proves each violation", () => {
    const generator = xoroshiro128plus(5);
    const seen = new Map<string, number>();
    for (let index = 0; index < 20_000; index++) {
      const history = randomOperations(generator, kind);
      const told = (verdict: unknown): string =>
        `history ${index}: ${JSON.stringify(verdict)}\n${history.map((one) => JSON.stringify(one)).join("\n")}`;
      const known = history.filter((operation) => model.isUnpredictable?.(operation) !== true);
      const verdict = check(history, model);
      const outcome = verdict.verdict === "not-linearizable" ? verdict.rule : verdict.verdict;
      const count = `${verdict.engine} ${outcome}`;
      seen.set(count, (seen.get(count) ?? 0) + 1);
      if (isLinearizable(known, model) !== (verdict.verdict === "linearizable")) {
        expect.fail(told(verdict));
      }
      if (verdict.verdict === "unknown" && known.length === history.length) {
        expect.fail(told(verdict));
      }
      if (verdict.verdict === "not-linearizable" && !isViolation(verdict.witness, model)) {
        expect.fail(told(verdict));
      }
    }
    for (const outcome of ["linearizable", ...rules]) {
      expect(seen.get(`${engine} ${outcome}`) ?? 0, JSON.stringify([...seen])).toBeGreaterThan(50);
    }
  });
});

test("a search's witness is a smallest one: without any one of its operations all is explained", () => {
  const generator = xoroshiro128plus(6);
  let [found, smallest] = [0, 0];
  for (let index = 0; index < 4_000; index++) {
    // Under a name of its own, so that no faster engine judges it.
    const model = { ...register(), name: "unknown register" };
    const verdict = check(randomOperations(generator, repeatedValues), model);
    if (verdict.verdict !== "not-linearizable") continue;
    found++;
    const { operations, initial } = verdict.witness;
    const isNeeded = (one: Operation): boolean =>
      isLinearizable(
        operations.filter((other) => other !== one),
        register(initial),
      );
    // What writes may stay: its absence would be a violation of another kind.
    const reads = operations.filter(({ name, output }) => name === "read" || output === false);
    if (reads.every(isNeeded)) smallest++;
  }
  expect(found).toBeGreaterThan(500);
  expect(smallest).toBe(found);
});
