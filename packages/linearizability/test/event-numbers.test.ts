/** Verdicts follow from the order of events, whatever their numbers are and whether they are shared. */
import { describe, expect, test } from "vitest";
import {
  check,
  checkZones,
  counter,
  formatHistory,
  HistoryRecorder,
  Kind,
  LAST_EVENT,
  parseHistory,
  register,
  renderText,
  type Model,
  type Operation,
  type HistoryColumns,
} from "@sync-strategies/linearizability";

/** Has no name that any faster engine knows. */
const searchedRegister: Model = { ...register(), engines: [] };

type Span = readonly [called: number, returned: number];

const write = (input: number, [called, returned]: Span): Operation => {
  return { client: input, key: "", name: "write", input, called, returned };
};
const read = (output: number, [called, returned]: Span): Operation => {
  return { client: 9, key: "", name: "read", output, called, returned };
};
const add = (input: number, [called, returned]: Span): Operation => {
  return { client: 1, key: "", name: "add", input, called, returned };
};

/** Value 1 is replaced by 3 for certain, since 3 is written after it; 2 touches both. */
const staleRead = [write(1, [1, 10]), write(2, [10, 20]), write(3, [12, 22]), read(1, [30, 40])];

describe("an operation that is called at the number at which another one returns", () => {
  test.each([
    ["zones", register()],
    ["search", searchedRegister],
  ])("hides no violation from %s", (engine, model) => {
    const verdict = check(staleRead, model);
    expect(verdict).toMatchObject({ verdict: "not-linearizable", engine });
    // The witness has the numbers of the history.
    expect(verdict).toMatchObject({
      witness: { operations: expect.arrayContaining([read(1, [30, 40])]) },
    });
  });

  test.each([
    ["zones", [read(1, [1, 10]), write(1, [10, 20])], register()],
    ["search", [read(1, [1, 10]), write(1, [10, 20])], searchedRegister],
    ["windows", [read(5, [1, 10]), add(5, [10, 20])], counter()],
    ["windows", [add(5, [1, 10]), read(0, [10, 20])], counter()],
  ])("may have come before it: %s", (engine, history, model) => {
    expect(check(history, model)).toMatchObject({ verdict: "linearizable", engine });
    const apart = history.map((operation, index) => ({ ...operation, called: 1 + index * 10.5 }));
    expect(check(apart, model)).toMatchObject({ verdict: "not-linearizable", engine });
  });

  test("is drawn across it", () => {
    const verdict = check(staleRead);
    const lines = verdict.verdict === "not-linearizable" ? renderText(verdict.witness) : [];
    const lanes = lines.filter((line) => line.startsWith("client"));
    expect(lanes).toHaveLength(3);
    for (const lane of lanes) expect(lane).toMatch(/\|[A-C] (write|read) \d-*\|$/);
  });

  test("keeps its place in a file, with a new process where its client has an operation open", () => {
    const touching = [write(1, [1, 10]), { ...read(0, [10, 20]), client: 1, output: null }];
    for (const history of [touching, touching.toReversed()]) {
      expect(check(history).verdict).toBe("linearizable");
      const again = parseHistory([...formatHistory(history)].join("\n"));
      expect(again.map(({ client }) => client)).toEqual([1, 2]);
      expect(check(again).verdict).toBe("linearizable");
    }
  });
});

/** Rows of the columns: kind, call, return, and the value read or written. */
function columnsOf(rows: readonly (readonly [Kind, number, number, number])[]): HistoryColumns {
  return {
    length: rows.length,
    kinds: Uint8Array.from(rows, ([kind]) => kind),
    clients: new Int32Array(rows.length),
    keys: new Int32Array(rows.length),
    calls: Int32Array.from(rows, ([, called]) => called),
    returns: Int32Array.from(rows, ([, , returned]) => returned),
    valuesRead: Float64Array.from(rows, ([, , , value]) => value),
    valuesWritten: Float64Array.from(rows, ([, , , value]) => value),
    events: Math.max(...rows.flatMap(([, called, returned]) => [called, returned])),
  };
}

describe("columns", () => {
  const tied = columnsOf([
    [Kind.write, 1, 3, 1],
    [Kind.write, 3, 5, 2],
    [Kind.write, 4, 6, 3],
    [Kind.read, 7, 8, 1],
  ]);
  const sparse = columnsOf([
    [Kind.write, 1, 10, 1],
    [Kind.write, 11, LAST_EVENT - 3, 2],
    [Kind.read, LAST_EVENT - 1, LAST_EVENT, 1],
  ]);

  test.each([
    ["whose events share numbers", tied],
    ["whose numbers have large gaps, without memory for them", sparse],
  ])("%s are judged as operations are", (_, columns) => {
    expect(checkZones(columns)).toMatchObject({ rule: "interleaved" });
    expect(check(columns).verdict).toBe("not-linearizable");
  });

  test.each([
    ["share numbers", tied, 8],
    ["have large gaps", sparse, 6],
  ])("are written to a file whole if their events %s", (_, columns, lines) => {
    expect([...formatHistory(columns)]).toHaveLength(lines);
  });
});

describe("numbers up to 2^53", () => {
  const largest = Number.MAX_SAFE_INTEGER;
  const history = [
    write(1, [2 ** 31 - 1, 2 ** 31]),
    write(2, [2 ** 31 + 1, 2 ** 53 - 4]),
    read(1, [2 ** 53 - 3, largest]),
  ];

  test.each([
    ["zones", register()],
    ["search", searchedRegister],
  ])("are distinguished by %s", (engine, model) => {
    expect(check(history, model)).toMatchObject({ verdict: "not-linearizable", engine });
    const overlapping = history.with(2, read(1, [2 ** 53 - 4, largest]));
    expect(check(overlapping, model)).toMatchObject({ verdict: "linearizable", engine });
  });

  test("are distinguished by windows", () => {
    const counted = [add(2, [largest - 9, largest - 8]), read(0, [largest - 7, largest])];
    expect(check(counted, counter())).toMatchObject({ rule: "counted-too-few", engine: "windows" });
    const overlapping = counted.with(1, read(0, [largest - 8, largest]));
    expect(check(overlapping, counter()).verdict).toBe("linearizable");
  });
});

test.each([
  ["a return before its call", write(1, [5, 4])],
  ["a number that is none", write(1, [NaN, 4])],
  ["an infinite one", write(1, [1, Infinity])],
])("%s is refused", (_, operation) => {
  expect(() => check([operation])).toThrow(RangeError);
});

describe("a recorder's clock", () => {
  test.each([
    ["beyond 32 bits", LAST_EVENT + 1],
    ["with a fraction", 1.5],
    ["that does not advance", 0],
    ["that is no number", NaN],
  ])("%s is refused, and nothing is recorded under another number", (_, next) => {
    const recorder = new HistoryRecorder(10, { next: () => next });
    expect(() => recorder.callRead(1, 0)).toThrow(RangeError);
    expect(() => recorder.callWrite(1, 0, 1)).toThrow(RangeError);
    expect(recorder.history()).toMatchObject({ length: 0, events: 0 });
  });

  test("may count up to the last number there is", () => {
    let now = LAST_EVENT - 2;
    const recorder = new HistoryRecorder(10, { next: () => ++now });
    recorder.returnWrite(recorder.callWrite(1, 0, 1));
    expect(check(recorder.history())).toMatchObject({ verdict: "linearizable", checkedOps: 1 });
    expect(() => recorder.callRead(1, 0)).toThrow(RangeError);
  });
});
