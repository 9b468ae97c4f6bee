import { describe, expect, test } from "vitest";
import { check, log, text, type Model, type Operation } from "@sync-strategies/linearizability";

type Timed = Omit<Operation, "client" | "key">;

/** Each operation by a client of its number. */
function verdictOn(model: Model, ...operations: readonly Timed[]): ReturnType<typeof check> {
  return check(
    operations.map((operation, client) => ({ client, key: "", ...operation })),
    model,
  );
}

const append = (input: unknown, called: number, returned?: number): Timed => {
  return { name: "append", input, called, returned };
};
const write = (input: string, called: number, returned?: number): Timed => {
  return { name: "write", input, called, returned };
};
const read = (output: unknown, called: number, returned: number): Timed => {
  return { name: "read", output, called, returned };
};

const linearizable = { verdict: "linearizable", engine: "appends" };
const broken = (rule: string, explanation: string): object => {
  return { verdict: "not-linearizable", engine: "appends", rule, explanation };
};

describe("a log", () => {
  test.each([
    [
      "contradicting-reads",
      "Client 2 read [1] and client 3 read [2,1]: at place 1 one shows 1 and the other 2, but a log only grows at its end.",
      [append(1, 1, 9), append(2, 1, 9), read([1], 10, 11), read([2, 1], 12, 13)],
    ],
    ["read-of-nothing", "Client 0 read [1], but 1 was never appended.", [read([1], 1, 2)]],
    [
      "read-of-nothing",
      "Client 1 read [1,1], which shows 1 appended twice, but only 1 such append was called.",
      [append(1, 1), read([1, 1], 2, 3)],
    ],
    [
      "wrong-order",
      "Client 0 read [1], which shows 1, before client 1 began to append it.",
      [read([1], 1, 2), append(1, 3, 4)],
    ],
    [
      "wrong-order",
      "Client 2 read [2,1], which shows 2 before 1, although client 0 had appended the latter before client 1 began to append the former.",
      [append(1, 1, 2), append(2, 3, 4), read([2, 1], 5, 6)],
    ],
    [
      "stale-read",
      "Client 2 read [] after client 1 read [1], which shows more: 1 had been appended by then.",
      [append(1, 1), read([1], 2, 3), read([], 4, 5)],
    ],
    [
      "lost-append",
      "Client 1 read [] after client 0 had appended 1, which is missing.",
      [append(1, 1, 2), read([], 3, 4)],
    ],
    [
      "lost-append",
      "Client 2 read [2], which shows 2 and not 1, although client 0 had appended 1 before client 1 began to append 2.",
      [append(1, 1, 2), append(2, 3, 9), read([2], 1, 8)],
    ],
    ["read-of-no-list", "Client 0 read 1, but a log holds an array.", [read(1, 1, 2)]],
  ])("%s: %s", (rule, explanation, operations) => {
    expect(verdictOn(log(), ...operations)).toMatchObject(broken(rule, explanation));
  });

  test("begins with what it held at first", () => {
    expect(verdictOn(log([1]), append(2, 1, 2), read([1, 2], 3, 4))).toMatchObject(linearizable);
    expect(verdictOn(log([1]), read(null, 1, 2))).toMatchObject(
      broken(
        "lost-beginning",
        "Client 0 read nothing, which does not begin with what the log held at first: [1].",
      ),
    );
  });

  test("may lack an append that has not returned, for ever", () => {
    const operations = [append(1, 1), append(2, 2, 3), read([2], 4, 5), read([2, 1], 6, 7)];
    expect(verdictOn(log(), ...operations.slice(0, 3))).toMatchObject(linearizable);
    expect(verdictOn(log(), ...operations)).toMatchObject(linearizable);
  });

  test("shows an append that was tried again once, or twice", () => {
    const [lost, again] = [append(1, 1), append(1, 2, 3)];
    for (const elements of [[1], [1, 1]]) {
      expect(verdictOn(log(), lost, again, read(elements, 4, 5))).toMatchObject(linearizable);
    }
    expect(verdictOn(log(), lost, again, read([], 4, 5)).verdict).toBe("not-linearizable");
    expect(verdictOn(log(), lost, again, read([1, 1, 1], 4, 5)).verdict).toBe("not-linearizable");
  });

  test("holds the empty text and undefined like any other element", () => {
    expect(
      verdictOn(log(), append("", 1, 2), append(undefined, 3, 4), read(["", undefined], 5, 6)),
    ).toMatchObject(linearizable);
    expect(verdictOn(log(), append("", 1, 2), read([], 3, 4)).verdict).toBe("not-linearizable");
  });
});

