import { describe, expect, test } from "vitest";
import {
  ExitCode,
  messageOf,
  MissingProgramError,
  parseMemory,
  pathFor,
  runProgram,
  suggestion,
  suggestionOrList,
  worstOf,
  wrap,
} from "../src/index.ts";

describe("worstOf", () => {
  test("is the most serious of all, and fine without any", () => {
    expect(worstOf()).toBe(ExitCode.fine);
    expect(worstOf(ExitCode.unknown, ExitCode.broken)).toBe(ExitCode.broken);
    expect(worstOf(ExitCode.wrongInput, ExitCode.broken, ExitCode.fine)).toBe(ExitCode.wrongInput);
    expect(worstOf(ExitCode.interrupted, ExitCode.failed)).toBe(ExitCode.interrupted);
  });
});

describe("parseMemory", () => {
  test("reads decimal and binary units", () => {
    expect(parseMemory("512MiB")).toBe(2 ** 29);
    expect(parseMemory("2GB")).toBe(2e9);
    expect(parseMemory("1.5GiB")).toBe(1.5 * 2 ** 30);
    expect(parseMemory("2000kB")).toBe(2e6);
  });

  test.each(["512", "MiB", "-1GB", "1e3MB", "2gb", "0MiB", "1000kB", "2000000GB", "1TB", ""])(
    "refuses %j",
    (text) => {
      expect(() => parseMemory(text)).toThrow(/Write an amount|at least 1MiB|more than 1024GiB/);
    },
  );
});

describe("suggestion", () => {
  test("names the nearest name, if it is near", () => {
    expect(suggestion("chanels", ["mutex", "channels"])).toBe('; did you mean "channels"?');
    expect(suggestion("actor", ["mutex"])).toBe("");
    expect(suggestion("actor", [])).toBe("");
    expect(suggestionOrList("x", ["mutex", "channels"])).toBe("; there are mutex, channels");
  });
});

describe("messageOf", () => {
  test("is one line of whatever was thrown", () => {
    expect(messageOf(new Error("first\n  second"))).toBe("first");
    expect(messageOf(new TypeError(""))).toBe("TypeError");
    expect(messageOf("a string")).toBe("a string");
    expect(messageOf(undefined)).toBe("undefined");
    expect(messageOf(null)).toBe("null");
    expect(messageOf({ code: 5, parts: [{ at: "a\nb" }] })).toBe(
      "{ code: 5, parts: [ { at: 'a\\nb' } ] }",
    );
  });
});

describe("wrap", () => {
  test("breaks between words, and indents", () => {
    expect(wrap("one two three four", 9)).toBe("one two\n  three\n  four");
    expect(wrap("one two three", 10, { all: "  ", later: "> " })).toBe("  one two\n  > three");
  });

  test("leaves a word whole that is wider than a line", () => {
    expect(wrap("unbreakable", 3)).toBe("unbreakable");
  });
});

describe("pathFor", () => {
  test("puts the parts before the extension", () => {
    expect(pathFor("a/run.jsonl", "contended", "mutex", 2)).toBe("a/run.contended.mutex.2.jsonl");
    expect(pathFor("run", "mutex")).toBe("run.mutex");
  });
});

describe("runProgram", () => {
  test("resolves to what was printed and to the exit code", async () => {
    const words = ["-e", 'console.log("out"); console.error("err"); process.exitCode = 3;'];
    const pieces: string[] = [];
    const result = await runProgram(process.execPath, words, {
      onOutput: (text) => pieces.push(text),
    });
    expect(result).toEqual({ stdout: "out\n", stderr: "err\n", exitCode: 3 });
    expect(pieces.toSorted()).toEqual(["err\n", "out\n"]);
  });

  test("knows a missing program from one that fails", async () => {
    await expect(runProgram("no-such-program", [])).rejects.toThrow(MissingProgramError);
  });

  test("kills a program that takes too long", async () => {
    const words = ["-e", "setInterval(() => {}, 1000)"];
    expect(await runProgram(process.execPath, words, { timeoutMs: 200 })).toMatchObject({
      exitCode: null,
    });
  });
});
