export interface Indentation {
  /** Before every line. */
  readonly all?: string;
  /** Before every line but the first, after {@link all}. */
  readonly later?: string;
}

/** Breaks a text between words into lines of at most `width` characters. */
export function wrap(
  text: string,
  width: number,
  { all = "", later = "  " }: Indentation = {},
): string {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    const longer = line === "" ? all + word : `${line} ${word}`;
    if (line !== "" && longer.length > width) {
      lines.push(line);
      line = all + later + word;
    } else {
      line = longer;
    }
  }
  return [...lines, line].join("\n");
}
