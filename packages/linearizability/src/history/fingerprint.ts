/**
 * When two values are the same, for every model and every engine. One definition, and total: it
 * answers for any two values, and never throws.
 *
 * - Primitives are the same as `Map` has it (SameValueZero): NaN is the same as itself, 0 and -0
 *   are one, 1 and 1n and "1" are three.
 * - Plain data is compared by content: arrays, and objects without a class, whatever the order of
 *   their fields. A field that holds `undefined` is not a missing field. Cycles are the same if
 *   they close at the same places.
 * - Everything else is compared by identity: functions, symbols, instances of classes, such as
 *   dates, maps, sets and errors, objects with accessors, symbols or hidden fields, and proxies
 *   that cannot be looked into. What such a value holds may be hidden, and two of them are the same
 *   only if they are one.
 */

/** Sets the text of an object apart from a string of the same text. */
const MARK = "\u0000";

export type Fingerprint = string | number | boolean | bigint | symbol | null | undefined;

/** Two values have the same fingerprint, as `Map` compares keys, exactly if they are the same. */
export function fingerprint(value: unknown): Fingerprint {
  switch (typeof value) {
    case "string":
      return value.startsWith(MARK) ? MARK + JSON.stringify(value) : value;
    case "number":
    case "boolean":
    case "bigint":
    case "symbol":
    case "undefined":
      return value;
    default:
      return value === null ? null : MARK + new Description(value as object).text();
  }
}

export function isSame(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  const [print, otherPrint] = [fingerprint(one), fingerprint(other)];
  return print === otherPrint || (Number.isNaN(print) && Number.isNaN(otherPrint));
}

/** What remains to be described: a value, or text that is known. */
type Task = { readonly value: unknown } | { readonly text: string } | Closing;

/** The end of an object: what comes after it is not inside it. */
interface Closing {
  readonly closes: object;
  readonly text: string;
}

/** Text that two objects share exactly if they are the same. Deep values take no deep calls. */
class Description {
  readonly #tasks: Task[];
  readonly #parts: string[] = [];
  /** The objects that hold what is being described, by how deep they are. */
  readonly #open = new Map<object, number>();

  constructor(value: object) {
    this.#tasks = [{ value }];
  }

  text(): string {
    for (let task = this.#tasks.pop(); task !== undefined; task = this.#tasks.pop()) {
      if ("value" in task) {
        this.#describe(task.value);
        continue;
      }
      if ("closes" in task) this.#open.delete(task.closes);
      this.#parts.push(task.text);
    }
    return this.#parts.join("");
  }

  #describe(value: unknown): void {
    if (typeof value === "object" && value !== null) this.#describeObject(value);
    else this.#parts.push(describePrimitive(value));
  }

  #describeObject(value: object): void {
    const depth = this.#open.get(value);
    if (depth !== undefined) {
      this.#parts.push(`^${this.#open.size - depth}`);
      return;
    }
    const content = contentOf(value);
    if (content === undefined) {
      this.#parts.push(`#${identityOf(value)}`);
      return;
    }
    this.#open.set(value, this.#open.size);
    this.#parts.push(content.opening);
    this.#tasks.push({ closes: value, text: content.closing });
    // Tasks are taken from the end.
    for (const part of content.parts.toReversed()) this.#tasks.push(part);
  }
}

function describePrimitive(value: unknown): string {
  switch (typeof value) {
    case "string":
      return JSON.stringify(value);
    case "number":
      return value === 0 ? "0" : String(value);
    case "bigint":
      return `${value}n`;
    case "symbol":
    case "function":
      return `#${identityOf(value)}`;
    default:
      return String(value);
  }
}

interface Content {
  readonly opening: string;
  readonly parts: readonly Task[];
  readonly closing: string;
}

/** What an object consists of; undefined if it is compared by identity. */
function contentOf(value: object): Content | undefined {
  try {
    return visibleContentOf(value);
  } catch {
    // A proxy may refuse to be looked into.
    return undefined;
  }
}

function visibleContentOf(value: object): Content | undefined {
  if (Array.isArray(value)) {
    // An array with more fields than elements is more than an array.
    if (!hasOnlyPlainFields(value, value.length)) return undefined;
    // Not flatMap on the array itself, which would leave out its holes.
    const elements: Task[] = Array.from(value as unknown[], (element) => ({ value: element }));
    return { opening: "[", parts: elements.flatMap((element) => [element, comma]), closing: "]" };
  }
  if (isPlain(value)) {
    const fields = Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1));
    const parts = fields.flatMap(([name, field]) => [
      { text: `${JSON.stringify(name)}:` },
      { value: field },
      comma,
    ]);
    return { opening: "{", parts, closing: "}" };
  }
  return undefined;
}

const comma: Task = { text: "," };

/** Whether it is an object without a class, as a literal makes it, in this or another realm. */
function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  const isBase =
    prototype === null ||
    (Object.getPrototypeOf(prototype) === null && Object.hasOwn(prototype as object, "toString"));
  return isBase && hasOnlyPlainFields(value, Object.keys(value).length);
}

/** Whether it has no own fields but these, all of them visible and without accessors. */
function hasOnlyPlainFields(value: object, most: number): boolean {
  const names = Object.keys(value);
  const hidden = Array.isArray(value) ? 1 : 0;
  return (
    Reflect.ownKeys(value).length === names.length + hidden &&
    names.length <= most &&
    names.every((name) => "value" in Object.getOwnPropertyDescriptor(value, name)!)
  );
}

const identities = new WeakMap<WeakKey, number>();
/** Of symbols that the whole program shares by name, which a WeakMap cannot hold. */
const namedIdentities = new Map<symbol, number>();
let lastIdentity = 0;

/** A number that no other object, function or symbol has. */
function identityOf(value: object | symbol): number {
  const isNamed = typeof value === "symbol" && Symbol.keyFor(value) !== undefined;
  const known = isNamed ? namedIdentities.get(value) : identities.get(value);
  if (known !== undefined) return known;
  const identity = ++lastIdentity;
  if (isNamed) namedIdentities.set(value, identity);
  else identities.set(value, identity);
  return identity;
}
