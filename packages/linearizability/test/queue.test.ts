import { describe, expect, test } from "vitest";
import { check, queue, type Operation } from "@sync-strategies/linearizability";

type Span = readonly [called: number, returned?: number];

const at = ([called, returned]: Span): Pick<Operation, "called" | "returned"> =>
  returned === undefined ? { called } : { called, returned };

const enqueue = (client: number, input: unknown, span: Span): Operation => {
  return { client, key: "", name: "enqueue", input, ...at(span) };
};
const dequeue = (client: number, output: unknown, span: Span): Operation => {
  return { client, key: "", name: "dequeue", output, ...at(span) };
};
/** Was not seen to return. */
const remover = (client: number, called: number): Operation => {
  return { client, key: "", name: "dequeue", called };
};

/** What the engine for queues says, which has to decide without a search. */
function judge(
  history: readonly Operation[],
  initial?: readonly unknown[],
): { rule: string; explanation: string } | string {
  const verdict = check(history, queue(initial));
  expect(verdict.engine).toBe("fifo");
  if (verdict.verdict !== "not-linearizable") return verdict.verdict;
  const { rule, explanation } = verdict;
  return { rule, explanation };
}

const inTurn = [enqueue(1, "a", [1, 2]), enqueue(1, "b", [3, 4])];

describe("a dequeue", () => {
  test.each([
    [
      "of what was not enqueued",
      "dequeue-of-nothing",
      [enqueue(1, "a", [1, 2]), dequeue(2, "z", [3, 4])],
      'Client 2 dequeued "z", which was never enqueued.',
    ],
    [
      "of what was enqueued later",
      "dequeued-before-enqueued",
      [dequeue(2, "a", [1, 2]), enqueue(1, "a", [3, 4])],
      'Client 2 dequeued "a" before client 1 began to enqueue it.',
    ],
    [
      "of what another client dequeued",
      "dequeued-twice",
      [enqueue(1, "a", [1, 2]), dequeue(2, "a", [3, 5]), dequeue(3, "a", [4, 6])],
      'Client 2 and client 3 both dequeued "a", but it was enqueued only once.',
    ],
    [
      "in the wrong order",
      "wrong-order",
      [...inTurn, dequeue(2, "b", [5, 6]), dequeue(3, "a", [7, 8])],
      'Client 2 dequeued "b" before client 3 began to dequeue "a", although client 1 had enqueued ' +
        '"a" before client 1 began to enqueue "b".',
    ],
    [
      "of what was not the first",
      "left-behind",
      [...inTurn, dequeue(2, "b", [5, 6])],
      'Client 2 dequeued "b", although client 1 had enqueued "a" before client 1 began to ' +
        'enqueue "b", and "a" was never dequeued.',
    ],
  ])("%s is named", (_, rule, history, explanation) => {
    expect(judge(history)).toEqual({ rule, explanation });
  });

  test("may return either of two elements that were enqueued at the same time", () => {
    const together = [enqueue(1, "a", [1, 3]), enqueue(2, "b", [2, 4])];
    expect(judge([...together, dequeue(3, "b", [5, 6])])).toBe("linearizable");
    expect(judge([...together, dequeue(3, "a", [5, 6])])).toBe("linearizable");
  });

  test("may return what an unfinished enqueue put there", () => {
    expect(judge([enqueue(1, "a", [1]), dequeue(2, "a", [2, 3])])).toBe("linearizable");
    expect(judge([dequeue(2, "a", [1, 2]), enqueue(1, "a", [3])])).toMatchObject({
      rule: "dequeued-before-enqueued",
    });
  });
});

describe("an unfinished dequeue", () => {
  test("may have removed what was ahead", () => {
    expect(judge([...inTurn, remover(3, 5), dequeue(2, "b", [6, 7])])).toBe("linearizable");
  });

  test("cannot have done so if it was called too late", () => {
    expect(judge([...inTurn, dequeue(2, "b", [5, 6]), remover(3, 7)])).toMatchObject({
      rule: "left-behind",
    });
  });

  test("cannot have removed two elements", () => {
    const three = [...inTurn, enqueue(1, "c", [5, 6])];
    expect(judge([...three, remover(3, 7), dequeue(2, "c", [8, 9])])).toEqual({
      rule: "left-behind",
      explanation:
        'Client 2 dequeued "c", although "a" and "b" were ahead of it, and the one unfinished ' +
        "dequeue called by then can have removed only one of them.",
    });
    expect(judge([...three, remover(3, 7), remover(4, 8), dequeue(2, "c", [9, 10])])).toBe(
      "linearizable",
    );
  });

  test("may have emptied the queue, from its call on", () => {
    const one = enqueue(1, "a", [1, 2]);
    expect(judge([one, remover(3, 3), dequeue(2, null, [4, 5])])).toBe("linearizable");
    expect(judge([one, dequeue(2, null, [3, 5]), remover(3, 4)])).toBe("linearizable");
    expect(judge([one, dequeue(2, null, [3, 4]), remover(3, 5)])).toMatchObject({
      rule: "empty-while-filled",
    });
  });

  test("does not make room for two needs", () => {
    // It may have removed a, or what was left when the queue was found empty, but not both.
    const history = [
      ...inTurn,
      remover(3, 5),
      dequeue(2, "b", [6, 7]),
      enqueue(1, "c", [8, 9]),
      dequeue(2, null, [10, 11]),
    ];
    expect(judge(history)).toMatchObject({ rule: "empty-while-filled" });
    expect(judge([...history, remover(4, 9.5)])).toBe("linearizable");
  });
});

