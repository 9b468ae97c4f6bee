import { beforeEach, expect, test, vi } from "vitest";
import {
  check,
  counter,
  register,
  text,
  type Model,
  type Operation,
} from "@sync-strategies/linearizability";

// No budget ends before its work is done, however busy the machine is.
beforeEach(() => {
  vi.spyOn(performance, "now").mockReturnValue(0);
  return () => vi.restoreAllMocks();
});

/** Has no name that any faster engine knows. */
const searchedRegister: Model = { ...register(), engines: [] };

/**
 * All clients are always busy: each operation lasts until its client's next one. Every third
 * writes a value of its own, and each takes effect when it is called.
 */
function busyHistory(clients: number, operations: number): Operation[] {
  let value: number | null = null;
  return Array.from({ length: operations }, (_, index): Operation => {
    const times = { called: 2 * index, returned: 2 * (index + clients) - 1 };
    const common = { client: index % clients, key: "", ...times };
    if (index % 3 === 0) return { ...common, name: "write", input: (value = index) };
    return { ...common, name: "read", output: value };
  });
}

/** It always fits, and makes the history one that only a search can judge. */
const failedCas: Operation = {
  client: 99,
  key: "",
  name: "cas",
  input: [-1, -2],
  output: false,
  called: 0.2,
  returned: 0.4,
};

test.each([
  ["50 clients, by zones", 50, register(), "zones"],
  ["8 clients, by search", 8, searchedRegister, "search"],
] as const)(
  "a stale read is shown with those that it contradicts: %s",
  (_, clients, model, engine) => {
    const operations = busyHistory(clients, 1000);
    operations[700] = { ...operations[700]!, output: 300 };
    const verdict = check([...operations, failedCas], model);
    expect(verdict).toMatchObject({ verdict: "not-linearizable", engine });
    if (verdict.verdict !== "not-linearizable") return;
    const { operations: shown, initial } = verdict.witness;
    expect(shown.length).toBeLessThanOrEqual(4);
    expect(shown).toContainEqual(operations[700]);
    expect(check(shown, register(initial)).verdict).toBe("not-linearizable");
  },
);

function append(client: number, input: string, called: number): Operation {
  return { client, key: "", name: "append", input, called, returned: called + 1 };
}

test("where a state depends on everything before it, the witness starts at the quiet moment before the last change", () => {
  const operations = Array.from("abcdefghij", (letter, index) => append(index, letter, 2 * index));
  const wrong: Operation = {
    client: 3,
    key: "",
    name: "read",
    output: "abcdefghjij",
    called: 40,
    returned: 41,
  };
  const verdict = check([...operations, wrong], { ...text(), engines: [] });
  expect(verdict).toMatchObject({
    verdict: "not-linearizable",
    witness: { initial: "abcdefghi", operations: [operations[9], wrong] },
    explanation: expect.stringContaining('but could only have found "abcdefghij"'),
  });
});

test("in a long history that never rests the first return that cannot be explained is found", () => {
  const clients = 4;
  let sum = 0;
  // Additions of even amounts, one of which may or may not have taken effect.
  const operations = Array.from({ length: 3_000 }, (_, index): Operation => {
    const times = { called: 2 * index + 1, returned: 2 * (index + clients) };
    const common = { client: index % clients, key: "", ...times };
    if (index % 3 === 0) return { ...common, name: "read", output: sum };
    const input = 2 + 2 * (index % 2);
    sum += input;
    return { ...common, name: "add", input };
  });
  const unfinished: Operation = { client: 9, key: "", name: "add", input: 6, called: 0 };
  const wrong = operations[2_100]!;
  operations[2_100] = { ...wrong, output: Number(wrong.output) + 1 };
  const verdict = check([unfinished, ...operations], counter());
  expect(verdict).toMatchObject({
    verdict: "not-linearizable",
    engine: "search",
    explanation: expect.stringContaining(`Client 0 read ${Number(wrong.output) + 1}`),
  });
});
