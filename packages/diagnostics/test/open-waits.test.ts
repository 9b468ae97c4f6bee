import {
  beginHold,
  beginWait,
  endHold,
  endWait,
  giveName,
  holdsOf,
  openWaits,
  runUnrecorded,
  startDiagnostics,
  stopDiagnostics,
  waitsFor,
} from "@sync-strategies/diagnostics";
import { afterEach, beforeEach, expect, test } from "vitest";

/** A thing to wait for. */
class Gate {
  readonly open = false;
}

beforeEach(startDiagnostics);
afterEach(stopDiagnostics);

test("a wait is listed from its beginning to its end, with its place in the program", () => {
  const gate = new Gate();
  giveName(gate, "the gate");
  const wait = {};
  beginWait(wait, { operation: "pass", subject: gate });
  expect(openWaits()).toEqual([
    {
      what: "pass the gate",
      key: undefined,
      place: expect.stringMatching(/open-waits\.test\.ts:\d+:\d+$/),
      waitedMs: expect.any(Number),
      works: false,
      heldBy: [],
    },
  ]);
  expect(waitsFor(gate)).toHaveLength(1);
  expect(waitsFor(new Gate())).toEqual([]);
  endWait(wait);
  expect(openWaits()).toEqual([]);
});

test("a wait names who holds what it waits for, and no other", () => {
  const [one, other] = [new Gate(), new Gate()];
  const holders = [{}, {}];
  beginHold(holders[0]!, { operation: "lock", subject: one, key: "a" });
  beginHold(holders[1]!, { operation: "lock", subject: other, key: "a" });
  beginWait({}, { operation: "lock", subject: one, key: "a" });
  beginWait({}, { operation: "lock", subject: one, key: "b" });
  beginWait({}, { operation: "lock", subject: one });
  const held = openWaits().map(({ heldBy }) => heldBy.length);
  expect(held).toEqual([1, 0, 1]);
  endHold(holders[0]!);
  expect(openWaits().flatMap(({ heldBy }) => heldBy)).toEqual([]);
  expect(holdsOf(other)).toHaveLength(1);
});

test("what has no name is called by its class and a number", () => {
  const gate = new Gate();
  beginWait({}, { operation: "pass", subject: gate });
  beginWait({}, { operation: "leave", subject: gate });
  beginWait({}, { operation: "pass", subject: new Gate() });
  const [first, second, third] = openWaits().map(({ what }) => what);
  const number = Number(/^pass Gate (\d+)$/.exec(first ?? "")?.[1]);
  expect(second).toBe(`leave Gate ${number}`);
  expect(third).toBe(`pass Gate ${number + 1}`);
});

test("a wait that becomes a hold is no longer listed, unless its caller waits for its work", () => {
  const gate = new Gate();
  const [plain, working] = [{}, {}];
  beginWait(plain, { operation: "lock", subject: gate });
  beginWait(working, { operation: "update", subject: gate, untilSettled: true });
  beginHold(plain);
  beginHold(working);
  expect(openWaits()).toMatchObject([{ what: expect.stringContaining("update"), works: true }]);
  expect(holdsOf(gate)).toHaveLength(2);
});

test("what a package does for itself is not recorded", () => {
  const gate = new Gate();
  runUnrecorded(() => beginWait({}, { operation: "pass", subject: gate }));
  expect(openWaits()).toEqual([]);
  expect(() =>
    runUnrecorded(() => {
      throw new Error("from the package");
    }),
  ).toThrow("from the package");
  beginWait({}, { operation: "pass", subject: gate });
  expect(openWaits()).toHaveLength(1);
});

test("nothing is known of what began while diagnostics were off", () => {
  const gate = new Gate();
  const wait = {};
  beginWait(wait, { operation: "pass", subject: gate });
  stopDiagnostics();
  expect(openWaits()).toEqual([]);
  startDiagnostics();
  beginHold(wait);
  endHold(wait);
  expect(openWaits()).toEqual([]);
  expect(holdsOf(gate)).toEqual([]);
});
