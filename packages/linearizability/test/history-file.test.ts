import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { describe, expect, test } from "vitest";
import {
  check,
  formatHistory,
  HistoryFormatError,
  HistoryReader,
  HistoryRecorder,
  operationForms,
  operationsOf,
  parseHistory,
} from "@sync-strategies/linearizability";
import { seedOf } from "../../../vitest.seed.ts";
import { randomHistory } from "./random-history.ts";

const lines = (...events: readonly object[]): string =>
  events.map((event) => JSON.stringify(event)).join("\n");

test("reads operations, their results and their order", () => {
  const text = lines(
    { process: 3, type: "invoke", f: "cas", key: "x", value: [1, 2] },
    { process: 4, type: "invoke", f: "read", key: 7 },
    { process: 3, type: "ok", f: "cas", key: "x", value: [1, 2], applied: false },
    { process: 4, type: "ok", f: "read", key: 7, value: null },
    { process: 3, type: "invoke", f: "update", key: "x" },
    { process: 3, type: "ok", f: "update", key: "x", value: [1, 5] },
  );
  expect(parseHistory(text)).toEqual([
    { client: 3, key: "x", name: "cas", input: [1, 2], output: false, called: 1, returned: 3 },
    { client: 4, key: "7", name: "read", output: null, called: 2, returned: 4 },
    { client: 3, key: "x", name: "update", output: [1, 5], called: 5, returned: 6 },
  ]);
});

test("leaves out what failed, and keeps operations of unknown outcome open", () => {
  const text = lines(
    { process: 1, type: "invoke", f: "write", value: 1 },
    { process: 2, type: "invoke", f: "write", value: 2 },
    { process: 3, type: "invoke", f: "write", value: 3 },
    { process: 1, type: "fail", f: "write", value: 1 },
    { process: 2, type: "info", f: "write", value: 2 },
  );
  expect(parseHistory(text)).toEqual([
    { client: 2, key: "", name: "write", input: 2, called: 2 },
    { client: 3, key: "", name: "write", input: 3, called: 3 },
  ]);
});

test("empty lines are no events, and operations of other models are handed on", () => {
  const text = `\n${lines(
    { process: 1, type: "invoke", f: "put", value: { item: 1 } },
    { process: 1, type: "ok", f: "put", value: "done" },
  )}\n\n`;
  expect(parseHistory(text)).toEqual([
    { client: 1, key: "", name: "put", input: { item: 1 }, output: "done", called: 2, returned: 3 },
  ]);
});

test("a history written and read again gets the same verdict, 300 random ones", () => {
  const generator = xoroshiro128plus(seedOf(3));
  for (let index = 0; index < 300; index++) {
    const history = randomHistory(generator).history();
    const verdict = check(history);
    const again = check(parseHistory([...formatHistory(history)].join("\n")));
    expect(again.verdict).toBe(verdict.verdict);
    const operations = operationsOf(history);
    expect(check(parseHistory([...formatHistory(operations)].join("\n"))).verdict).toBe(
      verdict.verdict,
    );
  }
});

