/**
 * What the repository's documents say of a strategy, as one module per strategy: its card of
 * trade-offs, its walk-through and its sources. The documents are read as they are; links to other
 * files become plain text, since the lab holds no other files.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { workspaceRoot } from "@sync-strategies/command-kit";
import type { LoadedPackage } from "@sync-strategies/command-kit/strategies";
import { Marked } from "marked";
import type { Plugin } from "vite";
import { virtualModules } from "./virtual-modules.ts";

export interface StrategyPage {
  /** HTML; empty where there is no such document yet, as for a new strategy. */
  readonly card: string;
  readonly walkthrough: string;
  readonly sources: readonly { readonly file: string; readonly text: string }[];
}

export function strategyPages(packages: readonly LoadedPackage[]): Plugin {
  const all = packages.flatMap((from) => from.strategies.map((strategy) => ({ from, strategy })));
  const loaders = all.map(
    ({ strategy: { id } }) => `${JSON.stringify(id)}: () => import("virtual:strategy-page/${id}")`,
  );
  const pages = all.map(({ from, strategy }): [string, () => string] => [
    `virtual:strategy-page/${strategy.id}`,
    () => `export default ${JSON.stringify(pageOf(from, strategy.title))};`,
  ]);
  return virtualModules("strategy-pages", {
    "virtual:strategy-pages": () => `export default {\n${loaders.join(",\n")}\n};`,
    ...Object.fromEntries(pages),
  });
}

function pageOf({ path, name }: LoadedPackage, title: string): StrategyPage {
  const walkthrough = textOf(join(workspaceRoot, "docs", "walkthroughs", `${name}.md`));
  const card = sectionOf(textOf(join(workspaceRoot, "docs", "trade-offs.md")), title);
  const files = readdirSync(join(path, "src"), { recursive: true, encoding: "utf8" });
  return {
    card: toHtml(card),
    walkthrough: toHtml(walkthrough),
    sources: files
      .filter((file) => file.endsWith(".ts"))
      .toSorted()
      .map((file) => ({ file: `src/${file}`, text: textOf(join(path, "src", file)) })),
  };
}

function textOf(path: string): string {
  return existsSync(path) ? readFileSync(path, "utf8") : "";
}

/** What follows a heading of the second level, up to the next one. */
function sectionOf(document: string, heading: string): string {
  const sections = document.split(/^## /m);
  const section = sections.find((each) => each.startsWith(`${heading}\n`));
  return section?.slice(heading.length) ?? "";
}

const markdown = new Marked({
  renderer: {
    // The page's own headings are of the first and second level.
    heading({ tokens, depth }) {
      const level = Math.min(depth + 2, 6);
      return `<h${level}>${this.parser.parseInline(tokens)}</h${level}>\n`;
    },
    link({ href, tokens }) {
      const text = this.parser.parseInline(tokens);
      return href.startsWith("https://") ? `<a href="${encodeURI(href)}">${text}</a>` : text;
    },
    code: ({ text }) => `<pre tabindex="0"><code>${escaped(text)}</code></pre>\n`,
    html: () => "",
  },
});

function toHtml(text: string): string {
  return markdown.parse(text, { async: false });
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
