import { describe, expect, test } from "vitest";
import { applyBreak, diffOf } from "../src/apply-break.ts";

const change = {
  file: "src/some.ts",
  line: "release();",
  becomes: ["hold();", "release();"],
};

describe("a break's change", () => {
  test("replaces its line, indented as that was", () => {
    const source = "try {\n  use();\n} finally {\n  release();\n}\n";
    expect(applyBreak(source, change)).toBe(
      "try {\n  use();\n} finally {\n  hold();\n  release();\n}\n",
    );
    expect(diffOf(source, change)).toEqual(["+ hold();", "  release();"]);
  });

  test("may take its line out", () => {
    const source = "use();\nrelease();\n";
    expect(applyBreak(source, { ...change, becomes: [] })).toBe("use();\n");
    expect(diffOf(source, { ...change, becomes: [] })).toEqual(["- release();"]);
  });

  test("is refused where the line is no longer there", () => {
    expect(() => applyBreak("use();\n", change)).toThrow(
      'src/some.ts has no line "release();" any more',
    );
  });

  test("is refused where the line is there more than once", () => {
    expect(() => applyBreak("release();\n  release();\n", change)).toThrow(
      'src/some.ts has the line "release();" twice',
    );
  });
});
