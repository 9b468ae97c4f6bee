import { describe, expect, test } from "vitest";
import { printable, printableLines } from "../src/printable.ts";

describe("printable text", () => {
  test.for([
    ["plain text", "déjà vu, 漢字, 🙂 – done", "déjà vu, 漢字, 🙂 – done"],
    ["an escape sequence", "\u001B[31mred\u001B[0m", "\\u001b[31mred\\u001b[0m"],
    ["one of the second kind", "\u009B2J", "\\u009b2J"],
    ["ends of lines", "a\r\nb\tc\u0085d\u2028e", "a\\u000d\\u000ab\\u0009c\\u0085d\\u2028e"],
    ["a reversed direction", "a\u202Eb\u2066c", "a\\u202eb\\u2066c"],
    ["what cannot be seen", "a\u200Bb\u{E0041}", "a\\u200bb\\udb40\\udc41"],
    ["half a character", "a\uD800", "a\\ud800"],
  ] as const)("has %s only as an escape", ([, text, shown]) => {
    expect(printable(text)).toBe(shown);
  });

  test("means the same inside of JSON", () => {
    const value = { "\u202E\u009B": "\\\u0085\u{E0041}" };
    expect(JSON.parse(printable(JSON.stringify(value)))).toEqual(value);
  });

  test("of several lines keeps our own colours and ends of lines, and no other sequence", () => {
    const coloured = "\u001B[1mhead\u001B[22m\n\u001B[31mred\u001B[39m";
    expect(printableLines(coloured, true)).toBe(coloured);
    expect(printableLines("\u001B[2Ja\rb\tc", true)).toBe("\\u001b[2Ja\\u000db\tc");
    expect(printableLines("\u001B[1mhead\n")).toBe("\\u001b[1mhead\n");
  });
});
