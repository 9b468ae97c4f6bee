/** Numbers for the names of operations and of keys, and what is known of each. */
import { MOST_NAMES, type ColumnsBuilder } from "../history/columns-builder.ts";
import { TextTable } from "../history/text-table.ts";
import { shown, type Event } from "./event.ts";
import type { OperationForm, ValueForm } from "./operation-forms.ts";

/** How the values of an operation are written to columns; `other` is the general one. */
export type Layout = "read" | "write" | "cas" | "update" | "other";

export interface Word {
  readonly name: string;
  /** Undefined for an operation that no form describes. */
  readonly form: OperationForm | undefined;
  readonly layout: Layout;
  /** Whether a call is given something, and whether something comes back as the value. */
  readonly isGiven: boolean;
  readonly isAnswered: boolean;
  /** The types of values that a call may have, and a return. Each is a sum of {@link Type}s. */
  readonly inputs: number;
  readonly outputs: number;
}

/** Types of values, to be added up. */
export const Type = { none: 1, null: 2, boolean: 4, number: 8, string: 16, pair: 32 } as const;

const examples: readonly (readonly [type: number, value: unknown])[] = [
  [Type.null, null],
  [Type.boolean, true],
  [Type.number, 0],
  [Type.string, ""],
  [Type.pair, [0, 0]],
];

export class Words {
  readonly #builder: ColumnsBuilder;
  readonly #names = new TextTable();
  readonly #words: Word[] = [];
  readonly #keys = new TextTable();
  readonly #keyTypes: string[] = [];

  /** @param builder gets the names. */
  constructor(builder: ColumnsBuilder) {
    this.#builder = builder;
  }

  /** @throws {SyntaxError} if there are more names than columns can tell apart. */
  nameOf({ f, form }: Event): number {
    const name = this.#names.numberOf(f);
    if (name === this.#words.length) {
      if (name === MOST_NAMES) throw new SyntaxError(`${shown(f)} is one name too many`);
      this.#words.push(wordOf(f, form));
      this.#builder.operationNames.push(f);
    }
    return name;
  }

  /** The number of a name that has one, or -1. */
  findName(bytes: Uint8Array, start: number, end: number): number {
    return this.#names.findBytes(bytes, start, end);
  }

  word(name: number): Word {
    return this.#words[name]!;
  }

  /**
   * Keys are compared as text, so that 1 and "1" would be one.
   *
   * @throws {SyntaxError} if it was of another type before.
   */
  keyOf({ key, keyType }: Pick<Event, "key" | "keyType">): number {
    const number = this.#keys.numberOf(key);
    const known = (this.#keyTypes[number] ??= keyType);
    if (number === this.#builder.keyNames.length) this.#builder.keyNames.push(key);
    if (known !== keyType) {
      const here = keyType === "undefined" ? "missing" : `the ${keyType} ${shown(key)}`;
      throw new SyntaxError(
        `"key" is ${here} here and a ${known} of the same text before: are they one?`,
      );
    }
    return number;
  }

  /** The same for a key in `bytes` from `start` to `end`: -1 if it was of another type before. */
  keyOfBytes(bytes: Uint8Array, start: number, end: number, type: string): number {
    const number = this.#keys.numberOfBytes(bytes, start, end);
    const known = (this.#keyTypes[number] ??= type);
    const { keyNames } = this.#builder;
    if (number === keyNames.length) keyNames.push(this.#keys.textOf(number));
    return known === type ? number : -1;
  }
}

function wordOf(name: string, form: OperationForm | undefined): Word {
  const { input, output } = form ?? {};
  return {
    name,
    form,
    layout: layoutOf(name, form),
    isGiven: form === undefined || input !== undefined,
    isAnswered: form === undefined || output !== undefined,
    inputs: form === undefined ? anyType : typesOf(input),
    outputs: outputsOf(form),
  };
}

/** Those of a register have columns for what they read and what they write. */
function layoutOf(name: string, form: OperationForm | undefined): Layout {
  if (form === undefined) return "other";
  if (name === "cas" && form.hasApplied === true) return name;
  if (name === "update" && form.infoHasOutput === true) return name;
  if (name === "read" && form.input === undefined && form.output !== undefined) return name;
  return name === "write" && form.input !== undefined && form.output === undefined ? name : "other";
}

const anyType = examples.reduce<number>((sum, [type]) => sum + type, Type.none);

function outputsOf(form: OperationForm | undefined): number {
  if (form === undefined) return anyType;
  return form.isOutputOptional === true ? Type.none | typesOf(form.output) : typesOf(form.output);
}

function typesOf(form: ValueForm | undefined): number {
  // Null says that there is nothing.
  if (form === undefined) return Type.none + Type.null;
  return examples.reduce<number>((sum, [type, value]) => (form.fits(value) ? sum + type : sum), 0);
}
