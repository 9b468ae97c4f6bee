/** A file is read from its bytes, plain lines quickly; the outcome is that of the strict reader. */
import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { describe, expect, test } from "vitest";
import {
  check,
  counter,
  HistoryFormatError,
  HistoryReader,
  operationForms,
  parseHistory,
  register,
  type HistoryFileOptions,
  type Model,
  type Operation,
} from "@sync-strategies/linearizability";
import { seedOf } from "../../../vitest.seed.ts";
import type { Lot } from "./random-operations.ts";

const encoder = new TextEncoder();

const oddTimes = ["5", "1.5", '"x"', '""', '"7"', '"1700000000123456789"', "1700000000123456789"];

/** Reads a file that comes in pieces of these lengths, in turn. */
function readPieces(
  bytes: Uint8Array,
  lengths: readonly number[],
  options?: HistoryFileOptions,
): HistoryReader {
  const reader = new HistoryReader(options);
  let [start, turn] = [0, 0];
  while (start < bytes.length) {
    const length = lengths[turn++ % lengths.length] ?? 1;
    // A copy that is overwritten, as a file is read into the same memory again and again.
    const piece = bytes.slice(start, start + length);
    reader.addBytes(piece);
    piece.fill(0x22);
    start += length;
  }
  reader.end();
  return reader;
}

interface Outcome {
  readonly operations?: readonly Operation[];
  readonly marks?: readonly unknown[];
  readonly events?: number;
  readonly problem?: string;
}

function outcomeOf(read: () => HistoryReader): Outcome {
  try {
    const reader = read();
    return { operations: reader.operations(), marks: reader.marks(), events: reader.events };
  } catch (error) {
    if (error instanceof HistoryFormatError) return { problem: error.message };
    throw error;
  }
}

function readLines(text: string, options: HistoryFileOptions): HistoryReader {
  const reader = new HistoryReader(options);
  for (const line of text.split("\n")) reader.add(line);
  reader.end();
  return reader;
}

const plainValues = [
  "[1,2]",
  "0",
  "7",
  "12",
  "-3",
  "null",
  "true",
  "false",
  '"a"',
  '"b c"',
  "999999999999999",
];
const oddValues = [
  "-0",
  "01",
  "1.5",
  "1e3",
  "1E400",
  "9007199254740993",
  "1000000000000000",
  "0.1",
  "--1",
  "-",
  "[]",
  "[1]",
  "[1,2,3]",
  "[1,[2]]",
  '{"a":1}',
  '{"a":1,"a":2}',
  "nul",
  "nulll",
  "tru",
  "NaN",
  '"é"',
  '"\\u0041"',
  '"\\ud800"',
  '"\\n"',
  '"\\\\"',
  '"',
  '"\u0001"',
  '"\u007f"',
  '"\ufffd"',
  '"\ufeff"',
];
const oddTexts = [
  "nemesis",
  "invoke ",
  "o",
  "",
  "read\\u0020",
  "__proto__",
  "constructor",
  "txn",
  "ö",
];
const oddInsertions = [
  " ",
  "\t",
  "\r",
  "\n",
  ",",
  ":",
  "{",
  "}",
  "[",
  "]",
  '"',
  "\\",
  "0",
  "\ufeff",
  "\u2028",
  "\u0000",
];

const usualNames = ["read", "write", "cas", "update", "add", "append", "swap"];
const answers = new Set(["read", "update", "swap", "contains", "tryAcquire", "dequeue"]);

/** Lines of a sound history, with changes that a hostile or unlucky hand would make. */
class LineWriter {
  readonly #lot: Lot;
  readonly #names: readonly string[];
  readonly #open = new Map<
    number,
    { f: string; key: string | undefined; value: string | undefined }
  >();

  constructor(lot: Lot, names: readonly string[]) {
    this.#lot = lot;
    this.#names = names;
  }

