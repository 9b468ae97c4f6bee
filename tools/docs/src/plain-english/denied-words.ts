/** Finds the words of the deny list in all texts of the repository. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { denyList } from "./deny-list.ts";
import { textsOfMarkdown, textsOfSource, type Text } from "./texts.ts";

/** One line per use of denied words: the place, the words, and what to write instead. */
export function deniedWordsIn(root: string, files: readonly string[]): string[] {
  return files.filter(isRead).flatMap((file) => {
    const source = readFileSync(join(root, file), "utf8");
    const texts = file.endsWith(".md") ? textsOfMarkdown(source) : textsOfSource(source);
    return texts.flatMap((text) => deniedIn(text).map((found) => `${file}:${found}`));
  });
}

/** One line per use in a text: `12: "nobody"; write the noun: …`. */
export function deniedIn({ words, lineAt }: Text): string[] {
  return denyList.flatMap(({ pattern, instead }) =>
    [...words.matchAll(pattern)].map(({ 0: found, index }) => {
      return `${lineAt(index)}: "${found.trim()}"; write ${instead}`;
    }),
  );
}

/**
 * Whether people read the file's text. Generated pages are made of texts that are read where they
 * are written, and the names of tests are sentences of the contract, quoted as they are.
 */
function isRead(file: string): boolean {
  if (file.startsWith("docs/walkthroughs/")) return false;
  // It names the words.
  if (file.startsWith("tools/docs/src/plain-english/")) return false;
  if (/\/test\//.test(file) && !file.endsWith("/test/breaks.ts")) return false;
  return /\.(?:md|ts|mjs)$/.test(file);
}
