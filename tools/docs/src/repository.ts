/** The files of the repository that the tests of the documentation read. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { workspaceRoot } from "@sync-strategies/command-kit";
import { readMarkdown, type MarkdownFile } from "./markdown.ts";

/** Every Markdown file of the repository, except the texts that walk-throughs are made from. */
export function allDocuments(): MarkdownFile[] {
  return markdownPaths().map((path) => readMarkdown(path, join(workspaceRoot, path)));
}

/** The paths of {@link allDocuments}, from the root, with slashes. */
export function markdownPaths(root = workspaceRoot): string[] {
  return filesOf(root).filter((path) => path.endsWith(".md") && !path.endsWith("/walkthrough.md"));
}

/** Folders of files that the repository's authors did not write. */
const SKIPPED = new Set(["node_modules", "dist", "coverage"]);

/** All files of the repository, from its root, with slashes; none whose name begins with a dot. */
export function filesOf(root = workspaceRoot, folder = ""): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
    if (SKIPPED.has(entry.name) || entry.name.startsWith(".")) return [];
    if (entry.isDirectory()) return filesOf(root, path);
    return entry.isFile() ? [path] : [];
  });
}
