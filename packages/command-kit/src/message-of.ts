/** One line from whatever was thrown, without a stack trace. */
export function messageOf(thrown: unknown): string {
  const text = thrown instanceof Error ? thrown.message || thrown.name : String(thrown);
  return firstLine(text);
}

/** The first non-empty line of a text. */
function firstLine(text: string): string {
  return text.trim().split(/\s*[\r\n]+\s*/)[0] ?? "";
}
