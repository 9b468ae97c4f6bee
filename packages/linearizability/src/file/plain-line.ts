/**
 * Reads a line of a history straight from the bytes of the file, if it is plain: an object of the
 * fields that events have, in any order, with short whole numbers, texts without escapes, null,
 * true and false. That is what `formatHistory` writes, and nearly all that other tools write. No
 * string is made of such a line, unless its time has too many digits for a number.
 *
 * Any other line is for JSON.parse and the strict checks (event.ts), which say what is wrong with
 * it. So this reader may give up wherever it is in doubt, but must never accept a line that those
 * would refuse, nor read it as another event.
 */
import { UNWRITTEN } from "../history/values.ts";
import type { Values } from "../history/values.ts";
import { blankEvent, type CodedEvent } from "./coded-event.ts";
import { characterLength } from "./utf8.ts";
import { Type, type Word, type Words } from "./words.ts";

/** A number of more digits might be rounded. */
const MOST_DIGITS = 15;

/** There is no such place: the line is not plain. */
const NOWHERE = -1;

/** The field that a name belongs to, as a bit. */
const Field = { process: 1, type: 2, f: 4, key: 8, value: 16, applied: 32, time: 64, index: 128 };
const REQUIRED = Field.process + Field.type + Field.f;

/** The types of a value that says nothing. */
const NOTHING = Type.none + Type.null;

const BYTE = bytesByName({
  space: " ",
  quote: '"',
  comma: ",",
  minus: "-",
  zero: "0",
  nine: "9",
  colon: ":",
  openArray: "[",
  closeArray: "]",
  openObject: "{",
  closeObject: "}",
  backslash: "\\",
  tilde: "~",
  carriageReturn: "\r",
});

const decoder = new TextDecoder();

/** With the quote that ends them. */
const fieldNames = Object.entries(Field).map(([name, field]) => ({
  field,
  bytes: bytesOf(`${name}"`),
}));
const types = (["invoke", "ok", "fail", "info"] as const).map((type) => ({
  type,
  bytes: bytesOf(`${type}"`),
}));
const literals = [
  { bytes: bytesOf("null"), type: Type.null, value: null },
  { bytes: bytesOf("true"), type: Type.boolean, value: true },
  { bytes: bytesOf("false"), type: Type.boolean, value: false },
];

/** Something between commas: where it is, without quotes, and what it is. */
interface Token {
  type: number;
  start: number;
  end: number;
  /** What it is, unless it is a text. */
  value: number | boolean | null;
}

export class PlainLineReader {
  readonly #words: Words;
  readonly #values: Values;
  readonly #event = blankEvent();
  readonly #token = blankToken();
  readonly #key = blankToken();
  readonly #first = blankToken();
  readonly #second = blankToken();
  /** Of the value: that of its token, or that it is a pair, or that there is none. */
  #valueType: number = Type.none;
  #applied = true;
  #bytes: Uint8Array = new Uint8Array();

  constructor(words: Words, values: Values) {
    this.#words = words;
    this.#values = values;
  }

  /**
   * @param bytes in which the line starts at `start`, and ends at `end` with a line feed.
   * @returns the event, which is valid until the next call; `undefined` if the line is not plain.
   */
  read(bytes: Uint8Array, start: number, end: number): CodedEvent | undefined {
    this.#bytes = bytes;
    this.#valueType = Type.none;
    this.#applied = true;
    this.#event.time = undefined;
    let at = this.#skipSpaces(start);
    if (bytes[at] !== BYTE.openObject) return undefined;
    let seen = 0;
    do {
      at = this.#skipSpaces(at + 1);
      const name = bytes[at] === BYTE.quote ? nameAt(bytes, at + 1) : undefined;
      // A field that occurs twice is refused elsewhere.
      if (name === undefined || (seen & name.field) !== 0) return undefined;
      seen |= name.field;
      at = this.#skipSpaces(at + 1 + name.bytes.length);
      if (bytes[at] !== BYTE.colon) return undefined;
      at = this.#readField(name.field, this.#skipSpaces(at + 1));
      if (at === NOWHERE) return undefined;
      at = this.#skipSpaces(at);
    } while (bytes[at] === BYTE.comma);
    if (bytes[at] !== BYTE.closeObject) return undefined;
    at = this.#skipSpaces(at + 1);
    if (bytes[at] === BYTE.carriageReturn) at++;
    if (at !== end || (seen & REQUIRED) !== REQUIRED) return undefined;
    return this.#complete(seen, start) ? this.#event : undefined;
  }

