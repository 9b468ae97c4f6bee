import { inspect } from "node:util";
import { printable } from "./printable.ts";

/** One printable line from whatever was thrown, without a stack trace. */
export function messageOf(thrown: unknown): string {
  return printable(firstLine(textOf(thrown)));
}

/** The stack of whatever was thrown, for those who ask for it; undefined if it has none. */
export function stackOf(thrown: unknown): string | undefined {
  return thrown instanceof Error ? thrown.stack : undefined;
}

/** What was thrown may be no error, and may even throw when it is looked at. */
function textOf(thrown: unknown): string {
  try {
    const content: unknown = thrown instanceof Error ? thrown.message || thrown.name : thrown;
    // An object's own text says nothing of what it holds: "[object Object]".
    if (typeof content === "string") return content;
    return inspect(content, { breakLength: Infinity, compact: true });
  } catch {
    return "something that cannot be shown";
  }
}

/** The first non-empty line of a text. */
function firstLine(text: string): string {
  return text.trim().split(/\s*[\r\n]+\s*/)[0] ?? "";
}