  line(): string {
    const lot = this.#lot;
    const process = lot(4);
    const open = this.#open.get(process);
    const fields = open === undefined ? this.#call(process) : this.#return(process, open);
    if (lot(30) === 0) fields.push(["time", this.#pick(oddTimes)]);
    if (lot(30) === 0) fields.push(["index", this.#pick(["5", "1.5", "null"])]);
    if (lot(60) === 0) fields.push([this.#pick(["error", "aplied", "Key", "value "]), "1"]);
    if (lot(60) === 0) fields.push(fields[lot(fields.length)]!);
    if (lot(60) === 0) fields.splice(lot(fields.length), 1);
    if (lot(60) === 0) fields[lot(fields.length)]![1] = this.#pick(oddValues);
    if (lot(60) === 0) fields[lot(fields.length)]![1] = JSON.stringify(this.#pick(oddTexts));
    if (lot(3) === 0) fields.sort(() => lot(3) - 1);
    const [space, after] = [lot(4) === 0 ? " " : "", this.#pick(["", "", "", " ", "\r"])];
    const text = fields.map(([name, value]) => `"${name}":${space}${value}`).join(`,${space}`);
    return this.#damaged(`{${space}${text}${space}}${after}`);
  }

  #call(process: number): [string, string][] {
    const f = this.#pick(this.#lot(30) === 0 ? usualNames : this.#names);
    const key = this.#pick([undefined, '"x"', '"y"', "1", "-0"]);
    const value =
      f === "read" || f === "update"
        ? this.#pick([undefined, undefined, "null", "1"])
        : this.#valueOf(f);
    this.#open.set(process, { f, key, value });
    return this.#fields(process, "invoke", f, key, value);
  }

  #return(
    process: number,
    { f, key, value }: { f: string; key: string | undefined; value: string | undefined },
  ): [string, string][] {
    const type = this.#pick(["ok", "ok", "ok", "ok", "fail", "info"]);
    this.#open.delete(process);
    if (type === "info") this.#open.set(process, { f, key, value });
    const isAnswer = answers.has(f);
    const answer = isAnswer ? this.#valueOf(f) : this.#pick([value, value, undefined, "null", "1"]);
    const fields = this.#fields(process, type, f, key, answer);
    if (["cas", "add", "remove"].includes(f) && this.#lot(2) === 0)
      fields.push(["applied", this.#pick(["true", "false"])]);
    if (this.#lot(80) === 0) fields.push(["applied", this.#pick(["true", "0"])]);
    return fields;
  }

  #fields(
    process: number,
    type: string,
    f: string,
    key: string | undefined,
    value: string | undefined,
  ): [string, string][] {
    return [
      ["process", String(process === 3 ? 2 ** 40 : process)],
      ["type", `"${type}"`],
      ["f", `"${f}"`],
      ...(key === undefined ? [] : ([["key", key]] as [string, string][])),
      ...(value === undefined ? [] : ([["value", value]] as [string, string][])),
    ];
  }

  #valueOf(f: string): string {
    const value = (): string => this.#pick(this.#lot(40) === 0 ? oddValues : plainValues);
    if (f === "cas" || f === "update") return `[${value()},${value()}]`;
    if (f === "add") return this.#pick(["1", "-2", "3"]);
    if (f === "contains" || f === "tryAcquire") return this.#pick(["true", "false"]);
    return f === "append" ? this.#pick(['"a"', '"é"', '"b"']) : value();
  }

  #damaged(line: string): string {
    const lot = this.#lot;
    if (lot(80) > 0) return line;
    const at = lot(line.length + 1);
    const kept = lot(2) === 0 ? at : at + 1;
    return line.slice(0, at) + this.#pick(oddInsertions) + line.slice(kept);
  }

  #pick<Item>(items: readonly Item[]): Item {
    return items[this.#lot(items.length)]!;
  }
}

const models = [undefined, ...(Object.keys(operationForms) as (keyof typeof operationForms)[])];

test("bytes and lines have the same outcome, on 1,000 histories, right and wrong ones", () => {
  const generator = xoroshiro128plus(seedOf(7));
  const lot: Lot = (below) => uniformInt(generator, 0, below - 1);
  const seen = new Map<string, number>();
  for (let index = 0; index < 1_000; index++) {
    const model = models[lot(models.length)];
    const operations = model && operationForms[model];
    const writer = new LineWriter(lot, operations ? Object.keys(operations) : usualNames);
    const lines = Array.from({ length: 1 + lot(14) }, () => (lot(60) === 0 ? "" : writer.line()));
    const text = (lot(20) === 0 ? "\ufeff" : "") + lines.join("\n") + (lot(2) === 0 ? "\n" : "");
    const options = { file: "a.jsonl", operations };
    const expected = outcomeOf(() => readLines(text, options));
    const lengths = [1 + lot(300), 1 + lot(40)];
    const found = outcomeOf(() => readPieces(encoder.encode(text), lengths, options));
    expect(found, text).toEqual(expected);
    const problem = /: ([^,:]*?) ?[^a-z ]/.exec(expected.problem ?? ": sound,")?.[1] ?? "";
    seen.set(problem, (seen.get(problem) ?? 0) + 1);
  }
  // The test means something only if many histories are sound, and faults are of many kinds.
  expect(seen.get("sound")).toBeGreaterThan(40);
  expect(seen.size).toBeGreaterThan(10);
});

const call = '{"process":1,"type":"invoke","f":"write","key":"x","value":5}';
const back = '{"process":1,"type":"ok","f":"write","key":"x","value":5}';

describe("a file is read the same", () => {
  const operation = { client: 1, key: "x", name: "write", input: 5 };

  test.each<[string, string, Operation[]]>([
    [
      "with the end of its last line",
      `${call}\n${back}\n`,
      [{ ...operation, called: 1, returned: 2 }],
    ],
    ["without it", `${call}\n${back}`, [{ ...operation, called: 1, returned: 2 }]],
    [
      "with ends of two characters",
      `${call}\r\n${back}\r\n`,
      [{ ...operation, called: 1, returned: 2 }],
    ],
    [
      "with empty lines",
      `\n${call}\n\n  \n${back}\n\n`,
      [{ ...operation, called: 2, returned: 5 }],
    ],
    [
      "after a mark of the byte order",
      `\ufeff${call}\n${back}`,
      [{ ...operation, called: 1, returned: 2 }],
    ],
  ])("%s", (_, text, operations) => {
    const bytes = encoder.encode(text);
    for (const length of [1, 2, 3, 7, 64, bytes.length]) {
      expect(readPieces(bytes, [length]).operations()).toEqual(operations);
    }
  });

  test("with clients of more than 32 bits, beside others", () => {
    const lines = [3, 2 ** 40, -(2 ** 53) + 1].map((process) =>
      JSON.stringify({ process, type: "invoke", f: "write", value: process }),
    );
    const reader = readPieces(encoder.encode(lines.join("\n")), [50]);
    expect(reader.operations().map(({ client, input }) => [client, input])).toEqual([
      [3, 3],
      [2 ** 40, 2 ** 40],
      [-(2 ** 53) + 1, -(2 ** 53) + 1],
    ]);
  });
});

/** Or why they are refused. */
function timesOf(read: () => HistoryReader): unknown {
  try {
    return read().times();
  } catch (error) {
    return String(error);
  }
}

test.each<[string, readonly string[]]>([
  ["numbers", ["0", "5", "999999999999999"]],
  ["texts of many digits", ['"1700000000123456789"', '"99999999999999999999999"']],
  ["numbers and fractions", ["1", "1.5", '"2.5"']],
  ["odd texts", ['""']],
  ["signs and zeros", ['"-7"', '"007"']],
  ["times that run backwards", ["5", "4"]],
  ["none", ["1", ""]],
])("%s are the times of plain lines as of others", (_, times) => {
  const text = times
    .map((time, index) => {
      const line = index % 2 === 0 ? call : back;
      return time === "" ? line : line.replace("}", `,"time":${time}}`);
    })
    .join("\n");
  const found = timesOf(() => readPieces(encoder.encode(text), [7], { timed: true }));
  expect(found).toEqual(timesOf(() => readLines(text, { timed: true })));
});

test("text of all characters is read, and bytes that are no text are refused", () => {
  const [opening, closing] = ['{"process":1,"type":"invoke","f":"write","value":"', '"}'].map(
    (text) => encoder.encode(text),
  );
  // Around every border between lengths of characters, and what is none.
  const bytes = [0x00, 0x1f, 0x20, 0x41, 0x7e, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbd, 0xbf];
  const firsts = [...bytes, 0xc1, 0xc2, 0xdf, 0xe0, 0xe1, 0xed, 0xee, 0xef, 0xf0, 0xf1, 0xf4, 0xf5];
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  let texts = 0;
  for (const first of firsts) {
    for (const second of bytes) {
      for (const third of bytes) {
        for (const last of [0x41, 0x80, 0xbf, 0xc2]) {
          const text = Uint8Array.of(first, second, third, last);
          const line = Uint8Array.of(...opening!, ...text, ...closing!);
          let value: string | undefined;
          try {
            value = decoder.decode(text);
          } catch {
            value = undefined;
          }
          // JSON has no control characters, and the reader no U+FFFD.
          const isText =
            value !== undefined &&
            !/[\p{Cc}\ufffd]/u.test(value.replaceAll(/[\u007f-\u009f]/g, ""));
          const { operations } = outcomeOf(() => readPieces(line, [line.length]));
          expect(operations?.[0]?.input, text.join(" ")).toBe(isText ? value : undefined);
          texts += isText ? 1 : 0;
        }
      }
    }
  }
  expect(texts).toBeGreaterThan(500);
});

test("bytes that are no UTF-8 are refused, with their line", () => {
  const bytes = encoder.encode(`${call}\n${back.replace("5", '"?"')}`);
  bytes[bytes.indexOf(0x3f)] = 0xc3;
  expect(() => readPieces(bytes, [100])).toThrow("line 2: this is not Unicode text");
});

test("a line that does not end is refused before it fills the memory", () => {
  const reader = new HistoryReader({ file: "a.bin" });
  reader.addBytes(encoder.encode(`${call}\n`));
  const zeros = new Uint8Array(2 ** 22);
  const fill = (): void => {
    for (let pieces = 0; pieces < 20; pieces++) reader.addBytes(zeros);
  };
  expect(fill).toThrow("a.bin, line 2: it is longer than 64 MiB");
});

test("values of every kind come back as they were written", () => {
  const values = [
    0,
    1,
    2 ** 53 - 1,
    -1,
    -7,
    1.5,
    1e21,
    null,
    true,
    false,
    "",
    "a",
    "é\u0000",
    "\ufeffb",
  ];
  const nested = [[1, "a", null], { a: [1], b: { c: -1 } }, [], {}];
  for (const value of [...values, ...nested]) {
    const text = [
      { process: 1, type: "invoke", f: "write", value },
      { process: 1, type: "ok", f: "write" },
      { process: 1, type: "invoke", f: "cas", value: [value, 1] },
      { process: 1, type: "ok", f: "cas", applied: false },
      { process: 1, type: "invoke", f: "read" },
      { process: 1, type: "ok", f: "read", value },
      { process: 1, type: "invoke", f: "swap", value },
      { process: 1, type: "ok", f: "swap", value: [value] },
    ]
      .map((event) => JSON.stringify(event))
      .join("\n");
    const expected = [
      { client: 1, key: "", name: "write", input: value, called: 1, returned: 2 },
      { client: 1, key: "", name: "cas", input: [value, 1], output: false, called: 3, returned: 4 },
      { client: 1, key: "", name: "read", output: value, called: 5, returned: 6 },
      { client: 1, key: "", name: "swap", input: value, output: [value], called: 7, returned: 8 },
    ];
    expect(readPieces(encoder.encode(text), [33]).operations()).toEqual(expected);
    expect(parseHistory(text)).toEqual(expected);
  }
});

/** One operation after the other, each by a process of its own: called in a line, returned in the next. */
const inTurn = (
  ...operations: readonly (readonly [f: string, key: string, value: unknown])[]
): string =>
  operations
    .flatMap(([f, key, value], process) => [
      { process, type: "invoke", f, key, ...(f !== "read" && f !== "update" && { value }) },
      { process, type: "ok", f, key, value },
    ])
    .map((event) => JSON.stringify(event))
    .join("\n");

/** On key x all is well; the last operation on key y shows a violation. */
const files: readonly (readonly [engine: string, model: Model, text: string])[] = [
  [
    "zones",
    register(),
    inTurn(
      ["write", "x", "a"],
      ["write", "y", 1],
      ["update", "y", [1, 2]],
      ["update", "y", [1, 3]],
    ),
  ],
  [
    "zones",
    register(7),
    // A value written twice on one key leaves the others to zones.
    inTurn(["write", "x", 1], ["write", "x", 1], ["write", "y", "a"], ["read", "y", 7]),
  ],
  [
    "search",
    register(),
    inTurn(
      ["write", "x", 1],
      ["write", "x", 1],
      ["write", "y", 1],
      ["write", "y", 2],
      ["write", "y", 1],
      ["read", "y", 2],
    ),
  ],
  [
    "windows",
    counter(),
    inTurn(["add", "x", 2], ["read", "x", 2], ["add", "y", 3], ["read", "y", 0]),
  ],
];

test.each(files)(
  "what %s finds in a file is explained as it is in operations",
  (engine, model, text) => {
    const columns = readPieces(encoder.encode(text), [100]).columns();
    const [verdict, expected] = [check(columns, model), check(parseHistory(text), model)];
    expect(verdict).toMatchObject({ verdict: "not-linearizable", engine, witness: { key: "y" } });
    expect({ ...verdict, elapsedMs: 0 }).toEqual({ ...expected, elapsedMs: 0 });
    const { operations = [] } = "witness" in verdict ? verdict.witness : {};
    for (const { called, returned } of operations) expect(returned).toBe(called + 1);
    expect(operations.at(-1)).toMatchObject({ called: text.split("\n").length - 1 });
  },
);