describe("a line that cannot belong to a history is named, with its fault", () => {
  const invoke = { process: 1, type: "invoke", f: "write", value: 1 };
  const ok = { process: 1, type: "ok", f: "write", value: 1 };
  test.each<[fault: RegExp, line: number, text: string]>([
    [/not JSON: \{"process":1,/, 2, `${lines(invoke)}\n{"process":1,`],
    [/not JSON, but EDN, which is read from files that end in \.edn: \{:f/, 1, "{:f :read}"],
    [/not JSON, but EDN, .*: \[ \{:f/, 1, "[ {:f :read}]"],
    [/not JSON, but EDN, .*: #op/, 1, "#op {:f :read}"],
    [/an event is an object with fields, not \[\]/, 1, "[]"],
    [/"process" must be a whole number, not "a"/, 1, lines({ ...invoke, process: "a" })],
    [/"process" must be a whole number, not missing/, 1, lines({ type: "invoke" })],
    [/"type" must be invoke, ok, fail or info, not "done"/, 1, lines({ ...invoke, type: "done" })],
    [/"f" must be the name of an operation, not 3/, 1, lines({ ...invoke, f: 3 })],
    [/knows read, write, but not "add"/, 1, lines({ ...invoke, f: "add" })],
    [/"key" must be a string or a number, not true/, 1, lines({ ...invoke, key: true })],
    [/calls write before its write of line 1 has returned/, 2, lines(invoke, invoke)],
    [/has no open operation that "ok" could complete/, 1, lines(ok)],
    [/has no open operation/, 3, lines(invoke, ok, ok)],
    [/not what this line completes/, 2, lines(invoke, { ...ok, f: "read" })],
    [/not what this line completes/, 2, lines(invoke, { ...ok, key: "y" })],
    [/continues, although the outcome/, 3, lines(invoke, { ...ok, type: "info" }, invoke)],
    [/a write needs a "value"/, 1, lines({ process: 1, type: "invoke", f: "write" })],
    [
      /a read that is ok needs a "value"/,
      2,
      lines({ ...invoke, f: "read" }, { process: 1, type: "ok", f: "read" }),
    ],
  ])("%s", (fault, line, text) => {
    const { read, write } = operationForms.register;
    const options = { file: "runs/a.jsonl", operations: { read, write } };
    let refused: unknown;
    try {
      parseHistory(text, options);
    } catch (error) {
      refused = error;
    }
    expect(refused).toBeInstanceOf(HistoryFormatError);
    expect(refused).toMatchObject({ code: "HISTORY_FORMAT", file: "runs/a.jsonl", line });
    expect((refused as Error).message).toMatch(fault);
    expect((refused as Error).message).toMatch(`runs/a.jsonl, line ${line}: `);
  });

  test.each([
    [/the "value" of a cas is \[expected, next\]/, { f: "cas", value: 1 }],
    [/the "value" of an add is a number, not "1"/, { f: "add", value: "1" }],
    [/the "value" of an append is a string, not 1/, { f: "append", value: 1 }],
  ])("%s", (fault, event) => {
    expect(() => parseHistory(lines({ ...invoke, ...event }))).toThrow(fault);
  });

  test("also for what comes back", () => {
    const update = { process: 1, type: "invoke", f: "update" };
    const cas = { process: 1, type: "invoke", f: "cas", value: [1, 2] };
    expect(() => parseHistory(lines(update, { ...update, type: "ok", value: 3 }))).toThrow(
      /update that is ok is \[before, after\]/,
    );
    expect(() => parseHistory(lines(cas, { ...cas, type: "ok", applied: 1 }))).toThrow(
      /"applied" is true or false, not 1/,
    );
  });
});

describe("the history of a full recorder", () => {
  const recorded = [
    '{"process":1,"type":"invoke","f":"write","value":1}',
    '{"process":1,"type":"ok","f":"write","value":1}',
  ];
  const end = '{"process":"nemesis","type":"info","f":"recorder-full","value":{"totalOps":3}}';

  function readerOf(...more: readonly string[]): HistoryReader {
    const reader = new HistoryReader();
    reader.addBytes(new TextEncoder().encode([...recorded, ...more].join("\n")));
    reader.end();
    return reader;
  }

  test("says in its last line how many operations there were", () => {
    const recorder = new HistoryRecorder(1);
    for (const value of [1, 2, 3]) recorder.returnWrite(recorder.callWrite(1, 0, value));
    const { total } = recorder;
    expect([...formatHistory(recorder.history(), total)].at(-1)).toBe(end);
    recorder.callWrite(1, 0, 4);
    expect([...formatHistory(recorder.history(), 1)].join("\n")).not.toContain("nemesis");
  });

  test("is read back with that number, and the event at which the recorder was full", () => {
    expect(readerOf(end).full()).toEqual({ fullAt: 3, totalOps: 3 });
    expect(readerOf(end).marks()).toEqual([]);
    expect(readerOf().full()).toBeUndefined();
  });

  test("is read from EDN as well", () => {
    const reader = new HistoryReader({ format: "edn" });
    reader.add("{:process 0, :type :invoke, :f :read}");
    reader.add("{:process :nemesis, :type :info, :f :recorder-full, :value {:totalOps 7}}");
    expect(reader.full()).toEqual({ fullAt: 2, totalOps: 7 });
  });

  test("is refused if it goes on, or does not say how many operations there were", () => {
    const later = '{"process":2,"type":"invoke","f":"read"}';
    for (const more of [later, later.replace('"read"', '"read","key":"\u00e9"'), end]) {
      expect(() => readerOf(end, more)).toThrow("line 4: the recorder was full before");
    }
    expect(() => readerOf(end, '{"process":"nemesis","type":"info","f":"kill"}')).not.toThrow();
    for (const value of ["3", '{"totalOps":-1}', '{"totalOps":"3"}', "null"]) {
      expect(() => readerOf(end.replace('{"totalOps":3}', value))).toThrow(
        'line 3: the "value" of recorder-full is {"totalOps": a whole number}',
      );
    }
  });
});
