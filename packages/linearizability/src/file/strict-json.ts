/** What JSON would change in silence is found before it is read. */

/** Arrays and objects inside one another, up to this depth; deeper ones are a mistake. */
const DEEPEST = 1000;

/** Many digits, an exponent, or a character that is not plain: nearly all lines have none of them. */
const SUSPICIOUS = /\d{16}|\d[eE]|[^\t -~]/;

/** What a value would lose when it is read; undefined if nothing. */
export function faultInText(line: string): string | undefined {
  if (line.length <= DEEPEST && !SUSPICIOUS.test(line)) return undefined;
  if (/\p{Surrogate}|\u{fffd}/u.test(line)) return "this is not Unicode text";
  const withoutStrings = line.replaceAll(/"(?:[^"\\]|\\.)*"/g, '""');
  let depth = 0;
  for (const [bracket] of withoutStrings.matchAll(/[[\]{}]/g)) {
    depth += bracket === "[" || bracket === "{" ? 1 : -1;
    if (depth > DEEPEST) return `it has more than ${DEEPEST} values inside one another`;
  }
  for (const [literal] of withoutStrings.matchAll(/-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g)) {
    if (!isKept(literal)) {
      return `the number ${excerpt(literal)} cannot be kept: it would be read as ${Number(literal)}; write it as a string`;
    }
  }
  return undefined;
}

/** Whether a number has the same digits after it was read. */
function isKept(literal: string): boolean {
  // Up to 15 digits are always kept.
  if (literal.length <= 15 && !/e/i.test(literal)) return true;
  const number = Number(literal);
  return Number.isFinite(number) && digitsOf(literal) === digitsOf(String(number));
}

/** A number's digits without zeros at either end, and the power of ten of the last one. */
function digitsOf(literal: string): string {
  const [, sign, whole = "", fraction = "", exponent = "0"] =
    /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]?\d+))?$/i.exec(literal) ?? [];
  const digits = (whole + fraction).replace(/^0+/, "");
  const significant = digits.replace(/0+$/, "");
  if (significant === "") return "0";
  return `${sign}${significant}e${Number(exponent) - fraction.length + digits.length - significant.length}`;
}

/** The beginning of a text, for a message. */
export function excerpt(text: string): string {
  return text.length <= 40 ? text : `${text.slice(0, 39)}…`;
}
