import { array, assert, nat, property, record } from "fast-check";
import { expect, test } from "vitest";
import { findViolation, type HistoryOperation } from "../src/judge-history.ts";

/** Whether some order of the operations explains all of them: by trying every order. */
function explainable(history: readonly HistoryOperation[], value?: number): boolean {
  if (history.length === 0) return true;
  return history.some((next) => {
    const overtaken = history.some((other) => other.returned < next.called);
    if (overtaken || (next.before !== undefined && next.before.value !== value)) return false;
    const rest = history.filter((other) => other !== next);
    return explainable(rest, next.after === undefined ? value : next.after.value);
  });
}

test("agrees with a search through every order, on 20,000 random small histories", () => {
  const shapes = array(record({ kind: nat(2), reads: nat(6), called: nat(10), length: nat(8) }), {
    maxLength: 6,
  });
  let violations = 0;
  assert(
    property(shapes, (drawn) => {
      const history = drawn.map((shape, index): HistoryOperation => {
        // Operation number n writes n; a read or an update finds one of these, or nothing yet.
        const before = shape.reads % (drawn.length + 1);
        const seen = { value: before === drawn.length ? undefined : before };
        // Calls fall on even moments and returns on odd ones, so that no two are the same.
        const called = shape.called * 2;
        const span = { client: index, key: 0, called, returned: called + shape.length * 2 + 1 };
        if (shape.kind === 0) return { ...span, before: seen };
        if (shape.kind === 1) return { ...span, after: { value: index } };
        return { ...span, before: seen, after: { value: index } };
      });
      const expected = explainable(history);
      if (!expected) violations += 1;
      expect(findViolation(history) === undefined).toBe(expected);
    }),
    { numRuns: 20_000, seed: 1 },
  );
  // Both verdicts were drawn often.
  expect(violations).toBeGreaterThan(2000);
  expect(violations).toBeLessThan(18_000);
});

test("keys are judged apart", () => {
  const write = { client: 0, key: 1, after: { value: 1 }, called: 0, returned: 1 };
  const read = { client: 0, key: 2, before: { value: undefined }, called: 2, returned: 3 };
  expect(findViolation([write, read])).toBeUndefined();
  expect(findViolation([write, { ...read, key: 1 }])).toContain("client 0 read undefined");
});

test("a value that two operations claim to have made is a violation", () => {
  const write = { client: 0, key: 0, after: { value: 1 }, called: 0, returned: 1 };
  const update = { ...write, before: { value: 1 }, called: 2, returned: 3 };
  expect(findViolation([write, update])).toContain("A value made twice");
});

test("names the two updates of which one is lost", () => {
  const history = [1, 2].map((value) => ({
    client: value,
    key: 0,
    before: { value: undefined },
    after: { value },
    called: value,
    returned: value + 2,
  }));
  expect(findViolation(history)).toBe(
    "A lost update: client 1 replaced undefined by 1 at key 0 (events 1 to 3), " +
      "and client 2 replaced undefined by 2 at key 0 (events 2 to 4).",
  );
});
