/**
 * JSON that can be kept: whatever JavaScript would read as something else is refused. Those are
 * numbers that it rounds, fields that occur twice in one object, of which it keeps the last, and
 * text that is not Unicode. Values too deep for a reader that recurses are refused as well.
 */

/**
 * @throws {SyntaxError} if the text is no JSON, or a part of it could not be kept. The message is
 * one line.
 */
export function parseStrictJson(text: string): unknown {
  const isPlain = text.length <= DEEPEST && !SUSPICIOUS.test(text);
  const fault = isPlain ? undefined : faultInText(text);
  if (fault !== undefined) throw new SyntaxError(fault);
  const value = parse(text);
  if (hasOneObject(text, value)) return value;
  const twice = repeatedField(text);
  if (twice !== undefined) throw new SyntaxError(`one object has the field ${twice} twice`);
  return value;
}

/** Arrays and objects inside one another, up to this depth; deeper ones are a mistake. */
export const DEEPEST = 1000;

/** Many digits, an exponent, or a character that is not plain: nearly all lines have none of them. */
const SUSPICIOUS = /\d{16}|\d[eE]|\\u[dD]|[^\t\n\r -~]/;

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new SyntaxError(`this is not JSON: ${excerpt(text.trim())}`);
  }
}

/** What a value would lose when it is read; undefined if nothing. */
function faultInText(text: string): string | undefined {
  if (!isUnicode(text) || !isUnicode(unescaped(text))) return "this is not Unicode text";
  const withoutStrings = text.replaceAll(/"(?:[^"\\]|\\.)*"/g, '""');
  let depth = 0;
  for (const [bracket] of withoutStrings.matchAll(/[[\]{}]/g)) {
    depth += bracket === "[" || bracket === "{" ? 1 : -1;
    if (depth > DEEPEST) return `it has more than ${DEEPEST} values inside one another`;
  }
  for (const [literal] of withoutStrings.matchAll(/-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g)) {
    const fault = faultInNumber(literal);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

/** With the characters of its escapes, as far as they may be halves of one. */
function unescaped(text: string): string {
  return text.replaceAll(/\\(?:u([dD][0-9a-fA-F]{3})|.)/g, (_, code?: string) =>
    code === undefined ? "" : String.fromCharCode(parseInt(code, 16)),
  );
}

/** Half a character is no text, and a decoder puts U+FFFD in the place of what it cannot read. */
export function isUnicode(text: string): boolean {
  return !/\p{Surrogate}|\u{fffd}/u.test(text);
}

/** What is wrong with a decimal number that JavaScript would round. */
export function faultInNumber(literal: string): string | undefined {
  if (isKept(literal)) return undefined;
  return (
    `the number ${excerpt(literal)} cannot be kept: it would be read as ${Number(literal)}; ` +
    "write it as a string"
  );
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

/** Whether the value is one object whose fields are as many as the text's: the usual line. */
function hasOneObject(text: string, value: unknown): boolean {
  if (typeof value !== "object" || value === null) return true;
  if (text.indexOf("{", 1) !== -1 || Array.isArray(value)) return !text.includes("{");
  return text.match(/"\s*:/g)?.length === Object.keys(value).length;
}

/** A field that one object of this JSON has twice, as it is written there. */
function repeatedField(text: string): string | undefined {
  /** The names of the fields of each open object; an array has none. */
  const open: (Set<unknown> | undefined)[] = [];
  for (const [token, name] of text.matchAll(/("(?:[^"\\]|\\.)*")\s*:|"(?:[^"\\]|\\.)*"|[[\]{}]/g)) {
    if (token === "{") open.push(new Set());
    else if (token === "[") open.push(undefined);
    else if (token === "}" || token === "]") open.pop();
    else if (name !== undefined) {
      const names = open.at(-1);
      const field: unknown = JSON.parse(name);
      if (names?.has(field)) return name;
      names?.add(field);
    }
  }
  return undefined;
}

/** A text for a message: its beginning, if it is long. */
export function excerpt(text: string): string {
  return text.length <= 40 ? text : `${text.slice(0, 39)}…`;
}
