/**
 * Clojure's notation for data, EDN, as Jepsen writes histories in it: one map per line, or one
 * vector of maps. Values become the plain data that JSON has:
 *
 * - A keyword, a symbol or a character is a string: its name. So `:x` and `"x"` are the same.
 * - A vector, a list or a set is an array; the elements of a set are sorted, so that equal sets
 *   are equal arrays.
 * - A map is an object. Its keys become text; two keys of the same text are refused.
 * - `#tag value` is `{"#tag": value}`. Of a record such as `#jepsen.history.Op{…}` that is an event
 *   only the map counts.
 * - Numbers that JavaScript cannot hold are refused, and so are ratios. The suffixes N and M change
 *   nothing.
 *
 * A stack holds what is open, and nothing recurses, so depth costs memory only. Forms at the top,
 * and the elements of a vector at the top, are handed on as soon as they are complete: a history of
 * any length is read in the memory of its longest event.
 */
import { fingerprint } from "../history/fingerprint.ts";
import { DEEPEST, endOfString, excerpt, faultInNumber, isUnicode } from "./strict-json.ts";

/** Something begun, and what it holds so far. */
interface Open {
  /** Its beginning: a bracket, `#{`, `#_`, or a tag with its `#`. */
  readonly opening: string;
  readonly line: number;
  readonly values: unknown[];
}

/** What ends an open thing. A tag and `#_` end with the value that follows them. */
const closings: Readonly<Record<string, string>> = { "[": "]", "(": ")", "{": "}", "#{": "}" };

/** `#_`, `#{`, or a tag. */
const DISPATCH = /#_|#\{|#:?[a-zA-Z][^\s,"()[\]{};]*/y;
/** A number, a symbol or a keyword. */
const ATOM = /[^\s,"()[\]{};\\]+/y;
/** After a backslash: a name or one character. */
const CHARACTER = /[a-zA-Z]\w*|./uy;

const characters: Readonly<Record<string, string>> = {
  newline: "\n",
  return: "\r",
  space: " ",
  tab: "\t",
  formfeed: "\f",
  backspace: "\b",
};

/** Reads EDN line by line. */
export class EdnReader {
  readonly #take: (value: unknown, line: number) => void;
  readonly #open: Open[] = [];
  /** What there is of a string that has not ended, escapes as they were written. */
  #string: string | undefined;
  #line = 0;

  /** @param take called for each value, with the line in which it began. */
  constructor(take: (value: unknown, line: number) => void) {
    this.#take = take;
  }

  /** @throws {SyntaxError} if it is no EDN, or could not be kept. */
  add(line: string): void {
    this.#line++;
    if (!isUnicode(line)) throw new SyntaxError("this is not Unicode text");
    let place = this.#string === undefined ? 0 : this.#readString(line, 0, "\n");
    while (place < line.length) place = this.#readToken(line, place);
  }

  /** @returns the place behind it. */
  #readToken(line: string, place: number): number {
    const first = line[place]!;
    switch (first) {
      case " ":
      case ",":
      case "\t":
        return place + 1;
      case ";":
        return line.length;
      case '"':
        return this.#readString(line, place + 1, "");
      case "[":
      case "(":
      case "{":
        this.#begin(first);
        return place + 1;
      case "]":
      case ")":
      case "}":
        this.#end(first);
        return place + 1;
      case "\\": {
        const name = matchAt(CHARACTER, line, place + 1) ?? "";
        this.#add(characterOf(name));
        return place + 1 + name.length;
      }
      default:
        return this.#readWord(line, place);
    }
  }

  #readWord(line: string, place: number): number {
    const opening = line[place] === "#" ? matchAt(DISPATCH, line, place) : undefined;
    if (opening !== undefined) {
      this.#begin(opening);
      return place + opening.length;
    }
    const atom = matchAt(ATOM, line, place);
    // A space that is none of the usual ones.
    if (atom === undefined) return place + 1;
    this.#add(valueOf(atom));
    return place + atom.length;
  }

  /** @throws {SyntaxError} if something is still open. */
  end(): void {
    if (this.#string !== undefined) throw new SyntaxError("a string does not end");
    const open = this.#open.at(-1);
    if (open !== undefined) {
      throw new SyntaxError(`what ${open.opening} begins in line ${open.line} does not end`);
    }
  }

  /** @returns the place behind the string, or the end of the line if the string continues. */
  #readString(line: string, from: number, separator: string): number {
    const end = endOfString(line, from);
    this.#string =
      (this.#string ?? "") + separator + line.slice(from, end === -1 ? undefined : end);
    if (end === -1) return line.length;
    const complete = unescape(this.#string);
    this.#string = undefined;
    this.#add(complete);
    return end + 1;
  }

  #begin(opening: string): void {
    if (this.#open.length >= DEEPEST) {
      throw new SyntaxError(`it has more than ${DEEPEST} values inside one another`);
    }
    this.#open.push({ opening, line: this.#line, values: [] });
  }

  #end(closing: string): void {
    const open = this.#open.pop();
    if (open === undefined) throw new SyntaxError(`${closing} ends nothing`);
    if (closings[open.opening] !== closing) {
      throw new SyntaxError(
        `${closing} does not end what ${open.opening} begins in line ${open.line}`,
      );
    }
    if (this.#open.length === 0 && open.opening === "[") return;
    this.#add(collectionOf(open), open.line);
  }

  /** Adds a complete value to what it is a part of. */
  #add(value: unknown, line = this.#line): void {
    const open = this.#open.at(-1);
    const isAtTop = open === undefined || (this.#open.length === 1 && open.opening === "[");
    if (isAtTop) {
      this.#take(value, line);
    } else if (open.opening === "#_") {
      this.#open.pop();
    } else if (open.opening in closings) {
      open.values.push(value);
    } else {
      this.#open.pop();
      this.#add(this.#tagged(open.opening, value), open.line);
    }
  }

  #tagged(tag: string, value: unknown): unknown {
    const isRecord = typeof value === "object" && value !== null && !Array.isArray(value);
    if (tag.startsWith("#:")) {
      if (!isRecord) throw new SyntaxError(`${tag} needs a map`);
      const fields = Object.entries(value).map(([name, field]) => [
        `${tag.slice(2)}/${name}`,
        field,
      ]);
      return Object.fromEntries(fields);
    }
    const isEvent =
      this.#open.length === 0 || (this.#open.length === 1 && this.#open[0]?.opening === "[");
    return isRecord && isEvent ? value : { [tag]: value };
  }
}

