/** What keeps a search small: each would take longer than anyone waits, or more memory than it has. */
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { afterEach, describe, expect, test, vi } from "vitest";
import {
  check,
  counter,
  register,
  text,
  type Model,
  type Operation,
} from "@sync-strategies/linearizability";
import { seedOf } from "../../../vitest.seed.ts";
import { lotOf, type Lot } from "./random-operations.ts";
import { tooManyOrders } from "./too-many-orders.ts";

afterEach(() => {
  vi.restoreAllMocks();
});

/** Memory for about a hundred thousand positions, and all the time in the world. */
const LITTLE_MEMORY = { milliseconds: 1e9, memoryBytes: 2 ** 25 };

interface Busy {
  readonly clients: number;
  readonly operations: number;
  readonly draw: (lot: Lot) => Pick<Operation, "name" | "input">;
  readonly apply: (state: number, operation: Pick<Operation, "name" | "input">) => number;
  /** Of a thousand operations, how many never return. */
  readonly lost?: number;
}

/** A linearizable history of clients that always have an operation in flight. */
function busyHistory({ clients, operations, draw, apply, lost = 0 }: Busy): Operation[] {
  const lot = lotOf(xoroshiro128plus(seedOf(20)));
  const history: { -readonly [Field in keyof Operation]: Operation[Field] }[] = [];
  const running = new Map<number, { row: number; isApplied: boolean }>();
  let [state, event] = [0, 0];
  let nextClient = clients;
  while (history.length < operations) {
    const client = lot(clients);
    const one = running.get(client);
    const operation = history[one?.row ?? -1];
    if (one === undefined || operation === undefined) {
      running.set(client, { row: history.length, isApplied: false });
      history.push({ client, key: "", ...draw(lot), called: ++event });
    } else if (!one.isApplied) {
      one.isApplied = true;
      state = apply(state, operation);
      if (operation.name === "read") operation.output = state;
    } else {
      running.delete(client);
      if (lot(1000) >= lost) operation.returned = ++event;
      else operation.client = nextClient++;
    }
  }
  return history;
}

const values = (count: number): Pick<Busy, "draw" | "apply"> => ({
  draw: (lot) => (lot(2) === 0 ? { name: "read" } : { name: "write", input: lot(count) }),
  apply: (state, { name, input }) => (name === "read" ? state : (input as number)),
});

const amounts = (...some: readonly number[]): Pick<Busy, "draw" | "apply"> => ({
  draw: (lot) =>
    lot(3) === 0 ? { name: "read" } : { name: "add", input: some[lot(some.length)] ?? 1 },
  apply: (sum, { name, input }) => (name === "read" ? sum : sum + (input as number)),
});

describe("decided within little memory:", () => {
  test.each<[of: string, model: Model, busy: Busy]>([
    ["three values, 10 clients", register(0), { ...values(3), clients: 10, operations: 5_000 }],
    ["ten values, 100 clients", register(0), { ...values(10), clients: 100, operations: 2_000 }],
    [
      "additions of ±1, 30 clients",
      counter(),
      { ...amounts(1, -1), clients: 30, operations: 1_000 },
    ],
    [
      "additions of ±1, 100 clients",
      counter(),
      { ...amounts(1, -1), clients: 100, operations: 2_000 },
    ],
    [
      "additions of 1, 2 and 3",
      counter(),
      { ...amounts(1, 2, 3), clients: 100, operations: 2_000 },
    ],
    [
      "writes of which many are lost",
      register(0),
      { ...values(5), clients: 30, operations: 5_000, lost: 200 },
    ],
  ])("%s", (_, model, busy) => {
    const history = busyHistory(busy);
    const verdict = check(history, model, { budget: LITTLE_MEMORY });
    expect(verdict).toMatchObject({ verdict: "linearizable", engine: "search" });
  });

  test.each([
    ["three values", 3, "not-linearizable"],
    ["five values", 5, "linearizable"],
    ["values of their own", 10_000, "not-linearizable"],
  ])("10,000 unfinished writes of %s", (_, count, expected) => {
    const history = Array.from({ length: 10_000 }, (__, index): Operation => {
      return { client: index, key: "", name: "write", input: index % count, called: index };
    });
    for (let round = 0; round < 1_000; round++) {
      const [written, called] = [round % 3, 10_000 + 4 * round];
      const [client, key] = [10_000, ""];
      history.push(
        { client, key, name: "write", input: written, called, returned: called + 1 },
        // Five values are read in turn, and unfinished writes of 3 and 4 explain each of them once.
        {
          client,
          key,
          name: "read",
          output: (7 * round) % 5,
          called: called + 2,
          returned: called + 3,
        },
      );
    }
    expect(check(history, register(), { budget: LITTLE_MEMORY }).verdict).toBe(expected);
  });
});

