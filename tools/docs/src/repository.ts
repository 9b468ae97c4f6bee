/** The repository and its Markdown files. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { readMarkdown, type MarkdownFile } from "./markdown.ts";

export const root = fileURLToPath(new URL("../../..", import.meta.url));

/** Every Markdown file of the repository. */
export function allDocuments(): MarkdownFile[] {
  return markdownPathsIn("").map((path) => readMarkdown(path, join(root, path)));
}

/** What others have written, what is built, and parts of pages, which are read as those pages. */
const SKIPPED = new Set(["node_modules", "dist", "walkthrough.md"]);

function markdownPathsIn(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
    if (SKIPPED.has(entry.name) || entry.name.startsWith(".")) return [];
    if (entry.isDirectory()) return markdownPathsIn(path);
    return entry.name.endsWith(".md") ? [path] : [];
  });
}