describe("a string", () => {
  test.each([
    [
      "contradicting-reads",
      'Client 2 read "a" and client 3 read "b": both would go back to the initial "", and no appends lead from one to the other.',
      [append("a", 1), append("b", 1), read("a", 2, 3), read("b", 4, 5)],
    ],
    [
      "read-of-nothing",
      'Client 1 read "ab", which neither the initial "" nor any write, with appends behind it, makes.',
      [append("a", 1), read("ab", 2, 3)],
    ],
    [
      "shown-too-often",
      'Client 3 read "x+" and client 4 read "y+" show "+" at more places than it was appended to: 1, by client 2.',
      [write("x", 1), write("y", 1), append("+", 1), read("x+", 2, 3), read("y+", 4, 5)],
    ],
    [
      "stale-read",
      'Client 2 read "" after client 1 read "a", which shows more: "a" had been appended by then.',
      [append("a", 1), read("a", 2, 3), read("", 4, 5)],
    ],
    [
      "lost-append",
      'Client 1 read "" after client 0 had appended "a", which is missing.',
      [append("a", 1, 2), read("", 3, 4)],
    ],
    [
      "stale-initial-value",
      'Client 1 read "" after client 0 wrote "a", although the text "" goes back to the initial "" without a write.',
      [write("a", 1, 2), read("", 3, 4)],
    ],
    [
      "interleaved",
      'Client 2 wrote "y" after client 1 read "x" and before client 3 read "x", but the latter two belong to one text, which goes back to one write (client 0 wrote "x") with nothing else in between.',
      [write("x", 1), read("x", 2, 3), write("y", 4, 5), read("x", 6, 7)],
    ],
    [
      "interleaved",
      'Each of two texts would have to be older than the other: client 2 read "x" before client 5 read "y", but client 3 read "y" before client 4 read "x"; one text goes back to one write (client 0 wrote "x"), the other to another (client 1 wrote "y").',
      [
        write("x", 1),
        write("y", 1),
        read("x", 2, 3),
        read("y", 2, 3),
        read("x", 4, 5),
        read("y", 4, 5),
      ],
    ],
  ])("%s: %s", (rule, explanation, operations) => {
    expect(verdictOn(text(), ...operations)).toMatchObject(broken(rule, explanation));
  });

  test("is cut into the appends that it consists of, by what other reads leave", () => {
    const ambiguous = [append("1", 1), append("10", 1), append("11", 1), append("0", 1)];
    // 1 and 10, or 11 and 0.
    const whole = read("110", 4, 5);
    expect(verdictOn(text(), ...ambiguous, whole)).toMatchObject({ engine: "search" });
    expect(verdictOn(text(), ...ambiguous, read("1", 2, 3), whole)).toMatchObject(linearizable);
  });

  test("may be appended nothing at any time", () => {
    expect(verdictOn(text(), append("", 1, 2), read("", 3, 4))).toMatchObject(linearizable);
    expect(verdictOn(text(), append("a", 1, 2), append("", 3, 4), read("a", 5, 6))).toMatchObject(
      linearizable,
    );
  });
});

test.each([
  ["a log", log(), (inputs: readonly string[]): unknown => [...inputs]],
  ["a string", text(), (inputs: readonly string[]): unknown => inputs.join("")],
] as const)("%s of 10 clients that are always busy needs no search", (_, model, contentOf) => {
  const inputs: string[] = [];
  const operations = Array.from({ length: 4_000 }, (__, index): Operation => {
    const client = index % 10;
    const times = { called: 2 * index, returned: 2 * (index + 10) - 1 };
    if (index % 2 === 1) {
      return { client, key: "", name: "read", output: contentOf(inputs), ...times };
    }
    inputs.push(`${client}.${index};`);
    return { client, key: "", name: "append", input: inputs.at(-1), ...times };
  });
  expect(check(operations, model)).toMatchObject(linearizable);
  const { output } = operations[2_901]!;
  const stale = operations.with(3_001, { ...operations[3_001]!, output });
  expect(check(stale, model)).toMatchObject({ rule: "lost-append", engine: "appends" });
});