  /** What is left to do when all fields are known. */
  #complete(seen: number, start: number): boolean {
    const event = this.#event;
    const word = this.#words.word(event.name);
    if ((seen & Field.applied) !== 0 && (word.layout !== "cas" || event.type !== "ok"))
      return false;
    event.isRefused = !this.#applied;
    if ((typesWanted(word, event.type) & this.#valueType) === 0) return false;
    switch (this.#valueType) {
      case Type.none:
        event.size = 0;
        break;
      case Type.pair:
        if (word.layout !== "cas" && word.layout !== "update") return false;
        event.size = 2;
        event.first = this.#numberOf(this.#first);
        event.second = this.#numberOf(this.#second);
        break;
      default:
        event.size = 1;
        event.first = this.#numberOf(this.#first);
    }
    // Last of all: a line that is not plain must leave no trace of its key.
    event.key = this.#keyOf(seen, start);
    return event.key !== NOWHERE;
  }

  #keyOf(seen: number, start: number): number {
    if ((seen & Field.key) === 0) {
      return this.#words.keyOfBytes(this.#bytes, start, start, "undefined");
    }
    const { type, start: first, end } = this.#key;
    const typeName = type === Type.string ? "string" : "number";
    return this.#words.keyOfBytes(this.#bytes, first, end, typeName);
  }

  /** Returns the place after the field's value. */
  #readField(field: number, at: number): number {
    if (field === Field.value) return this.#readValue(at);
    const event = this.#event;
    const token = field === Field.key ? this.#key : this.#token;
    const end = this.#readToken(at, token);
    if (end === NOWHERE) return NOWHERE;
    const isText = token.type === Type.string;
    switch (field) {
      case Field.type: {
        const type = isText ? typeAt(this.#bytes, token.start) : undefined;
        if (type === undefined) return NOWHERE;
        event.type = type;
        return end;
      }
      case Field.f:
        event.name = isText ? this.#words.findName(this.#bytes, token.start, token.end) : NOWHERE;
        return event.name === NOWHERE ? NOWHERE : end;
      case Field.key:
        return isText || token.type === Type.number ? end : NOWHERE;
      case Field.applied:
        this.#applied = token.value === true;
        return token.type === Type.boolean ? end : NOWHERE;
      case Field.process:
        event.process = token.value as number;
        return token.type === Type.number ? end : NOWHERE;
      case Field.time:
        event.time = isText ? this.#timeIn(token) : (token.value as number);
        return token.type === Type.number || event.time !== undefined ? end : NOWHERE;
      default:
        // An index, which is not used.
        return token.type === Type.number ? end : NOWHERE;
    }
  }

