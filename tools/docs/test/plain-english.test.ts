import { workspaceRoot } from "@sync-strategies/command-kit";
import { describe, expect, test } from "vitest";
import { deniedIn, deniedWordsIn } from "../src/plain-english/denied-words.ts";
import { textsOfMarkdown, textsOfSource } from "../src/plain-english/texts.ts";
import { filesOf } from "../src/repository.ts";

test("no text of the repository uses a word of the deny list", () => {
  expect(deniedWordsIn(workspaceRoot, filesOf()).join("\n")).toBe("");
});

const found = (texts: ReturnType<typeof textsOfSource>): string[] =>
  texts.flatMap((text) => deniedIn(text).map((line) => line.split(";")[0] ?? ""));

describe("the deny list", () => {
  test("reads Markdown, but no code in it and no recorded output", () => {
    const markdown =
      "# Nobody\n\nIt runs so\nmany times, `nobody` [nobody](nobody.md).\n\n```ts\n// nobody\n```\n" +
      "<!-- output: pnpm compare -->\nnobody\n<!-- /output -->\nThat is\nfor good reason.\n";
    expect(found(textsOfMarkdown(markdown))).toEqual([
      '1: "Nobody"',
      '4: "nobody"',
      '3: "so many"',
    ]);
  });

  test("reads comments and strings of sources, but neither code nor regular expressions", () => {
    const source = [
      "/**",
      " * It stands in",
      " * a queue of its",
      " * own.",
      " */",
      'const nobody = /"nobody"/.test("beside it, // nobody");',
      "// so",
      "// many, 5 ns an operation",
      // oxlint-disable-next-line no-template-curly-in-string
      "const text = `${nobody} waits`;",
    ].join("\n");
    expect(found(textsOfSource(source))).toEqual([
      '2: "stands"',
      '3: "of its own"',
      '6: "nobody"',
      '6: "beside"',
      '8: "ns an operation"',
      '7: "so many"',
    ]);
  });

  test("knows a question from a fused relative", () => {
    expect(found(textsOfMarkdown("Who waits? A client.\n"))).toEqual([]);
    expect(found(textsOfMarkdown("It hung. Who hung once would hang again.\n"))).toHaveLength(1);
  });
});
