import { describe, expect, test } from "vitest";
import { check, set, type Model, type Operation } from "@sync-strategies/linearizability";

type Timed = Omit<Operation, "client" | "key">;

function verdictOn(model: Model, ...operations: readonly Timed[]): ReturnType<typeof check> {
  return check(
    operations.map((operation, client) => ({ client, key: "", ...operation })),
    model,
  );
}

/** One after the other. */
function inTurn(...operations: readonly Pick<Operation, "name" | "input" | "output">[]): Timed[] {
  return operations.map((operation, index) => {
    return { ...operation, called: 2 * index, returned: 2 * index + 1 };
  });
}

const add = (input: unknown, called: number, returned?: number): Timed => {
  return { name: "add", input, called, returned };
};
const read = (output: unknown, called: number, returned: number): Timed => {
  return { name: "read", output, called, returned };
};
const lookUp = (input: unknown, output: boolean, called: number, returned: number): Timed => {
  return { name: "contains", input, output, called, returned };
};

const linearizable = { verdict: "linearizable", engine: "elements" };

test.each([
  ["in any order", [3, 1, 2], "linearizable"],
  ["each once", [1, 2, 3, 1], "not-linearizable"],
  ["all of them", [1, 2], "not-linearizable"],
  ["and no others", [1, 2, 3, 4], "not-linearizable"],
])("a read shows the elements %s", (_, output, verdict) => {
  const operations = inTurn({ name: "add", input: 2 }, { name: "read", output });
  for (const model of [set([3, 1]), { ...set([3, 1]), engines: [] }]) {
    expect(verdictOn(model, ...operations).verdict).toBe(verdict);
  }
});

test.each([undefined, null])("where adds and removals return %o, they may repeat", (output) => {
  const adding = { name: "add", input: 1, output };
  const removal = { name: "remove", input: 1, output };
  const found = { name: "contains", input: 1, output: true };
  const missed = { name: "contains", input: 1, output: false };
  const history = inTurn(adding, adding, found, removal, removal, missed);
  expect(verdictOn(set(), ...history)).toMatchObject(linearizable);
});

test.each([
  [[true, true], "not-linearizable"],
  [[true, false], "linearizable"],
  [[false, false], "not-linearizable"],
])("where two adds return %o, the set is %s", (outputs, verdict) => {
  const adds = outputs.map((output) => ({ name: "add", input: 1, output }));
  expect(verdictOn(set(), ...inTurn(...adds)).verdict).toBe(verdict);
  const removals = outputs.map((output) => ({ name: "remove", input: 1, output }));
  expect(verdictOn(set([1]), ...inTurn(...removals)).verdict).toBe(verdict);
});

describe("a set that only grows", () => {
  test.each([
    ["read-of-no-set", "Client 0 read 1, which is no array.", [read(1, 1, 2)]],
    [
      "read-of-no-set",
      "Client 1 read [1,1], which shows 1 more than once.",
      [add(1, 1), read([1, 1], 2, 3)],
    ],
    ["read-of-nothing", "Client 0 read [1], but 1 was never added.", [read([1], 1, 2)]],
    [
      "contradicting-reads",
      "Client 2 read [1] and client 3 read [2]: only one shows 1, only the other 2, although neither was ever removed.",
      [add(1, 1), add(2, 1), read([1], 2, 3), read([2], 2, 3)],
    ],
    [
      "wrong-order",
      "Client 1 read [], without 1, after client 0 added 1, although it was never removed.",
      [add(1, 1, 2), read([], 3, 4)],
    ],
    [
      "wrong-order",
      "Client 2 read [], without 1, after client 1 read [1], which shows 1, although it was never removed.",
      [add(1, 1), read([1], 2, 3), read([], 4, 5)],
    ],
    [
      "wrong-order",
      "Client 0 read [1], which shows 1, before client 1 began to add 1, and nothing else added it.",
      [read([1], 1, 2), add(1, 3, 4)],
    ],
    [
      "wrong-order",
      "Client 2 read [2], which shows 2 and not 1, although client 0 added 1 before client 1 began to add 2.",
      [add(1, 1, 2), add(2, 3, 9), read([2], 1, 9)],
    ],
    [
      "wrong-order",
      "Client 2 looked for 1 in vain after client 1 found 1, although it was never removed.",
      [add(1, 1), lookUp(1, true, 2, 3), lookUp(1, false, 4, 5)],
    ],
    [
      "added-twice",
      "Client 0 added 1 anew and client 1 added 1 anew: both were the first to add it, although it was never removed.",
      [
        { ...add(1, 1, 2), output: true },
        { ...add(1, 1, 2), output: true },
      ],
    ],
  ])("%s: %s", (rule, explanation, operations) => {
    expect(verdictOn(set(), ...operations)).toMatchObject({
      engine: "elements",
      rule,
      explanation,
    });
  });

  test("keeps what it held at first", () => {
    expect(verdictOn(set([1]), read([], 1, 2))).toMatchObject({
      rule: "lost-beginning",
      explanation:
        "Client 0 read [], without 1, although the set held 1 from the beginning of [1], and nothing was ever removed.",
    });
  });

  test("may lack an add that has not returned, for ever", () => {
    const operations = [add(1, 1), add(2, 2, 3), read([2], 4, 5), read([2, 1], 6, 7)];
    expect(verdictOn(set(), ...operations.slice(0, 3))).toMatchObject(linearizable);
    expect(verdictOn(set(), ...operations)).toMatchObject(linearizable);
  });
});

