import { describe, expect, it } from "vitest";
import { allDocuments } from "../src/repository.ts";
import { missingFromItsFile, SnippetFolder, snippetsOf, type Snippet } from "../src/snippets.ts";

const snippets = snippetsOf(allDocuments());
const excerpts = snippets.filter(({ subject }) => subject !== "");
const standalone = snippets.filter(({ subject }) => subject === "");
const printing = standalone.filter(({ prints }) => prints !== undefined);
const folder = new SnippetFolder(standalone);

describe("a document's TypeScript", () => {
  it("type-checks", () => {
    expect(folder.typeErrors()).toBe("");
  });

  it.each(printing)("prints what the document shows: $name", (snippet) => {
    expect(folder.run(snippet)).toBe(snippet.prints);
  });

  it.each(excerpts)("is found in the file that it names: $name", (snippet) => {
    expect(missingFromItsFile(snippet)).toEqual([]);
  });
});

describe("an excerpt", () => {
  it("may leave out lines where it says so", () => {
    const text =
      "// Addresses on the web are not checked: no test should need the network.\n// …\n}),";
    expect(missingFromItsFile(excerpt(text))).toEqual([]);
  });

  it("may not leave them out silently, nor say what is not there", () => {
    const text = "/** Links that lead nowhere. */\n});\nnot there";
    expect(missingFromItsFile(excerpt(text))).toEqual(["});", "not there"]);
  });
});

function excerpt(text: string): Snippet {
  return {
    name: "",
    path: "tools/docs/README.md",
    language: "ts",
    subject: "src/links.ts",
    text,
    given: "",
    prints: undefined,
  };
}
