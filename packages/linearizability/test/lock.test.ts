import { describe, expect, test } from "vitest";
import { check, lock, type Operation } from "@sync-strategies/linearizability";

type Span = readonly [called: number, returned?: number];

const operation =
  (name: string, output?: boolean) =>
  (client: number, [called, returned]: Span): Operation => ({
    client,
    key: "",
    name,
    ...(output !== undefined && { output }),
    called,
    ...(returned !== undefined && { returned }),
  });

const acquire = operation("acquire");
const release = operation("release");
const got = operation("tryAcquire", true);
const tried = operation("tryAcquire");
const refused = operation("tryAcquire", false);
const gaveUp = operation("acquire", false);
const notHolder = operation("release", false);

/** What the engine for locks says, which has to decide without a search. */
function judge(...history: Operation[]): { rule: string; explanation: string } | string {
  const verdict = check(history, lock());
  expect(verdict.engine).toBe("holds");
  if (verdict.verdict !== "not-linearizable") return verdict.verdict;
  const { rule, explanation } = verdict;
  return { rule, explanation };
}

describe("two clients that both hold the lock", () => {
  test.each([
    [
      "one after the other",
      [acquire(1, [1, 2]), acquire(2, [3, 4]), release(1, [5, 6]), release(2, [7, 8])],
      "Client 2 acquired the lock while client 1 held it: client 1 had acquired it before, and " +
        "began to release it only afterwards.",
    ],
    [
      "and the first of them never lets go",
      [acquire(1, [1, 2]), got(2, [3, 4]), release(2, [5, 6])],
      "Client 2 acquired the lock while client 1 held it: client 1 had acquired it before, and " +
        "never released it.",
    ],
    [
      "and acquired it at the same time",
      [acquire(1, [1, 3]), acquire(2, [2, 4]), release(1, [5, 6]), release(2, [7, 8])],
      "Client 1 and client 2 both held the lock: client 1 had acquired it before client 2 began " +
        "to release it, and client 1 began to release it only after client 2 had acquired it.",
    ],
    [
      "and neither lets go",
      [acquire(1, [1, 3]), got(2, [2, 4])],
      "Client 1 and client 2 both held the lock: neither of them released it.",
    ],
    [
      "one of them by an acquire that was not seen to return, but led to a release",
      [acquire(1, [1, 2]), acquire(2, [3]), release(2, [4, 5]), release(1, [6, 7])],
      "Client 1 and client 2 both held the lock: client 1 had acquired it before client 2 began " +
        "to release it, and client 1 began to release it only after client 2 had released it.",
    ],
  ])("%s are named", (_, history, explanation) => {
    expect(judge(...history)).toEqual({ rule: "held-twice", explanation });
  });

  test("are found behind a hold of unknown times that began earlier and may have ended later", () => {
    const history = [
      acquire(1, [1, 2]),
      acquire(2, [3]),
      release(2, [4, 22]),
      acquire(3, [5, 6]),
      release(3, [7, 8]),
      release(1, [20, 21]),
    ];
    expect(judge(...history)).toMatchObject({ rule: "held-twice" });
  });

  test("are no two if one of them had asked only to release it late", () => {
    expect(judge(acquire(1, [1, 2]), release(1, [3]), acquire(2, [4, 5]))).toBe("linearizable");
  });
});

test("its holder cannot acquire it again, since it is not re-entrant", () => {
  expect(judge(acquire(1, [1, 2]), got(1, [3, 4]), release(1, [5, 6]))).toEqual({
    rule: "held-twice",
    explanation:
      "Client 1 acquired the lock again while it held it: it had acquired it before, and began " +
      "to release it only afterwards. The lock is not re-entrant.",
  });
  expect(judge(acquire(1, [1, 2]), refused(1, [3, 4]))).toBe("linearizable");
});

