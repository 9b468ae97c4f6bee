import { afterEach, expect, test, vi } from "vitest";
import {
  check,
  counter,
  register,
  set,
  type Model,
  type Operation,
} from "@sync-strategies/linearizability";

afterEach(() => {
  vi.restoreAllMocks();
});

/** Writes of different clients, all in flight at once, and a read that none of their orders gives. */
function hard(writes: number): Operation[] {
  const all = Array.from({ length: writes }, (_, index) => ({
    client: index,
    key: "",
    name: "write",
    input: index,
    called: index + 1,
    returned: 1000 + index,
  }));
  return [
    ...all,
    { client: writes, key: "", name: "read", output: -1, called: 2000, returned: 2001 },
  ];
}

test("a search ends within its budget and one step, however long a step takes", () => {
  let now = 0;
  let steps = 0;
  vi.spyOn(performance, "now").mockImplementation(() => now);
  const slow: Model<number> = {
    name: "slow",
    initial: 0,
    step: (state, { name, input, output }) => {
      steps += 1;
      now += 20;
      if (name === "write") return input as number;
      return state === output ? state : undefined;
    },
  };
  const verdict = check(hard(12), slow, { budget: { milliseconds: 500, memoryBytes: 2 ** 20 } });
  expect(verdict.verdict).toBe("unknown");
  expect(steps).toBeGreaterThan(1);
  expect(now).toBeLessThanOrEqual(520);
});

test("an engine that searches ends with the budget of the check", () => {
  const history = ["add", "remove", "add"].map((name, index): Operation => {
    const [called, returned] = [2 * index + 1, 2 * index + 2];
    return { client: 1, key: "", name, input: "a", output: true, called, returned };
  });
  expect(check(history, set(), { order: true })).toMatchObject({
    engine: "elements",
    order: history,
  });
  expect(
    check(history, set(), { budget: { milliseconds: 0, memoryBytes: 2 ** 20 } }),
  ).toMatchObject({
    verdict: "unknown",
    explanation: "Within 0 ms and 1 MiB no order was found, nor that there is none.",
  });
});

test("a counter of 200,000 additions is explained", () => {
  const additions = Array.from({ length: 200_000 }, (_, index) => ({
    client: 1,
    key: "",
    name: "add",
    input: 1,
    called: 2 * index + 1,
    returned: 2 * index + 2,
  }));
  const read = {
    client: 1,
    key: "",
    name: "read",
    output: 199_999,
    called: 400_001,
    returned: 400_002,
  };
  expect(check([...additions, read], counter()).verdict).toBe("not-linearizable");
});

const wrong: Operation[] = [
  { client: 1, key: "", name: "write", input: 1, called: 1, returned: 2 },
  { client: 2, key: "", name: "read", output: 2, called: 3, returned: 4 },
];

test("an update that was called after a violation, and never finished, excuses nothing", () => {
  const later = { client: 3, key: "", name: "update", called: 5 };
  expect(check([...wrong, later], register()).verdict).toBe("not-linearizable");
});

test("an update that was called before, and never finished, may excuse what follows", () => {
  const earlier = { client: 3, key: "", name: "update", called: 0.5 };
  expect(check([earlier, ...wrong], register()).verdict).toBe("unknown");
  const between = { client: 3, key: "", name: "update", called: 3.5 };
  expect(check([...wrong, between], register()).verdict).toBe("unknown");
});

test("what an update of unknown effect cannot excuse is found by search as well", () => {
  const repeated: Operation[] = [
    { client: 1, key: "", name: "write", input: 1, called: 1, returned: 2 },
    { client: 1, key: "", name: "write", input: 1, called: 3, returned: 4 },
    { client: 1, key: "", name: "write", input: 2, called: 5, returned: 6 },
    { client: 1, key: "", name: "write", input: 2, called: 7, returned: 8 },
    { client: 2, key: "", name: "read", output: 1, called: 9, returned: 10 },
    { client: 3, key: "", name: "update", called: 11 },
  ];
  expect(check(repeated, register()).verdict).toBe("not-linearizable");
});

test("short histories are decided whatever the long ones take", () => {
  let now = 0;
  vi.spyOn(performance, "now").mockImplementation(() => now);
  const decided = new Set<string>();
  const slow: Model<number> = {
    name: "slow",
    initial: 0,
    step: (state, { key, name, input, output }) => {
      now += 1;
      decided.add(key);
      if (name === "write") return input as number;
      return state === output ? state : undefined;
    },
  };
  const short = ["a", "b", "c"].map((key, index) => ({
    client: 1,
    key,
    name: "write",
    input: index,
    called: 1,
    returned: 2,
  }));
  const verdict = check([...hard(12), ...short], slow, {
    budget: { milliseconds: 100, memoryBytes: 2 ** 20 },
  });
  expect(verdict.verdict).toBe("unknown");
  expect([...decided].toSorted()).toEqual(["", "a", "b", "c"]);
  expect(verdict).toMatchObject({ explanation: expect.stringContaining("for 1 of 4 keys") });
});
