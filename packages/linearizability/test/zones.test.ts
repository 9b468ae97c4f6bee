import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { expect, test } from "vitest";
import {
  checkZones,
  HistoryRecorder,
  Kind,
  operationAt,
  operationsOf,
  register,
  RepeatedValueError,
} from "@sync-strategies/linearizability";
import { seedOf } from "../../../vitest.seed.ts";
import { isLinearizable } from "./brute-force.ts";
import { randomHistory } from "./random-history.ts";

test("agrees with trying every order, on 10,000 random histories", () => {
  const generator = xoroshiro128plus(seedOf(1));
  const seen = new Map<string, number>();
  for (let index = 0; index < 10_000; index++) {
    const history = randomHistory(generator).history();
    const violation = checkZones(history);
    const rule = violation?.rule ?? "linearizable";
    seen.set(rule, (seen.get(rule) ?? 0) + 1);
    const operations = operationsOf(history);
    if (isLinearizable(operations, register()) !== (violation === undefined)) {
      expect.fail(`history ${index}: ${rule}\n${JSON.stringify(operations, null, 1)}`);
    }
  }
  // The test means something only if every verdict and every rule came up.
  for (const rule of [
    "linearizable",
    "read-of-nothing",
    "lost-update",
    "circle",
    "wrong-order",
    "stale-initial-value",
    "interleaved",
  ]) {
    expect(seen.get(rule) ?? 0, rule).toBeGreaterThan(rule === "circle" ? 1 : 15);
  }
});

test("a full recorder keeps a complete prefix of the real history", () => {
  const generator = xoroshiro128plus(seedOf(2));
  let cut = 0;
  for (let index = 0; index < 2_000; index++) {
    const recorder = randomHistory(generator, 4);
    const whole = recorder.total <= 4;
    if (!whole) cut++;
    const history = recorder.history();
    expect(history.length).toBe(Math.min(4, recorder.total));
    expect(checkZones(history) === undefined).toBe(
      isLinearizable(operationsOf(history), register()),
    );
  }
  expect(cut).toBeGreaterThan(400);
});

test("a value that is written twice is refused rather than judged", () => {
  const recorder = new HistoryRecorder(10);
  recorder.returnWrite(recorder.callWrite(0, 3, 5));
  recorder.returnWrite(recorder.callWrite(0, 4, 5));
  expect(checkZones(recorder.history())).toBeUndefined();
  recorder.returnWrite(recorder.callWrite(0, 3, 5));
  expect(() => checkZones(recorder.history())).toThrow(RepeatedValueError);
});

test.each([
  ["few large ones among many small ones", (index: number) => (index % 50 === 0 ? 2 ** 45 : 1)],
  ["the same ones for many keys", () => 0],
])("values are found however they are spread: %s", (_, offsetOf) => {
  const count = 5_000;
  const recorder = new HistoryRecorder(2 * count);
  const valueOf = (index: number): number => offsetOf(index) + Math.floor(index / 100);
  for (let index = 0; index < count; index++) {
    recorder.returnWrite(recorder.callWrite(1, index, valueOf(index)));
  }
  for (let index = 0; index < count; index++) {
    recorder.returnRead(recorder.callRead(2, index), valueOf(index));
  }
  const history = recorder.history();
  expect(checkZones(history)).toBeUndefined();
  history.valuesRead[2 * count - 1] = valueOf(0) + 1;
  expect(checkZones(history)).toEqual({ rule: "read-of-nothing", reader: 2 * count - 1 });
});

test("two updates that were given the same value are a lost update", () => {
  const recorder = new HistoryRecorder(10);
  const [one, other] = [recorder.callUpdate(0, 0), recorder.callUpdate(1, 0)];
  recorder.updating(one, undefined, 100);
  recorder.updating(other, undefined, 201);
  recorder.returnUpdate(one);
  expect(checkZones(recorder.history())).toBeUndefined();
  recorder.returnUpdate(other);
  expect(checkZones(recorder.history())).toEqual({ rule: "lost-update", first: 0, second: 1 });
});

test("values beyond 32 bits are distinguished", () => {
  const recorder = new HistoryRecorder(10);
  const large = 2 ** 40 + 5;
  recorder.returnWrite(recorder.callWrite(0, 0, 5));
  recorder.returnWrite(recorder.callWrite(0, 0, large));
  recorder.returnRead(recorder.callRead(1, 0), large);
  expect(checkZones(recorder.history())).toBeUndefined();
  recorder.returnRead(recorder.callRead(1, 0), 5);
  expect(checkZones(recorder.history())).toMatchObject({ rule: "interleaved" });
});

test("the columns hold what was recorded", () => {
  const recorder = new HistoryRecorder(3);
  const read = recorder.callRead(7, 2);
  const update = recorder.callUpdate(8, 3);
  recorder.returnRead(read, undefined);
  recorder.updating(update, 1, 2);
  const history = recorder.history();
  expect(operationAt(history, read)).toEqual({
    client: 7,
    key: "2",
    name: "read",
    output: null,
    called: 1,
    returned: 3,
  });
  expect(operationAt(history, update)).toEqual({
    client: 8,
    key: "3",
    name: "update",
    output: [1, 2],
    called: 2,
  });
  expect(history.kinds[update]).toBe(Kind.update);
});
