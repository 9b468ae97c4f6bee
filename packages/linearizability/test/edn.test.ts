import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { describe, expect, test } from "vitest";
import {
  check,
  formatHistory,
  parseHistory,
  type HistoryFileOptions,
} from "@sync-strategies/linearizability";
import { EdnReader } from "../src/file/edn.ts";
import { seedOf } from "../../../vitest.seed.ts";
import { randomHistory } from "./random-history.ts";

/** All values at the top of a text, with their lines. */
function readEdn(text: string): { value: unknown; line: number }[] {
  const values: { value: unknown; line: number }[] = [];
  const reader = new EdnReader((value, line) => values.push({ value, line }));
  for (const line of text.split("\n")) reader.add(line);
  reader.end();
  return values;
}

/** The one value of a text. */
function valueOf(text: string): unknown {
  const values = readEdn(text);
  expect(values).toHaveLength(1);
  return values[0]?.value;
}

test.each<[edn: string, value: unknown]>([
  ["nil", null],
  ["true", true],
  ["-17", -17],
  ["+5", 5],
  ["9007199254740992N", 9007199254740992],
  ["1.50M", 1.5],
  ["1.0E10", 1e10],
  ["0x1F", 31],
  [":write", "write"],
  [":jepsen/op", "jepsen/op"],
  ["clojure.lang.ExceptionInfo", "clojure.lang.ExceptionInfo"],
  ['"tab\\t, quote \\", \\u00e9, \\\\"', 'tab\t, quote ", é, \\'],
  ['"two\nlines"', "two\nlines"],
  ["\\newline", "\n"],
  ["\\(", "("],
  ["\\u0041", "A"],
  ["(1 [2, 3] (nil))", [1, [2, 3], [null]]],
  ["#{3 1 2}", [1, 2, 3]],
  ['{:a 1, "b" {:c []}, 3 :d}', { a: 1, b: { c: [] }, "3": "d" }],
  ["{:__proto__ 1}", Object.fromEntries([["__proto__", 1]])],
  ["(1 #_2 #_#_3 4 5 #_(6 7)) ; 8", [1, 5]],
  ['([#inst "2026-01-01"])', [[{ "#inst": "2026-01-01" }]]],
  ["#jepsen.history.Op{:index 0}", { index: 0 }],
  ["(#:jepsen{:a 1})", [{ "jepsen/a": 1 }]],
  ['(#object[clojure.core$fn 0x1a "f"])', [{ "#object": ["clojure.core$fn", 26, "f"] }]],
])("reads %s", (edn, value) => {
  expect(valueOf(edn)).toEqual(value);
});

test("equal sets are equal arrays, in whatever order they were written", () => {
  expect(valueOf('#{"1" 1 [2] {:a 1}}')).toEqual(valueOf('#{{:a 1} 1 [2] "1"}'));
});

test("hands on what is at the top, or in a vector at the top, with its line", () => {
  const values = [
    { value: { a: 1 }, line: 1 },
    { value: { b: 2 }, line: 2 },
    { value: { c: [3] }, line: 3 },
  ];
  expect(readEdn("{:a 1}\n{:b 2}\n{:c\n[3]}")).toEqual(values);
  expect(readEdn("[{:a 1}\n{:b 2}\n{:c\n[3]}]\n")).toEqual(values);
});

test("is read to any depth that is allowed", () => {
  expect(valueOf(`${"(".repeat(1000)}${")".repeat(1000)}`)).toBeInstanceOf(Array);
});

