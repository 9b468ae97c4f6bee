/** The page that lists the walk-throughs. */

/** @param pages the pages' file names and texts. */
export function renderIndex(pages: ReadonlyMap<string, string>): string {
  const entries = [...pages].map(([name, text]) => {
    const title = /^# (.*)$/m.exec(text)?.[1] ?? name;
    return `- [${title}](${name})`;
  });
  return [
    "<!-- Written by `pnpm documents`. -->",
    "",
    "# Walk-throughs",
    "",
    "One per strategy, and one per package of strategies that belong together. Each begins with one",
    "idea, a small program that shows it and what the program prints; then it says what the strategy",
    "costs and when to use it. The source follows, with its comments as text, and changes that break",
    "it.",
    "",
    ...entries,
    "",
  ].join("\n");
}
