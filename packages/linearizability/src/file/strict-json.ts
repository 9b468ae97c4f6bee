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

/** How a map or a record of EDN begins, inside vectors or not; no JSON does. */
const LIKE_EDN = /^[\s[({]*(?:[{[(]\s*:|#)[\w.-]/;

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    const hint = LIKE_EDN.test(text) ? ", but EDN, which is read from files that end in .edn" : "";
    throw new SyntaxError(`this is not JSON${hint}: ${excerpt(text.trim())}`);
  }
}

/** What a value would lose when it is read; undefined if nothing. */
function faultInText(text: string): string | undefined {
  if (!isUnicode(text) || !isUnicode(unescaped(text))) return "this is not Unicode text";
  let depth = 0;
  for (const [token] of tokensOf(text)) {
    depth += Number(token === "[" || token === "{") - Number(token === "]" || token === "}");
    if (depth > DEEPEST) return `it has more than ${DEEPEST} values inside one another`;
    const fault = /\d$/.test(token) ? faultInNumber(token) : undefined;
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
  // Up to 15 digits are always kept, and no number has as many as 400.
  if (literal.length <= 15 && !/e/i.test(literal)) return true;
  if (literal.length > 400) return false;
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
  let name = "";
  for (const [token, start, end] of tokensOf(text)) {
    if (token === "{") open.push(new Set());
    else if (token === "[") open.push(undefined);
    else if (token === "}" || token === "]") open.pop();
    else if (token === '"') name = text.slice(start, end);
    else if (token === ":") {
      const names = open.at(-1);
      const field: unknown = JSON.parse(name);
      if (names?.has(field) === true) return name;
      names?.add(field);
    }
  }
  return undefined;
}

/**
 * Brackets, colons, numbers, and a quote for each string, with the places where they begin and end.
 * A pattern for whole strings would overflow the stack on long ones.
 */
function* tokensOf(text: string): Generator<[token: string, start: number, end: number]> {
  const pattern = /["{}[\]:]|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;
  for (let found = pattern.exec(text); found !== null; found = pattern.exec(text)) {
    const [token] = found;
    if (token === '"') pattern.lastIndex = endOfString(text, pattern.lastIndex) + 1 || text.length;
    yield [token, found.index, pattern.lastIndex];
  }
}

/** The place of the quote that ends a string whose text begins here; -1 if none does. */
export function endOfString(text: string, from: number): number {
  let end = text.indexOf('"', from);
  while (end !== -1) {
    let start = end;
    while (start > from && text[start - 1] === "\\") start--;
    if ((end - start) % 2 === 0) return end;
    end = text.indexOf('"', end + 1);
  }
  return -1;
}

/** A text for a message: its beginning, if it is long. */
export function excerpt(text: string): string {
  return text.length <= 40 ? text : `${text.slice(0, 39)}…`;
}