describe("operations that are alike", () => {
  /** Remembers who was the last to take it. */
  const baton: Model<number> = {
    name: "baton",
    initial: 0,
    step: (holder, { client, name, output }) => {
      if (name === "take") return client;
      return holder === output ? holder : undefined;
    },
  };
  const takes: Operation[] = [
    { client: 1, key: "", name: "take", called: 1, returned: 4 },
    { client: 2, key: "", name: "take", called: 2, returned: 3 },
  ];

  test.each([1, 2])("are not, for a model that looks at clients: %i was last", (output) => {
    const asked: Operation = { client: 3, key: "", name: "who", output, called: 5, returned: 6 };
    expect(check([...takes, asked], baton).verdict).toBe("linearizable");
  });

  test("are not, if one of them did not return and the model looks at that", () => {
    const box: Model<string> = {
      name: "box",
      initial: "a",
      step: (content, { name, output, returned }) => {
        if (name === "put") return "b";
        return returned === undefined || content === output ? "" : undefined;
      },
    };
    const history: Operation[] = [
      { client: 1, key: "", name: "take", called: 1 },
      { client: 2, key: "", name: "take", called: 2, returned: 9 },
      { client: 3, key: "", name: "put", called: 3, returned: 4 },
    ];
    expect(check(history, box).verdict).toBe("not-linearizable");
    const given = history.with(1, { ...history[1]!, output: "b" });
    expect(check(given, box).verdict).toBe("linearizable");
  });
});

describe("a search out of its budget", () => {
  const letters = Array.from("abcdefghijklmnopqrst");
  const { appends, wrong } = tooManyOrders(letters, "zyx", "k");
  const searched: Model<string> = { ...text(), engines: [] };

  test("says how far it came, in words and as data", () => {
    const budget = { milliseconds: 1e9, memoryBytes: 2 ** 20 };
    expect(check([...appends, wrong], searched, { budget })).toMatchObject({
      verdict: "unknown",
      reached: { key: "k", placed: 20, operations: 21, first: wrong },
      explanation:
        "Within 1000000000 ms and 1 MiB no order was found, nor that there is none. At most 20 of " +
        "the 21 operations that returned at key k found a place, and no order that was tried went " +
        'past event 201, at which client 99 read "zyx".',
    });
  });

  test("has counted the texts of its states: long ones end it soon", () => {
    const long = appends.map((append) => ({
      ...append,
      input: String(append.input).repeat(50_000),
    }));
    let steps = 0;
    const counting: Model<string> = {
      ...searched,
      step: (state, operation) => {
        steps += 1;
        return searched.step(state, operation);
      },
    };
    const budget = { milliseconds: 1e9, memoryBytes: 2 ** 24 };
    expect(check([...long, wrong], counting, { budget }).verdict).toBe("unknown");
    expect(steps).toBeLessThan(1000);
  });

  test.each(["isRead", "transition"] as const)("ends within one call of a slow %s", (slow) => {
    let now = 0;
    vi.spyOn(performance, "now").mockImplementation(() => now);
    const model: Model = {
      ...register(),
      engines: [],
      [slow]: (operation: Operation) => {
        now += 20;
        return register()[slow]!(operation);
      },
    };
    const history = Array.from({ length: 1_000 }, (_, index): Operation => {
      const [called, returned] = [2 * index, 2 * index + 1];
      return { client: 1, key: "", name: "write", input: 1, called, returned };
    });
    const budget = { milliseconds: 500, memoryBytes: 2 ** 25 };
    expect(check(history, model, { budget }).verdict).toBe("unknown");
    expect(now).toBeLessThanOrEqual(520);
  });
});

test("keys with a handful of operations are decided, however many they are", () => {
  const history = Array.from({ length: 4_000 }, (_, index): Operation[] => {
    const key = String(index);
    return [
      { client: 1, key, name: "write", input: 1, called: 1, returned: 4 },
      { client: 2, key, name: "write", input: 1, called: 2, returned: 5 },
      { client: 3, key, name: "read", output: 1, called: 3, returned: 6 },
    ];
  }).flat();
  const verdict = check(history, register(), { budget: LITTLE_MEMORY });
  expect(verdict).toMatchObject({ verdict: "linearizable", engine: "search" });
});
