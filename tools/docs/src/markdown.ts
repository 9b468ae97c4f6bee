/** The parts of a Markdown file that can be checked: code, links, and targets of links. */
import { readFileSync } from "node:fs";
import GithubSlugger from "github-slugger";
import { lexer, walkTokens, type Token } from "marked";

export interface MarkdownFile {
  /** From the repository's root, with slashes. */
  readonly path: string;
  readonly codeBlocks: readonly CodeBlock[];
  /** The text of each `inline code`. */
  readonly inlineCode: readonly string[];
  /** The targets of links and pictures, as written. */
  readonly links: readonly string[];
  /** The words that a link may have after its `#`. */
  readonly anchors: ReadonlySet<string>;
}

export interface CodeBlock {
  /** The first word after the fence, `""` if there is none. */
  readonly language: string;
  /** The rest of the line after the fence. */
  readonly subject: string;
  readonly text: string;
  /** The declarations in a comment before the block: `<!-- given: … -->`. */
  readonly given: string;
  /** What the block prints: the text of the next block, if that follows at once and has no language. */
  readonly prints: string | undefined;
}

export function readMarkdown(path: string, file: string): MarkdownFile {
  const tokens = lexer(readFileSync(file, "utf8"));
  const slugger = new GithubSlugger();
  const inlineCode: string[] = [];
  const links: string[] = [];
  const anchors = new Set<string>();
  void walkTokens(tokens, (token) => {
    if (token.type === "codespan") inlineCode.push(token.text);
    else if (token.type === "link" || token.type === "image") links.push(token.href);
    else if (token.type === "heading") anchors.add(slugger.slug(plainText(token)));
  });
  return { path, codeBlocks: codeBlocksOf(tokens), inlineCode, links, anchors };
}

const GIVEN = /^<!-- given:(?<declarations>.*)-->\s*$/s;

function codeBlocksOf(tokens: readonly Token[]): CodeBlock[] {
  const visible = tokens.filter(({ type }) => type !== "space");
  return visible.flatMap((token, index) => {
    if (token.type === "list") return token.items.flatMap((item: Token) => nestedBlocks(item));
    if (token.type !== "code") return [];
    const [language = "", ...subject] = String(token["lang"] ?? "").split(" ");
    const before = visible[index - 1];
    const after = visible[index + 1];
    const given = before?.type === "html" ? GIVEN.exec(before.raw)?.groups?.["declarations"] : "";
    const isOutput = after?.type === "code" && (after["lang"] ?? "") === "";
    return [
      {
        language,
        subject: subject.join(" "),
        text: String(token["text"]),
        given: given ?? "",
        prints: isOutput ? String(after["text"]) : undefined,
      },
    ];
  });
}

function nestedBlocks(token: Token): CodeBlock[] {
  return "tokens" in token && token.tokens !== undefined ? codeBlocksOf(token.tokens) : [];
}

/** A heading's text without its markup. */
function plainText(token: Token): string {
  if (!("tokens" in token) || token.tokens === undefined) {
    return "text" in token ? String(token["text"]) : "";
  }
  return token.tokens.map((part) => plainText(part)).join("");
}
