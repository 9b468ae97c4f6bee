import { expect, it } from "vitest";
import { brokenLinks } from "../src/links.ts";
import { allDocuments } from "../src/repository.ts";

it("leads every relative link to a file and a heading that exist", () => {
  expect(brokenLinks(allDocuments())).toEqual([]);
});

it("notices a file and a heading that do not", () => {
  const document = {
    path: "docs/README.md",
    codeBlocks: [],
    inlineCode: [],
    links: ["../README.md", "nowhere.md", "#documents", "#nothing", "https://example.com/nowhere"],
    anchors: new Set(["documents"]),
  };
  expect(brokenLinks([document])).toEqual([
    "docs/README.md: nowhere.md does not exist",
    "docs/README.md: #nothing names no heading",
  ]);
});