describe("a release", () => {
  test("without an acquire is named", () => {
    expect(judge(acquire(1, [1, 2]), release(2, [3, 4]))).toEqual({
      rule: "release-without-hold",
      explanation: "Client 2 released the lock, which it had not acquired.",
    });
  });

  test("that comes twice is named", () => {
    expect(judge(acquire(1, [1, 2]), release(1, [3, 4]), release(1, [5, 6]))).toEqual({
      rule: "release-without-hold",
      explanation:
        "Client 1 released the lock, although it had released it before, and had not acquired " +
        "it again.",
    });
  });

  test("may be refused to a client that does not hold the lock, and to no other", () => {
    const held = [acquire(1, [1, 2]), release(1, [5, 6])];
    expect(judge(...held, notHolder(2, [3, 4]))).toBe("linearizable");
    expect(judge(...held, notHolder(1, [7, 8]))).toBe("linearizable");
    expect(judge(...held, notHolder(1, [3, 4]))).toEqual({
      rule: "release-refused-to-holder",
      explanation:
        "Client 1 was not allowed to release the lock, although it held it: it had acquired it " +
        "before, and began to release it only afterwards.",
    });
  });

  test("that never returned lets the next client have the lock", () => {
    expect(judge(acquire(1, [1, 2]), release(1, [3]), got(2, [4, 5]))).toBe("linearizable");
  });
});

describe("a refusal", () => {
  test.each([
    [
      "before any client asked",
      [refused(3, [1, 2]), acquire(1, [3, 4])],
      "client 1, the first to acquire it, asked for it only afterwards",
    ],
    [
      "after the last hold",
      [acquire(1, [1, 2]), release(1, [3, 4]), refused(3, [5, 6])],
      "client 1, the last to acquire it, had released it before",
    ],
    [
      "between two holds",
      [acquire(1, [1, 2]), release(1, [3, 4]), refused(3, [5, 6]), acquire(2, [7, 8])],
      "client 1 had released it before, and client 2 asked for it only afterwards",
    ],
    ["of a lock that no client ever acquired", [refused(3, [1, 2])], "no client acquired it"],
    [
      "that only holds overlap which were over earlier or began later",
      [
        acquire(4, [1, 2]),
        release(4, [3]),
        acquire(1, [4, 5]),
        release(1, [6, 7]),
        refused(3, [8, 10]),
        acquire(5, [9]),
        acquire(2, [11, 12]),
        release(2, [13, 14]),
      ],
      "client 1 had released it before, and client 2 asked for it only afterwards; client 4 had " +
        "acquired it before client 1 began to release it, so that its hold was over earlier; " +
        "client 5, whose acquire did not return, never released it, so that it can only have " +
        "held it in the end",
    ],
  ])("%s is named, with every reason", (_, history, why) => {
    expect(judge(...history)).toEqual({
      rule: "refused-while-free",
      explanation: `Client 3 was refused the lock, but no client can have held it then: ${why}.`,
    });
  });

  test.each([
    ["while it was held for certain", [acquire(1, [1, 2]), refused(2, [3, 4])]],
    ["while it may have been held", [acquire(1, [1, 4]), refused(2, [2, 3]), release(1, [5, 6])]],
    ["while it was given back", [acquire(1, [1, 2]), release(1, [3, 6]), refused(2, [4, 5])]],
    ["by a client that was never seen to have it", [acquire(1, [1]), refused(2, [2, 3])]],
    [
      "by a client whose attempt was not seen to return, after another one had it",
      [got(1, [1, 2]), release(1, [3, 4]), tried(4, [2.5]), refused(2, [5, 6])],
    ],
  ])("%s is right", (_, history) => {
    expect(judge(...history)).toBe("linearizable");
  });

  test("has an unfinished hold as its reason only after all others", () => {
    const history = [acquire(1, [1]), refused(2, [2, 3]), acquire(3, [4, 5]), release(3, [6, 7])];
    expect(judge(...history)).toMatchObject({ rule: "refused-while-free" });
  });
});