test.each<[edn: string, fault: RegExp]>([
  ["9007199254740993", /9007199254740993 cannot be kept/],
  ["1e400", /cannot be kept/],
  ["0.12345678901234567890M", /cannot be kept/],
  ["0x20000000000001", /9007199254740993 cannot be kept/],
  ["1/3", /1\/3 cannot be kept/],
  ["007", /007 cannot be kept/],
  ["##NaN", /##NaN cannot be kept/],
  ["null", /null is no value of EDN/],
  ["'quoted", /not EDN: 'quoted/],
  ['#"regex"', /not EDN/],
  ["::auto", /not EDN/],
  ["\\nonsense", /no character/],
  ['"\\x"', /unknown escape \\x/],
  ['"\\ud800"', /not Unicode/],
  ['"\ufffd"', /not Unicode/],
  ["{:a 1 :a 2}", /key a twice/],
  ['{:a 1 "a" 2}', /key a twice/],
  ["{:a}", /a key without a value/],
  ["#{1 1}", /a set has 1 twice/],
  ["[1}", /} does not end what \[ begins in line 1/],
  ["]", /] ends nothing/],
  ["[1", /what \[ begins in line 1 does not end/],
  ["[1 #_", /what #_ begins/],
  ["(#tag)", /\) does not end what #tag begins/],
  ['"open', /a string does not end/],
  ["(".repeat(1001), /more than 1000 values/],
])("refuses %s", (edn, fault) => {
  expect(() => readEdn(edn)).toThrow(fault);
  expect(() => readEdn(edn)).toThrow(SyntaxError);
});

/** A value of JSON as EDN, with keywords where a text can be one. */
function inEdn(value: unknown): string {
  if (value === null) return "nil";
  if (Array.isArray(value)) return `[${value.map(inEdn).join(" ")}]`;
  if (typeof value === "object") {
    const fields = Object.entries(value).map(([name, field]) => `${inEdn(name)} ${inEdn(field)}`);
    return `{${fields.join(", ")}}`;
  }
  const isWord = typeof value === "string" && /^[a-z]+$/.test(value);
  return isWord ? `:${value}` : JSON.stringify(value);
}

test("a history has the same operations as EDN and as JSON, 500 random ones", () => {
  const generator = xoroshiro128plus(seedOf(11));
  for (let index = 0; index < 500; index++) {
    const lines = [...formatHistory(randomHistory(generator).history())];
    const events = lines.map((line) => inEdn(JSON.parse(line)));
    const operations = parseHistory(lines.join("\n"));
    expect(parseHistory(events.join("\n"), { format: "edn" })).toEqual(operations);
    const vector = parseHistory(`[${events.join("\n")}]`, { format: "edn" });
    expect(vector).toEqual(operations);
  }
});

describe("a history of Jepsen's", () => {
  const edn = { file: "history.edn", format: "edn" } satisfies HistoryFileOptions;

  test("has the operations that the same history has as JSON", () => {
    const lines = [
      "{:process 0, :type :invoke, :f :write, :value 3, :time 12, :index 0}",
      "{:process :nemesis, :type :info, :f :kill, :value [:n1], :time 13, :index 1}",
      "{:process 0, :type :ok, :f :write, :value 3, :time 14, :index 2}",
      "{:process 1, :type :invoke, :f :cas, :value [3 4], :time 15, :index 3}",
      "{:process 1, :type :fail, :f :cas, :value [3 4], :time 16, :index 4, :error :no-match}",
      "{:process 2, :type :invoke, :f :write, :value {:a #{1}}, :time 17, :index 5}",
      "{:process 2, :type :info, :f :write, :value {:a #{1}}, :exception {:via [{:type a.B}]}}",
      "{:process 1, :type :invoke, :f :read, :value nil, :time 18, :index 6}",
      "{:process 1, :type :ok, :f :read, :value nil, :time 19, :index 7}",
    ];
    const operations = [
      { client: 0, key: "", name: "write", input: 3, called: 1, returned: 3 },
      { client: 2, key: "", name: "write", input: { a: [1] }, called: 6 },
      { client: 1, key: "", name: "read", output: null, called: 8, returned: 9 },
    ];
    expect(parseHistory(lines.join("\n"), edn)).toEqual(operations);
    expect(parseHistory(`[${lines.join("\n")}]`, edn)).toEqual(operations);
  });

  test("may have all its events in one line, in their order", () => {
    const write =
      "{:process 0, :type :invoke, :f :write, :value 1}{:process 0, :type :ok, :f :write}";
    const read = "{:process 1, :type :invoke, :f :read}{:process 1, :type :ok, :f :read, :value 0}";
    const operations = parseHistory(`[${write}${read}]`, edn);
    expect(operations.map(({ called, returned }) => [called, returned])).toEqual([
      [1, 2],
      [3, 4],
    ]);
    expect(check(operations).verdict).toBe("not-linearizable");
  });

  test("with independent keys has them taken from its values", () => {
    const text =
      "{:process 0, :type :invoke, :f :cas, :value [:x [0 1]]}\n" +
      "{:process :nemesis, :type :info, :f :kill, :value :n1}\n" +
      "{:process 0, :type :ok, :f :cas, :value [:x [0 1]]}";
    expect(parseHistory(text, { ...edn, independent: true })).toEqual([
      { client: 0, key: "x", name: "cas", input: [0, 1], output: true, called: 1, returned: 3 },
    ]);
    const plain = "{:process 0, :type :invoke, :f :write, :value 1}";
    expect(() => parseHistory(plain, { ...edn, independent: true })).toThrow(/is \[key, value\]/);
  });

  test.each<[string, RegExp]>([
    ["{:process 0, :type :invoke, :f :txn, :value [[:append 1 2]]}", /line 1: transactions/],
    ["{:process 0, :type :invoke,\n :f :write, :value 1e400}", /history\.edn, line 2: .*1e400/],
    ["\n{:process 0, :type :invoke,\n :f :write, :vlaue 1}", /line 2: there is no field "vlaue"/],
    ["{:process :client, :type :invoke, :f :read}", /line 1: "process" must be a whole number/],
    ["[{:process 0, :type :invoke, :f :read}\n\n", /does not end/],
    ["[[1 2]]", /an event is an object with fields, not \[1,2\]/],
  ])("is refused with its line: %s", (text, fault) => {
    expect(() => parseHistory(text, edn)).toThrow(fault);
  });
});
