/** Makes Markdown of a comment's text, which is nearly Markdown already. */

export function proseOf(comment: string): string {
  return escapeMarkup(comment)
    .replaceAll(/\{@link (#?[\w.$]+)\}/g, "`$1`")
    .replaceAll(/^@param (\S+) /gm, "- `$1`: ")
    .replaceAll(/^@throws \{(\w+)\} /gm, "- Throws `$1` ")
    .replaceAll(/^@returns /gm, "- Returns ");
}

/** A "<" would begin markup, except in code: between backticks, or in an indented line. */
function escapeMarkup(text: string): string {
  return text
    .split("\n")
    .map((line) =>
      line.startsWith("    ")
        ? line
        : line
            .split(/(`[^`]*`)/)
            .map((part) => (part.startsWith("`") ? part : part.replaceAll("<", "&lt;")))
            .join(""),
    )
    .join("\n");
}