  /** A time in nanoseconds since 1970 is a text, because a number would be rounded. */
  #timeIn({ start, end }: Token): number | undefined {
    for (let at = start; at < end; at++) if (!isDigit(this.#bytes[at]!)) return undefined;
    return start === end ? undefined : Number(decoder.decode(this.#bytes.subarray(start, end)));
  }

  #readValue(start: number): number {
    if (this.#bytes[start] !== BYTE.openArray) {
      const end = this.#readToken(start, this.#first);
      this.#valueType = this.#first.type;
      return end;
    }
    this.#valueType = Type.pair;
    let at = this.#readToken(this.#skipSpaces(start + 1), this.#first);
    if (at === NOWHERE) return NOWHERE;
    at = this.#skipSpaces(at);
    if (this.#bytes[at] !== BYTE.comma) return NOWHERE;
    at = this.#readToken(this.#skipSpaces(at + 1), this.#second);
    if (at === NOWHERE) return NOWHERE;
    at = this.#skipSpaces(at);
    return this.#bytes[at] === BYTE.closeArray ? at + 1 : NOWHERE;
  }

  #readToken(at: number, token: Token): number {
    const byte = this.#bytes[at]!;
    if (byte === BYTE.quote) return this.#readText(at + 1, token);
    if (byte === BYTE.minus || isDigit(byte)) return this.#readNumber(at, token);
    for (const { bytes, type, value } of literals) {
      if (!matches(this.#bytes, at, bytes)) continue;
      token.type = type;
      token.value = value;
      return at + bytes.length;
    }
    return NOWHERE;
  }

  #readText(start: number, token: Token): number {
    const bytes = this.#bytes;
    let at = start;
    // The line feed that ends the line ends this loop, too.
    for (let byte = bytes[at]!; byte !== BYTE.quote; byte = bytes[at]!) {
      if (byte < BYTE.space || byte === BYTE.backslash) return NOWHERE;
      const length = byte <= BYTE.tilde ? 1 : characterLength(bytes, at);
      if (length === 0) return NOWHERE;
      at += length;
    }
    token.type = Type.string;
    token.start = start;
    token.end = at;
    return at + 1;
  }

  #readNumber(start: number, token: Token): number {
    const bytes = this.#bytes;
    const isNegative = bytes[start] === BYTE.minus;
    const first = isNegative ? start + 1 : start;
    let [at, number] = [first, 0];
    for (; isDigit(bytes[at]!); at++) number = 10 * number + (bytes[at]! - BYTE.zero);
    const digits = at - first;
    const isOdd = bytes[first] === BYTE.zero && (digits > 1 || isNegative);
    // What follows a fraction's whole part is neither a comma nor an end, so that it is not plain.
    if (digits === 0 || digits > MOST_DIGITS || isOdd) return NOWHERE;
    token.type = Type.number;
    token.start = start;
    token.end = at;
    token.value = isNegative ? -number : number;
    return at;
  }

  #numberOf({ type, start, end, value }: Token): number {
    if (type === Type.string) return this.#values.numberOfBytes(this.#bytes, start, end);
    if (type === Type.null) return UNWRITTEN;
    return typeof value === "number" && value >= 0 ? value : this.#values.numberOf(value);
  }

  #skipSpaces(start: number): number {
    let at = start;
    while (this.#bytes[at] === BYTE.space) at++;
    return at;
  }
}

/** The types of values that are right for an event, and not only harmless. */
function typesWanted(
  { layout, isGiven, isAnswered, inputs, outputs }: Word,
  type: CodedEvent["type"],
): number {
  if (type === "invoke") return isGiven ? inputs : NOTHING;
  // What was given may be repeated.
  if (!isAnswered) return inputs | NOTHING;
  if (type === "ok") return outputs;
  return type === "info" && layout === "update" ? Type.pair | NOTHING : NOTHING;
}

function nameAt(bytes: Uint8Array, at: number): (typeof fieldNames)[number] | undefined {
  for (const name of fieldNames) if (matches(bytes, at, name.bytes)) return name;
  return undefined;
}

function typeAt(bytes: Uint8Array, at: number): CodedEvent["type"] | undefined {
  for (const { type, bytes: name } of types) if (matches(bytes, at, name)) return type;
  return undefined;
}

function matches(bytes: Uint8Array, start: number, text: Uint8Array): boolean {
  for (let at = 0; at < text.length; at++) if (bytes[start + at] !== text[at]) return false;
  return true;
}

function isDigit(byte: number): boolean {
  return byte >= BYTE.zero && byte <= BYTE.nine;
}

function blankToken(): Token {
  return { type: Type.none, start: 0, end: 0, value: null };
}

function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function bytesByName<Name extends string>(texts: Record<Name, string>): Record<Name, number> {
  const entries = Object.entries<string>(texts).map(([name, text]) => [name, text.charCodeAt(0)]);
  return Object.fromEntries(entries) as Record<Name, number>;
}