test("a client that gave up waiting says nothing of the lock", () => {
  expect(judge(gaveUp(1, [1, 2]))).toBe("linearizable");
  expect(judge(acquire(2, [1, 2]), gaveUp(1, [3, 4]))).toBe("linearizable");
});

test("an attempt whose answer was not recorded may have succeeded, or not", () => {
  const attempt = tried(1, [1, 2]);
  const verdicts = [
    [attempt],
    [attempt, release(1, [3, 4])],
    [attempt, acquire(2, [3, 4])],
    [acquire(2, [-1, 0]), attempt, release(2, [3, 4])],
    [acquire(2, [-1, 0]), attempt, release(2, [3, 4]), release(1, [5, 6])],
  ].map((history) => check(history, lock()).verdict);
  const [right, wrong] = ["linearizable", "not-linearizable"];
  expect(verdicts).toEqual([right, right, wrong, right, wrong]);
});

test("events of one client may share a number", () => {
  const held = [acquire(1, [1, 2]), release(1, [2, 3])];
  expect(judge(...held)).toBe("linearizable");
  expect(judge(...held, refused(2, [3, 4]))).toBe("linearizable");
  expect(judge(...held, refused(2, [4, 5]))).toMatchObject({ rule: "refused-while-free" });
});

test.each([
  ["whose release was not seen to return", [acquire(1, [1]), release(1, [2])]],
  ["whose release was seen to return late", [acquire(1, [1]), release(1, [2, 20])]],
])("a search decides whether a hold of unknown times explains a refusal: one %s", (_, unknown) => {
  const history = [...unknown, got(3, [3, 4]), release(3, [5, 6]), refused(2, [7, 8])];
  expect(check(history, lock())).toMatchObject({ verdict: "linearizable", engine: "search" });
  const tooMany = [...history, got(4, [9, 10]), release(4, [11, 12]), refused(2, [13, 14])];
  expect(check(tooMany, lock()).verdict).toBe("not-linearizable");
});

test("keys are locks of their own, and are named", () => {
  const onKeys = [acquire(1, [1, 2]), acquire(2, [3, 4])];
  const [one, other] = onKeys.map((hold, key): Operation => ({ ...hold, key: `k${key}` }));
  expect(check([one!, other!], lock()).verdict).toBe("linearizable");
  expect(judge(one!, { ...other!, key: "k0" })).toMatchObject({
    explanation: expect.stringMatching(/^On key k0 client 2 acquired the lock while client 1/),
  });
});

test("a refusal that many holds overlap is explained without naming each", () => {
  const unfinished = Array.from({ length: 200 }, (_, nth) => {
    const at = 1 + 4 * nth;
    return [acquire(10 + nth, [at, at + 1]), release(10 + nth, [at + 2])];
  });
  const verdict = check(
    [...unfinished.flat(), acquire(1, [901, 902]), release(1, [903, 904]), refused(2, [905, 906])],
    lock(),
  );
  expect(verdict).toMatchObject({ engine: "holds", rule: "refused-while-free" });
  const { explanation, witness } = verdict as Extract<typeof verdict, { rule: string }>;
  expect(explanation).toMatch(/200 other holds that overlap this were over before/);
  expect(witness.operations).toHaveLength(3);
  expect(witness.context).toHaveLength(400);
});

test("a client that acquired the lock twice is at fault for that, not for a refusal afterwards", () => {
  const history = [got(1, [1, 2]), got(1, [3, 4]), release(1, [5, 6]), notHolder(1, [7, 8])];
  expect(judge(...history)).toMatchObject({ rule: "held-twice" });
});

test("what the search says of a lock is in the words of locks", () => {
  const history = [acquire(1, [1, 2]), acquire(2, [3, 4])];
  expect(check(history, { ...lock(), engines: [] })).toMatchObject({
    explanation: expect.stringContaining(
      "Client 2 acquired the lock, but the lock can only have been held by client 1",
    ),
  });
});