/** Each operation lasts until its client's next one. */
function busy(length: number, operationAt: (index: number) => Timed): Operation[] {
  return Array.from({ length }, (_, index) => {
    return {
      ...operationAt(index),
      client: index % 20,
      key: "",
      called: 2 * index,
      returned: 2 * (index + 20) - 1,
    };
  });
}

test("sets of 20 clients that are always busy need no search of the whole", () => {
  const elements = new Set<number>();
  const grown = busy(4_000, (index) => {
    if (index % 3 === 0) return { name: "read", output: [...elements].toReversed(), called: 0 };
    elements.add(index);
    return { name: "add", input: index, called: 0 };
  });
  expect(check(grown, set())).toMatchObject(linearizable);
  const stale = grown.with(3_000, { ...grown[3_000]!, output: grown[2_700]!.output });
  expect(check(stale, set())).toMatchObject({ rule: "wrong-order", engine: "elements" });

  elements.clear();
  const changed = busy(4_000, (index) => {
    const input = (index * 7919) % 500;
    const isThere = elements.has(input);
    if (index % 3 === 0) return { name: "contains", input, output: isThere, called: 0 };
    if (index % 3 === 1) elements.add(input);
    else elements.delete(input);
    return { name: index % 3 === 1 ? "add" : "remove", input, called: 0 };
  });
  expect(check(changed, set())).toMatchObject(linearizable);
});

test("of a set whose elements come and go, one element is enough to show a violation", () => {
  const history = inTurn(
    { name: "add", input: 1 },
    { name: "add", input: 2 },
    { name: "remove", input: 1 },
    { name: "read", output: [1, 2] },
  );
  expect(verdictOn(set(), ...history)).toMatchObject({
    engine: "elements",
    explanation:
      "No order explains what was seen of 1: client 0 added 1; client 2 removed 1; client 3 read [1,2].",
  });
  const right = history.with(3, { ...history[3]!, output: [2] });
  expect(verdictOn(set(), ...right)).toMatchObject({ verdict: "linearizable", engine: "search" });
});

test("an element that was seen before each of its adds is explained by all of them", () => {
  expect(verdictOn(set(), read([1], 1, 2), add(1, 3, 4), add(1, 5, 6))).toMatchObject({
    explanation:
      "Client 0 read [1], which shows 1, before any client began to add 1: client 1 was the first.",
  });
});

test("a proof that begins later is shown with what happened to the element before", () => {
  const round = [
    { name: "add", input: 1 },
    { name: "contains", input: 1, output: true },
    { name: "remove", input: 1 },
    { name: "contains", input: 1, output: false },
  ];
  const wrong = { name: "contains", input: 1, output: true };
  const history = inTurn({ name: "remove", input: 7 }, ...round, ...round, ...round, wrong);
  const verdict = verdictOn(set([7]), ...history);
  if (verdict.verdict !== "not-linearizable") throw new Error("It can be explained.");
  const { initial, since, operations, context } = verdict.witness;
  expect([initial, since]).toEqual([[7], undefined]);
  expect(operations.length + context.length).toBe(13);
  expect(verdict.explanation).toContain("what was seen of 1 since it was");
});
