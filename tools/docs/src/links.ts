/** Links that lead nowhere. */
import { existsSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { workspaceRoot } from "@sync-strategies/command-kit";
import type { MarkdownFile } from "./markdown.ts";

/** One line per link of the documents to a file, or a heading, that does not exist. */
export function brokenLinks(documents: readonly MarkdownFile[]): string[] {
  const byPath = new Map(documents.map((document) => [document.path, document]));
  return documents.flatMap(({ path, links }) =>
    links.flatMap((link) => {
      // Addresses on the web are not checked: no test should need the network.
      if (/^[a-z]+:/.test(link)) return [];
      const [file = "", anchor] = link.split("#");
      const target = file === "" ? path : normalize(join(dirname(path), file));
      if (!existsSync(join(workspaceRoot, target))) return [`${path}: ${link} does not exist`];
      if (anchor === undefined) return [];
      // In a source file, `#L10` names a line, which moves too easily.
      const anchors = byPath.get(target)?.anchors;
      return anchors?.has(anchor) === true ? [] : [`${path}: ${link} names no heading`];
    }),
  );
}