describe("a queue that was found empty", () => {
  test.each([
    [
      "while an element was in it",
      [enqueue(1, "a", [1, 2]), dequeue(2, null, [3, 4]), dequeue(3, "a", [5, 6])],
      'client 1 had enqueued "a" before, and client 3 began to dequeue it only afterwards',
    ],
    [
      "although an element was never dequeued",
      [enqueue(1, "a", [1, 2]), dequeue(2, null, [3, 4])],
      'client 1 had enqueued "a" before, and it was never dequeued',
    ],
    [
      "while one element after the other was in it",
      [
        enqueue(1, "a", [1, 2]),
        dequeue(2, null, [3, 12]),
        enqueue(1, "b", [4, 5]),
        dequeue(3, "a", [6, 7]),
        enqueue(1, "c", [8, 9]),
        dequeue(3, "b", [10, 11]),
        dequeue(3, "c", [13, 14]),
      ],
      'something was in it all that time: client 1 had enqueued "a" before; "b" was in it before ' +
        'client 3 began to dequeue "a"; "c" was in it before client 3 began to dequeue "b"; and ' +
        'client 3 began to dequeue "c" only afterwards',
    ],
    [
      "while more elements were in it than unfinished dequeues can have removed",
      [...inTurn, remover(3, 5), dequeue(2, null, [6, 7])],
      '"a" and "b" were in it before, and the one unfinished dequeue called by then can have ' +
        "removed only one of them",
    ],
  ])("%s is named", (_, history, why) => {
    expect(judge(history)).toEqual({
      rule: "empty-while-filled",
      explanation: `Client 2 found the queue empty, although ${why}.`,
    });
  });

  test("may have been so between two elements", () => {
    const history = [
      enqueue(1, "a", [1, 2]),
      dequeue(2, null, [3, 8]),
      dequeue(3, "a", [4, 7]),
      enqueue(1, "b", [5, 6]),
    ];
    expect(judge(history)).toBe("linearizable");
  });

  test("was that before an enqueue which did not return in time", () => {
    expect(judge([enqueue(1, "a", [1, 4]), dequeue(2, null, [2, 3])])).toBe("linearizable");
    expect(judge([enqueue(1, "a", [1]), dequeue(2, null, [2, 3])])).toBe("linearizable");
  });
});

describe("what a queue held at first", () => {
  test("is dequeued first, in its order", () => {
    const history = [dequeue(1, "a", [1, 2]), dequeue(1, "b", [3, 4]), dequeue(1, null, [5, 6])];
    expect(judge(history, ["a", "b"])).toBe("linearizable");
    expect(judge(history.slice(0, 2), ["b", "a"])).toEqual({
      rule: "wrong-order",
      explanation:
        'Client 1 dequeued "a" before client 1 began to dequeue "b", although "b" was in the ' +
        "queue from the beginning, ahead of it.",
    });
    expect(judge([dequeue(1, null, [1, 2])], ["a"])).toMatchObject({
      explanation:
        'Client 1 found the queue empty, although "a" was in it from the beginning, and it was ' +
        "never dequeued.",
    });
  });

  test("is shown as far as the proof needs it", () => {
    const history = [dequeue(1, "a", [1, 2]), dequeue(2, null, [3, 4])];
    expect(check(history, queue(["a", "b"]))).toMatchObject({ witness: { initial: ["b"] } });
  });
});

describe("elements that repeat", () => {
  const repeated = [enqueue(1, "a", [1, 2]), enqueue(1, "a", [3, 4]), enqueue(1, "b", [5, 6])];

  test("are a matter for the search", () => {
    const right = [...repeated, dequeue(2, "a", [7, 8]), dequeue(2, "a", [9, 10])];
    expect(check(right, queue())).toMatchObject({ verdict: "linearizable", engine: "search" });
  });

  test("do not hide what is wrong with the others", () => {
    const wrong = [...repeated, dequeue(2, "b", [7, 8]), dequeue(3, "b", [9, 10])];
    expect(check(wrong, queue())).toMatchObject({ rule: "dequeued-twice", engine: "fifo" });
  });

  test("an element that looks like an empty queue is one, too", () => {
    const history = [enqueue(1, null, [1, 2]), dequeue(2, null, [3, 4])];
    expect(check(history, queue())).toMatchObject({ verdict: "linearizable", engine: "search" });
    const wrong = [...history, dequeue(2, "z", [5, 6])];
    expect(check(wrong, queue())).toMatchObject({ rule: "dequeue-of-nothing", engine: "fifo" });
  });

  test("elements are the same by content", () => {
    const history = [enqueue(1, { job: [1, 2] }, [1, 2]), dequeue(2, { job: [1, 2] }, [3, 4])];
    expect(judge(history)).toBe("linearizable");
  });
});

describe("long histories", () => {
  const count = 50_000;
  const long = Array.from({ length: count }, (_, element) => {
    const start = 1 + 4 * element;
    const last = element === count - 1;
    return [
      enqueue(1, element, [start, start + 1]),
      // Each is dequeued only after the next was enqueued.
      ...(last ? [] : [dequeue(2, element, [start + 6, start + 7])]),
    ];
  }).flat();
  const end = 5 * count;

  test("are judged without a search", () => {
    expect(judge(long)).toBe("linearizable");
  });

  test("are summed up where an element led to the next all along", () => {
    const verdict = check([...long, dequeue(3, null, [3, end])], queue());
    expect(verdict).toMatchObject({ engine: "fifo", rule: "empty-while-filled" });
    const { explanation, witness } = verdict as Extract<typeof verdict, { rule: string }>;
    expect(explanation).toMatch(/and so on, \d+ times more; and 49999 was never dequeued\.$/);
    expect(explanation.length).toBeLessThan(500);
    expect(witness.operations.length).toBeLessThanOrEqual(12);
  });
});
