import { describe, expect, test } from "vitest";
import {
  check,
  mergeHistories,
  type MemberHistory,
  type Operation,
} from "@sync-strategies/linearizability";
import { seedOf } from "../../../vitest.seed.ts";
import { engineCases } from "./engine-cases.ts";
import {
  countFound,
  exactClocks,
  inexactClocks,
  isNoFalseAlarm,
  isSameVerdict,
  type Comparison,
} from "./merged-verdicts.ts";
import type { Clocks } from "./split-history.ts";

/** Of each kind. */
const HISTORIES = 15;

const countAll = (seed: number, clocks: Clocks, isRight: (pair: Comparison) => boolean): number =>
  engineCases.reduce(
    (found, engineCase) =>
      found + countFound({ seed, histories: HISTORIES }, engineCase, clocks, isRight),
    0,
  );

test.each(exactClocks)("histories merged by %s have the verdict of the whole", (_, clocks) => {
  expect(countAll(seedOf(1), clocks, isSameVerdict)).toBeGreaterThan(HISTORIES);
});

test.each(inexactClocks)(
  "histories merged by %s are never found guilty if they are not",
  (_, clocks) => {
    // Not because everything is forgiven.
    expect(countAll(seedOf(2), clocks, isNoFalseAlarm)).toBeGreaterThan(HISTORIES / 4);
  },
);

const registers = engineCases[0]!;

// oxlint-disable-next-line vitest/expect-expect -- each comparison is an expectation
test("a single member is merged exactly, whatever the error of its clock", () => {
  const clocks: Clocks = { kind: "time", mostApart: 1, error: 50, mostMembers: 1 };
  countFound({ seed: seedOf(3), histories: 300 }, registers, clocks, isSameVerdict);
});

// oxlint-disable-next-line vitest/expect-expect -- each comparison is an expectation
test("no violation is missed that shows although every operation is widened by the error", () => {
  const clocks: Clocks = { kind: "times as numbers", mostApart: 9, error: 2, areNeverFull: true };
  const isAsSharp = ({ members, found }: Comparison): boolean => {
    const widened = members
      .flatMap(({ history }) => history)
      .map(({ returned, ...operation }) => ({
        ...operation,
        called: operation.called - clocks.error,
        ...(returned !== undefined && { returned: returned + clocks.error }),
      }));
    return found === "not-linearizable" || check(widened).verdict !== "not-linearizable";
  };
  countFound({ seed: seedOf(4), histories: 300 }, registers, clocks, isAsSharp);
});

const write = (client: number, called: number, returned?: number): Operation => ({
  client,
  key: "x",
  name: "write",
  input: called,
  called,
  ...(returned !== undefined && { returned }),
});

const counted = (...history: Operation[]): MemberHistory<Operation[]> => ({
  history,
  clock: { kind: "counter" },
});

const timed = (errorNs: number, ...history: Operation[]): MemberHistory<Operation[]> => ({
  history,
  clock: { kind: "time", name: "some time", errorNs },
});

describe("clients", () => {
  test("keep numbers that no other member uses", () => {
    const { history, clients } = mergeHistories([
      counted(write(7, 1, 2), write(-1, 5, 6)),
      counted(write(3, 3, 4)),
    ]);
    expect(history.map(({ client }) => client)).toEqual([7, 3, -1]);
    expect(clients.get(3)).toEqual({ member: 1, client: 3 });
  });

  test("are all numbered anew if one number is used twice, member by member", () => {
    const { history, clients } = mergeHistories([
      counted(write(7, 1, 2), write(5, 5, 6)),
      counted(write(7, 3, 4)),
    ]);
    expect(history.map(({ client }) => client)).toEqual([1, 2, 0]);
    expect([...clients]).toEqual([
      [0, { member: 0, client: 5 }],
      [1, { member: 0, client: 7 }],
      [2, { member: 1, client: 7 }],
    ]);
  });
});

describe("the earliest full recorder ends the history", () => {
  test("for all members: later calls are left out, what was in flight is unfinished", () => {
    const merged = mergeHistories([
      { ...counted(write(1, 1, 4)), fullAt: 6, totalOps: 50 },
      { ...counted(write(2, 2, 7), write(2, 8, 9)), fullAt: 12, totalOps: 2 },
      counted(write(3, 3, 5), write(3, 10, 11)),
    ]);
    expect(merged.history).toEqual([
      { ...write(1, 1), returned: 4 },
      write(2, 2),
      { ...write(3, 3), returned: 5 },
    ]);
    expect(merged).toMatchObject({ totalOps: 54, cutByMember: 0 });
  });

  test("and what it did not record is never missed", () => {
    // Client 1 wrote 9 after its recorder was full; client 2 read it.
    const read = { client: 2, key: "x", name: "read", output: 9, called: 3, returned: 9 };
    const { history } = mergeHistories([
      { ...counted(write(1, 1, 2)), fullAt: 4, totalOps: 2 },
      counted(read),
    ]);
    expect(check(history).verdict).toBe("linearizable");
    expect(check([write(1, 1, 2), read]).verdict).toBe("not-linearizable");
  });

  test("which must have kept nothing of what came later", () => {
    expect(() => mergeHistories([{ ...counted(write(1, 1, 8)), fullAt: 4 }])).toThrow(RangeError);
  });
});

test("the clock is named, with the distance up to which it cannot tell what came first", () => {
  expect(mergeHistories([counted(write(1, 1, 2))]).clock).toEqual({
    kind: "counter",
    name: "shared counter",
    resolutionNs: 0,
  });
  expect(mergeHistories([timed(5, write(1, 1, 2)), timed(20, write(2, 1, 2))]).clock).toEqual({
    kind: "time",
    name: "some time",
    resolutionNs: 40,
  });
});

test("times too large to be exact are compared as what they were rounded from", () => {
  // 2^60 and 2^60 + 100 are one number, and 2^60 + 200 is rounded up to the next.
  const [early, late] = [2 ** 60, 2 ** 60 + 256];
  const read = { client: 2, key: "x", name: "read", output: null, called: late, returned: late };
  const { history } = mergeHistories([timed(100, write(1, early, early)), timed(100, read)]);
  expect(check(history).verdict).toBe("linearizable");
});

describe("members that cannot be compared are refused", () => {
  test.each<[string, MemberHistory<Operation[]>[]]>([
    ["none at all", []],
    ["a counter and a time", [counted(write(1, 1, 2)), timed(0, write(2, 3, 4))]],
    ["counters that were not shared", [counted(write(1, 1, 2)), counted(write(2, 1, 2))]],
    ["an error that is none", [timed(NaN, write(1, 1, 2))]],
    ["a negative error", [timed(-1, write(1, 1, 2))]],
    ["an event without a number", [timed(0, write(1, NaN, 2))]],
    [
      "an event without a time",
      [
        {
          history: [write(1, 1, 2)],
          clock: { kind: "time", name: "t", errorNs: 0, times: Float64Array.of(0, 1) },
        },
      ],
    ],
  ])("%s", (_, members) => {
    expect(() => mergeHistories(members)).toThrow(RangeError);
  });
});