function matchAt(pattern: RegExp, line: string, place: number): string | undefined {
  pattern.lastIndex = place;
  return pattern.exec(line)?.[0];
}

function collectionOf({ opening, values }: Open): unknown {
  if (opening === "{") return mapOf(values);
  return opening === "#{" ? setOf(values) : values;
}

function mapOf(values: readonly unknown[]): unknown {
  if (values.length % 2 !== 0) throw new SyntaxError("a map has a key without a value");
  const entries = new Map<string, unknown>();
  for (let place = 0; place < values.length; place += 2) {
    const key = values[place];
    const name = typeof key === "string" ? key : JSON.stringify(key);
    if (entries.has(name)) throw new SyntaxError(`one map has the key ${excerpt(name)} twice`);
    entries.set(name, values[place + 1]);
  }
  return Object.fromEntries(entries);
}

function setOf(values: readonly unknown[]): unknown[] {
  const elements = values.map((value) => ({
    value,
    print: `${typeof value} ${String(fingerprint(value))}`,
  }));
  elements.sort((one, other) => (one.print < other.print ? -1 : 1));
  for (const [place, { value, print }] of elements.entries()) {
    if (print === elements[place - 1]?.print) {
      throw new SyntaxError(`a set has ${excerpt(JSON.stringify(value))} twice`);
    }
  }
  return elements.map(({ value }) => value);
}

/** A symbol, a keyword or a number. */
function valueOf(atom: string): unknown {
  if (/^:[^:]/.test(atom)) return atom.slice(1);
  if (atom === "nil") return null;
  if (atom === "true" || atom === "false") return atom === "true";
  if (/^[+-]?\d/.test(atom)) return numberOf(atom);
  if (atom.startsWith("##")) throw new SyntaxError(`the number ${excerpt(atom)} cannot be kept`);
  // Other languages' words for what EDN writes as nil, true, false and ##NaN.
  if (/^(?:null|none|undefined|true|false|nil|nan|-?infinity)$/i.test(atom)) {
    throw new SyntaxError(`${atom} is no value of EDN: write nil, true, false or a string`);
  }
  if (/^[\p{L}*!_?$%&=<>./|+-]/u.test(atom)) return atom;
  throw new SyntaxError(`this is not EDN: ${excerpt(atom)}`);
}

/** A sign, and a whole number, a decimal or a hexadecimal one. */
const NUMBER =
  /^([+-]?)(?:(0|[1-9]\d*)N?|((?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)M?|(0[xX][0-9a-fA-F]+)N?)$/;

function numberOf(atom: string): number {
  // Nearly all numbers are like this.
  if (/^(?:0|[1-9]\d{0,14})$/.test(atom)) return Number(atom);
  const [, sign, whole, decimal, hexadecimal] = NUMBER.exec(atom) ?? [];
  const digits = whole ?? decimal ?? (hexadecimal && String(BigInt(hexadecimal)));
  if (digits === undefined) {
    throw new SyntaxError(`the number ${excerpt(atom)} cannot be kept; write it as a string`);
  }
  const literal = sign === "-" ? `-${digits}` : digits;
  const fault = faultInNumber(literal);
  if (fault !== undefined) throw new SyntaxError(fault);
  return Number(literal);
}

function characterOf(name: string): string {
  const [, code] = /^u([0-9a-fA-F]{4})$/.exec(name) ?? [];
  const character = code === undefined ? name : String.fromCharCode(parseInt(code, 16));
  if (Object.hasOwn(characters, name)) return characters[name] ?? "";
  if (/^.$/su.test(character) && isUnicode(character)) return character;
  throw new SyntaxError(`there is no character \\${excerpt(name)}`);
}

const escapes: Readonly<Record<string, string>> = {
  t: "\t",
  r: "\r",
  n: "\n",
  b: "\b",
  f: "\f",
  "\\": "\\",
  '"': '"',
};

function unescape(written: string): string {
  const text = written.replaceAll(/\\(u[0-9a-fA-F]{4}|.)/gsu, (escape, name: string) => {
    if (name.length === 5) return String.fromCharCode(parseInt(name.slice(1), 16));
    const character = escapes[name];
    if (character === undefined) throw new SyntaxError(`a string has the unknown escape ${escape}`);
    return character;
  });
  if (/\p{Surrogate}/u.test(text)) throw new SyntaxError("this is not Unicode text");
  return text;
}
