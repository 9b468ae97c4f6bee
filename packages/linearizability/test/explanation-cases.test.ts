/** Explanations that are easily wrong: each names what observed the fault, and every reason. */
import { expect, test } from "vitest";
import {
  check,
  counter,
  HistoryReader,
  register,
  renderHtml,
  renderText,
  withFailed,
  type Model,
  type Operation,
  type Verdict,
} from "@sync-strategies/linearizability";
import { explainSearch } from "../src/explain/explain-search.ts";

type Violation = Extract<Verdict, { verdict: "not-linearizable" }>;
type Asked = Pick<Operation, "name" | "input" | "output">;

function operation(client: number, asked: Asked, called: number, returned?: number): Operation {
  return { client, key: "", ...asked, called, ...(returned !== undefined && { returned }) };
}

const write = (input: unknown): Asked => ({ name: "write", input });
const read = (output: unknown): Asked => ({ name: "read", output });
const update = (...output: unknown[]): Asked => ({ name: "update", output });
const take: Asked = { name: "cas", input: [0, 1], output: true };

function violation(history: readonly Operation[], model: Model): Violation {
  const verdict = check(history, model);
  if (verdict.verdict !== "not-linearizable") throw new Error(`it is ${verdict.verdict}`);
  return verdict;
}

test("two clients that win one lock are both named, and that nothing freed it between", () => {
  const { explanation } = violation(
    [operation(1, take, 1, 3), operation(2, take, 2, 4)],
    register(0),
  );
  expect(explanation).toBe(
    "Client 1 and client 2 both replaced 0 by 1, and nothing set it back to 0 between.",
  );
});

test("reads that show that unfinished updates took effect are named and drawn", () => {
  const { explanation, witness } = violation(
    [
      operation(1, update(null, 10), 1),
      operation(2, update(null, 20), 2),
      operation(3, read(10), 3, 4),
      operation(4, read(20), 5, 6),
    ],
    register(),
  );
  expect(explanation).toContain(
    "Client 3 read 10, which shows that client 1 updated nothing to 10.",
  );
  expect(explanation).toContain(
    "Client 4 read 20, which shows that client 2 updated nothing to 20.",
  );
  expect(witness.operations).toHaveLength(4);
});

test("an update that goes on with an older value is shown with what made that value old", () => {
  const { explanation, witness } = violation(
    [
      operation(1, write(5), 1, 2),
      operation(2, write(7), 3, 4),
      operation(3, update(5, 6), 5, 6),
      operation(4, read(6), 7, 8),
    ],
    register(),
  );
  expect(explanation).toBe(
    "Client 3 updated 5 to 6 after client 2 wrote 7, and it cannot have held 5 again.",
  );
  expect(renderText(witness).slice(4)).toEqual([
    "A came before B: A had returned when B was called",
    "B came before C: B had returned when C was called",
    "C must come before B: C found 5, which it cannot have held again after B",
  ]);
});

test("one early unfinished operation keeps no witness from being small", () => {
  let event = 0;
  const of = (client: number, asked: Asked): Operation =>
    operation(client, asked, ++event, ++event);
  const early = operation(9, write(77), ++event);
  const pairs = Array.from({ length: 400 }, (_, index) => [
    of(1, write(index % 3)),
    of(2, read(index % 3)),
  ]);
  const stale = of(3, read(2));
  const { explanation, witness } = violation([early, ...pairs.flat(), stale], register(0));
  expect(explanation).toMatch(
    /^Client 3 read 2 after client 1 wrote 0, .* only have found 0 or 77/,
  );
  expect(witness.operations).toHaveLength(2);
});

test("what is too large to show is summed up: the first impossible return, and what was in flight", () => {
  const additions = Array.from({ length: 20 }, (_, index) =>
    operation(index, { name: "add", input: 1 + (index % 2) }, index + 1, 100 + index),
  );
  const wrong = operation(99, read(31), 30, 31);
  const { explanation, witness } = violation([...additions, wrong], counter());
  expect(explanation).toBe(
    "Client 99 read 31: no order of the 21 operations called until then explains it, but the " +
      "others can be explained without it. 20 other operations were in flight with it.",
  );
  expect(witness.operations).toHaveLength(12);
  expect(witness.undrawn).toBe(9);
});

test("a violation too hard to reduce is stated, and nothing is drawn that is not to blame", () => {
  const additions = Array.from({ length: 24 }, (_, index) =>
    operation(index, { name: "add", input: 2 ** index }, index + 1, 100 + index),
  );
  const wrong = operation(99, read(0.5), 30, 31);
  const model: Model<number> = {
    name: "sum",
    initial: 0,
    step: (sum, { name, input, output }) => {
      if (name === "add") return sum + Number(input);
      return sum === output ? sum : undefined;
    },
  };
  const { explanation, witness } = explainSearch([...additions, wrong], model, {
    milliseconds: 0,
    memoryBytes: 2 ** 20,
  });
  expect(explanation).toMatch(/^No order of 25 operations explains their results\. .* budget\.$/);
  expect(renderText(witness)).toEqual([
    "It held 0 at first.",
    "",
    "Not drawn: 25 further operations, which belong to the proof.",
  ]);
  expect(renderHtml(witness)).not.toContain("<svg");
});

test("a value whose write failed is explained by that", () => {
  const reader = new HistoryReader();
  for (const line of [
    { process: 1, type: "invoke", f: "write", value: 5 },
    { process: 1, type: "fail", f: "write", value: 5 },
    { process: 2, type: "invoke", f: "read" },
    { process: 2, type: "ok", f: "read", value: 5 },
  ]) {
    reader.add(JSON.stringify(line));
  }
  const found = violation(reader.operations(), register());
  expect(withFailed(found, reader.failed()).explanation).toBe(
    "Client 2 read 5, a value that was never written. Client 1's write of 5 failed, so it did " +
      "not take effect.",
  );
});

test.each([register(), { ...register(), engines: [] }])(
  "a value that was written later was written, also where an update of unknown effect came before",
  (model) => {
    const common = { key: "", client: 0 };
    const found = violation(
      [
        { ...common, name: "read", output: 5, called: 1, returned: 2 },
        { ...common, client: 1, name: "update", called: 3 },
        { ...common, client: 2, name: "write", input: 5, called: 4, returned: 5 },
      ],
      model,
    );
    expect(found.explanation).toBe(
      "Client 0 read 5 before client 2 wrote 5, and nothing else wrote 5.",
    );
  },
);
