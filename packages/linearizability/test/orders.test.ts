/**
 * The order that explains a linearizable history is replayed step by step. The long test of the
 * engines does so, too, on hundreds of thousands of histories.
 */
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { describe, expect, test } from "vitest";
import {
  check,
  counter,
  register,
  type Model,
  type Operation,
} from "@sync-strategies/linearizability";
import { seedOf } from "../../../vitest.seed.ts";
import { engineCases } from "./engine-cases.ts";
import { lotOf, randomHistoryOf, withTies } from "./random-operations.ts";

const HISTORIES = 60;

/** What is wrong with the order, if anything is. */
function faultOf(
  order: readonly Operation[],
  history: readonly Operation[],
  model: Model,
): string | undefined {
  const remaining = new Map<string, number>();
  for (const operation of history) {
    const text = JSON.stringify(operation);
    remaining.set(text, (remaining.get(text) ?? 0) + 1);
  }
  const states = new Map<string, {} | null>();
  let latestCall = -Infinity;
  for (const operation of order) {
    const text = JSON.stringify(operation);
    const left = remaining.get(text) ?? 0;
    if (left === 0) return `not in the history, or twice: ${text}`;
    remaining.set(text, left - 1);
    if ((operation.returned ?? Infinity) < latestCall) return `too late: ${text}`;
    latestCall = Math.max(latestCall, operation.called);
    const { key } = operation;
    const state = states.has(key) ? states.get(key)! : model.initial;
    const after = model.step(state, operation);
    if (after === undefined) return `impossible in ${JSON.stringify(state)}: ${text}`;
    states.set(key, after);
  }
  const missing = history.find(
    (operation) =>
      operation.returned !== undefined && remaining.get(JSON.stringify(operation))! > 0,
  );
  return missing && `missing: ${JSON.stringify(missing)}`;
}

describe.each(engineCases)("of $of, by $engine", ({ kindOf, model }) => {
  test.each([
    ["as the model's engines give it", model],
    ["as the search finds it", { ...model, engines: [] }],
  ])("%s: every operation once, in real time, each possible", (_, judged) => {
    const lot = lotOf(xoroshiro128plus(seedOf(12)));
    const kind = kindOf();
    let found = 0;
    for (let index = 0; index < HISTORIES; index++) {
      const drawn = randomHistoryOf(kind, lot);
      const { operations } = lot(2) === 0 ? drawn : withTies(drawn, lot);
      const verdict = check(operations, judged, { order: true });
      if (verdict.verdict !== "linearizable") continue;
      found++;
      const fault = faultOf(verdict.order ?? [], operations, model);
      if (fault !== undefined) {
        const lines = operations.map((operation) => JSON.stringify(operation));
        expect.fail([`history ${index}: ${fault}`, ...lines].join("\n"));
      }
    }
    expect(found).toBeGreaterThan(HISTORIES / 10);
  });
});

test("is given on request alone", () => {
  const history = [{ client: 1, key: "", name: "write", input: 1, called: 1, returned: 2 }];
  expect(check(history)).not.toHaveProperty("order");
  expect(check(history, register(), { order: true })).toMatchObject({ order: history });
});

test("leaves out unfinished operations that it does not need", () => {
  const history: Operation[] = [
    { client: 1, key: "", name: "add", input: 1, called: 1 },
    { client: 2, key: "", name: "add", input: 1, called: 2 },
    { client: 3, key: "", name: "read", output: 1, called: 3, returned: 4 },
  ];
  const order = [history[0], history[2]];
  expect(check(history, counter(), { order: true })).toMatchObject({ order });
});
