import { describe, expect, test } from "vitest";
import { parseHistory } from "@sync-strategies/linearizability";

const invoke = (value: string): string =>
  `{"process":1,"type":"invoke","f":"write","value":${value}}`;
const ok = (rest: string): string => `{"process":1,"type":"ok","f":"write"${rest}}`;

describe("a history is refused, with its line, if", () => {
  test.each<[string, string, RegExp]>([
    [
      "a result contradicts its call",
      `${invoke("1")}\n${ok(',"value":2')}`,
      /line 2.*called write with 1 in line 1.*has 2/,
    ],
    [
      "a cas completes another",
      '{"process":1,"type":"invoke","f":"cas","value":[1,2]}\n{"process":1,"type":"ok","f":"cas","value":[1,3]}',
      /line 2/,
    ],
    [
      "a field is misspelt",
      `${invoke("1")}\n${ok(',"aplied":false')}`,
      /line 2.*no field "aplied"/,
    ],
    [
      "a whole number cannot be kept",
      invoke("9007199254740993"),
      /line 1.*9007199254740993 cannot be kept/,
    ],
    ["a number is too large", invoke("1e400"), /line 1.*1e400 cannot be kept.*Infinity/],
    ["a number inside a value is too large", invoke('{"x":[1e400]}'), /line 1.*1e400/],
    ["a number is endless", invoke(`1${"0".repeat(1e6)}1`), /line 1.*cannot be kept/],
    ["a fraction cannot be kept", invoke("0.12345678901234567890"), /cannot be kept/],
    ["text is not Unicode", invoke('"\ud800"'), /not Unicode/],
    ["text was not Unicode", invoke('"\ufffd"'), /not Unicode/],
    ["it is too deep", invoke("[".repeat(20_000) + "]".repeat(20_000)), /more than 1000 values/],
    ["text has half a character", invoke('"\\ud800"'), /not Unicode/],
    ["a field occurs twice", `${invoke("1").slice(0, -1)},"value":2}`, /field "value" twice/],
    ["a field occurs twice, escaped", `${invoke("1").slice(0, -1)},"val\\u0075e":2}`, /twice/],
    ["an inner field occurs twice", invoke('[{"a":1,"b":{},"a":1}]'), /line 1.*field "a" twice/],
    [
      "a time is no number",
      `${invoke("1").slice(0, -1)},"time":"soon"}`,
      /"time" must be a number/,
    ],
    ["an index is no place", `${invoke("1").slice(0, -1)},"index":1.5}`, /"index" must be a whole/],
    ["a write is said to be applied", `${invoke("1")}\n${ok(',"applied":true')}`, /no "applied"/],
    [
      "a cas is applied at its call",
      '{"process":1,"type":"invoke","f":"cas","value":[1,2],"applied":true}',
      /line 1.*only ok has a result/,
    ],
    [
      "a cas fails and is applied",
      '{"process":1,"type":"invoke","f":"cas","value":[1,2]}\n{"process":1,"type":"fail","f":"cas","applied":true}',
      /line 2.*only ok has a result/,
    ],
    [
      "an update finds something else than it announced",
      '{"process":1,"type":"invoke","f":"update","value":[1,2]}\n{"process":1,"type":"ok","f":"update","value":[1,3]}',
      /line 2.*with \[1,2\] in line 1/,
    ],
    [
      "a read finds something else than it announced",
      '{"process":1,"type":"invoke","f":"read","value":1}\n{"process":1,"type":"ok","f":"read","value":2}',
      /line 2/,
    ],
    [
      "an update of unknown outcome has half a result",
      '{"process":1,"type":"invoke","f":"update"}\n{"process":1,"type":"info","f":"update","value":5}',
      /line 2.*\[before, after\]/,
    ],
    ["the nemesis has no name for its fault", '{"process":"nemesis","type":"info"}', /"f" must be/],
    [
      "a key is a number and a text",
      '{"process":1,"type":"invoke","f":"read","key":1}\n{"process":2,"type":"invoke","f":"read","key":"1"}',
      /line 2.*"key"/,
    ],
  ])("%s", (_, text, message) => {
    expect(() => parseHistory(text)).toThrow(message);
  });
});

describe("a history is read as it is if", () => {
  test.each<[string, string]>([
    ["numbers are large and exact", invoke("9007199254740992")],
    ["numbers have an exponent", invoke("1.50e+3")],
    ["numbers have many zeros", invoke("1000000000000000000000")],
    ["fractions have 17 digits that are kept", invoke("0.30000000000000004")],
    ["fields of several objects share a name", invoke('[{"a":1},{"a":{"a":2}}]')],
    ["text looks like fields", invoke(JSON.stringify('"a":1,"a":2'))],
    ["text has a character of two halves", invoke('"\\ud83d\\ude00"')],
    ["text is long", invoke(JSON.stringify(`${"\n".repeat(3e6)}\u00e9`))],
    ["digits are text", invoke('"9007199254740993"')],
    ["text holds brackets and quotes", invoke(JSON.stringify('["\\" 1e400'))],
    ["it begins with a mark of the byte order", `\ufeff${invoke("1")}`],
    [
      "it has Jepsen's other fields",
      '{"process":1,"type":"invoke","f":"write","value":1,"time":12,"index":0,"error":"none"}',
    ],
    [
      "a time has too many digits for a number",
      `${invoke("1").slice(0, -1)},"time":"1764263229000000123"}`,
    ],
    [
      "Jepsen's nemesis speaks",
      `{"process":"nemesis","type":"info","f":"kill","value":null}\n${invoke("1")}`,
    ],
    ["a result repeats its call", `${invoke("1")}\n${ok(',"value":1')}`],
    ["a result is null", `${invoke("1")}\n${ok(',"value":null')}`],
  ])("%s", (_, text) => {
    expect(parseHistory(text)).toHaveLength(1);
  });
});
