import { describe, expect, test } from "vitest";
import { templateSource } from "../src/build/template-module.ts";
import { packCode, unpackCode } from "../src/yours/code-in-link.ts";
import { compile, SourceError } from "../src/yours/compile.ts";
import { lineOf } from "../src/yours/load-module.ts";

describe("the template in the editor", () => {
  test("is one module with the store and its description", () => {
    const source = templateSource();
    expect(source.match(/^import /gm)).toHaveLength(2);
    expect(source).toContain("export class TemplateStore");
    expect(source).toContain("export default strategy;");
    expect(source).not.toContain("./template-store.ts");
  });

  test("is compiled line by line, with its imports as lookups", () => {
    const source = templateSource();
    const code = compile(source);
    for (const part of ["class TemplateStore", "#closed", "async update", "const strategy"]) {
      expect(lineIn(code, part), part).toBe(lineIn(source, part));
    }
    expect(code).toContain(`require('@sync-strategies/locks')`);
    expect(code).not.toContain("readonly");
  });
});

describe("a fault in the code", () => {
  test("has its line, and the parser's words without the place", () => {
    const fault = faultOf("const fine = 1;\n\nconst bad = (;\n");
    expect(fault).toMatchObject({ code: "SOURCE", line: 3 });
    expect(fault.message).not.toMatch(/\d+:\d+|transforming/);
  });

  test.each([
    [
      "Chromium",
      "Error: no\n    at read (yours.ts:34:11)\n    at async (http://127.0.0.1/a.js:1:2)",
    ],
    ["Firefox", "read@blob:http://127.0.0.1/5f-a1:34:11\nasync*run@http://127.0.0.1/a.js:1:2"],
  ])("is found in a stack trace of %s", (_, stack) => {
    expect(lineOf(Object.assign(new Error("no"), { stack }))).toBe(34);
    const outer = new Error("outer", { cause: Object.assign(new Error("no"), { stack }) });
    outer.stack = "Error: outer\n    at http://127.0.0.1/a.js:1:2";
    expect(lineOf(outer)).toBe(34);
  });

  test("has no line where the code is not to blame", () => {
    expect(lineOf(new Error("elsewhere"))).toBeUndefined();
    expect(lineOf("a text")).toBeUndefined();
  });
});

describe("a link", () => {
  test("carries the code in letters that an address may have", async () => {
    const code = `${templateSource()}// “ü” 🙂`;
    const packed = await packCode(code);
    expect(packed).toMatch(/^[\w-]+$/);
    expect(packed.length).toBeLessThan((code.length * 2) / 3);
    expect(await unpackCode(packed)).toBe(code);
  });

  test("that was cut, or holds something else, says so", async () => {
    const packed = await packCode(templateSource());
    for (const damaged of [packed.slice(0, -20), "not code", "%%%", ""]) {
      await expect(unpackCode(damaged), damaged).rejects.toThrow(/damaged/);
    }
  });

  test("that expands to more than can be written is refused", async () => {
    await expect(unpackCode(await packCode(" ".repeat(600_000)))).rejects.toThrow(TypeError);
  });
});

function lineIn(text: string, part: string): number {
  return text.split("\n").findIndex((line) => line.includes(part));
}

function faultOf(source: string): SourceError {
  try {
    compile(source);
  } catch (error) {
    if (error instanceof SourceError) return error;
    throw error;
  }
  throw new Error("It was compiled.");
}
