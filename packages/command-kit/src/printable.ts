/**
 * Makes text from outside fit to be printed: names, messages, recorded data and saved results may
 * hold characters that move a terminal's cursor, reverse the direction of writing, or break a line.
 * They are written as JSON writes them, so that text inside a JSON string keeps its meaning.
 */

/** Control and format characters, separators of lines, and halves of characters. */
const unprintable = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/** The text in one line, without any such character. */
export function printable(text: string): string {
  return text.replace(unprintable, escaped);
}

const lines = /([\n\t])/;

const ESCAPE = "\u001B";
const linesAndColours = new RegExp(`([\\n\\t]|${ESCAPE}\\[(?:[12]|22|3[123]|39)m)`);

/**
 * The same for text of several lines.
 *
 * @param isColoured whether it may have the colours in it that this package makes.
 */
export function printableLines(text: string, isColoured = false): string {
  return text
    .split(isColoured ? linesAndColours : lines)
    .map((part, index) => (index % 2 === 1 ? part : printable(part)))
    .join("");
}

function escaped(character: string): string {
  return Array.from(
    { length: character.length },
    (_, index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, "0")}`,
  ).join("");
}
