import * as fc from "fast-check";
import { expect, test } from "vitest";
import { check } from "@sync-strategies/linearizability";
import { seedOf } from "../../../vitest.seed.ts";
import type { Call } from "../src/history.ts";
import { asHistory, isExplainedByEnds, keyOperations } from "../src/key-operations.ts";
import { read, update, write, type PlannedOperation } from "../src/scenario.ts";

interface Draft {
  readonly kind: "read" | "write" | "update";
  readonly before: number | undefined;
  readonly after: number;
  /** The events of its call and its end; no two events are the same. */
  readonly start: number;
  readonly end: number;
}

function callOf({ kind, before, after, start, end }: Draft): Call {
  const operations: Record<Draft["kind"], PlannedOperation> = {
    read: read("x"),
    write: write("x", after),
    update: update("x", () => after),
  };
  return {
    client: 0,
    operation: operations[kind],
    calledAt: start,
    settledAt: end,
    outcome: "resolved",
    result: kind === "read" ? before : kind === "update" ? after : undefined,
    updaterRuns: 1,
    before,
    after,
    thrown: undefined,
    overtaken: 0,
    startedOver: 0,
    changedMeanwhile: false,
    afterClose: false,
    cancelled: false,
  };
}

/** Tries every order there is. */
function someOrderWorks(left: readonly Draft[], current: number | undefined): boolean {
  if (left.length === 0) return true;
  return left.some((first) => {
    const others = left.filter((draft) => draft !== first);
    if (others.some(({ end }) => end < first.start)) return false;
    if (first.kind !== "write" && first.before !== current) return false;
    return someOrderWorks(others, first.kind === "read" ? current : first.after);
  });
}

test("the check of a run agrees with trying every order, on 20,000 random histories", () => {
  const verdicts = { true: 0, false: 0, atOnce: 0 };
  const draft = fc.record({
    kind: fc.constantFrom("read" as const, "write" as const, "update" as const),
    before: fc.constantFrom(undefined, 1, 2, 3),
    after: fc.constantFrom(1, 2, 3),
    start: fc.integer({ min: 0, max: 10 }),
    length: fc.integer({ min: 1, max: 8 }),
  });
  fc.assert(
    fc.property(fc.array(draft, { maxLength: 6 }), (drawn) => {
      const drafts = drawn
        .map(({ start, length, ...rest }, index): Draft => {
          return { ...rest, start: start * 20 + index, end: (start + length) * 20 + 10 + index };
        })
        .toSorted((one, other) => one.start - other.start);
      const operations = keyOperations(drafts.map(callOf), "x");
      const isExplained = someOrderWorks(drafts, undefined);
      verdicts[`${isExplained}`]++;
      const { verdict } = check(asHistory(operations));
      if (isExplainedByEnds(operations)) {
        verdicts.atOnce++;
        if (!isExplained) return false;
      }
      return (verdict === "linearizable") === isExplained;
    }),
    { numRuns: 20_000, seed: seedOf(1) },
  );
  expect(verdicts.true).toBeGreaterThan(1000);
  expect(verdicts.false).toBeGreaterThan(1000);
  expect(verdicts.atOnce).toBeGreaterThan(500);
});

test("operations that were rejected, and those of other keys, do not count", () => {
  const rejected: Call = { ...callOf(draftOf("write", 0)), outcome: "rejected" };
  const elsewhere: Call = { ...callOf(draftOf("write", 2)), operation: write("y", 1) };
  expect(keyOperations([rejected, elsewhere], "x")).toEqual([]);
});

function draftOf(kind: Draft["kind"], start: number): Draft {
  return { kind, before: undefined, after: 1, start, end: start + 1 };
}
