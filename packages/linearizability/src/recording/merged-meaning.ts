/** What the numbers in columns mean, where several members gave them out on their own. */
import { MOST_NAMES } from "../history/columns-builder.ts";
import type { Meaning } from "../history/columns.ts";
import { Values } from "../history/values.ts";

/**
 * Invariant: two members' numbers become one exactly if they mean the same key, the same name of an
 * operation, or the same value.
 */
export class MergedMeaning implements Meaning {
  readonly names: Uint16Array;
  readonly operationNames: readonly string[];
  readonly keyNames: readonly string[];
  readonly values = new Values();
  readonly #translations: readonly Translation[];

  /** @throws {RangeError} if there are too many names of operations for their column. */
  constructor(meanings: readonly Meaning[], rows: number) {
    this.names = new Uint16Array(rows);
    const operations = new Map<string, number>();
    const keys = new Map<string, number>();
    this.#translations = meanings.map((meaning) => ({
      meaning,
      operations: meaning.operationNames.map((name) => numberIn(operations, name)),
      keys: meaning.keyNames.map((name) => numberIn(keys, name)),
      values: new Map(),
    }));
    if (operations.size > MOST_NAMES) {
      throw new RangeError(`A history has at most ${MOST_NAMES} different names of operations.`);
    }
    this.operationNames = [...operations.keys()];
    this.keyNames = [...keys.keys()];
  }

  putName(place: number, member: number, row: number): void {
    const { meaning, operations } = this.#translations[member]!;
    this.names[place] = operations[meaning.names[row]!]!;
  }

  keyOf(member: number, key: number): number {
    return this.#translations[member]!.keys[key]!;
  }

  valueOf(member: number, value: number): number {
    // It stands for itself.
    if (value >= 0) return value;
    const { meaning, values } = this.#translations[member]!;
    const known = values.get(value);
    if (known !== undefined) return known;
    const number = this.values.numberOf(meaning.values.valueOf(value));
    values.set(value, number);
    return number;
  }
}

/** By a member's numbers, the merged ones. */
interface Translation {
  readonly meaning: Meaning;
  readonly operations: readonly number[];
  readonly keys: readonly number[];
  readonly values: Map<number, number>;
}

function numberIn(numbers: Map<string, number>, name: string): number {
  const known = numbers.get(name);
  if (known !== undefined) return known;
  numbers.set(name, numbers.size);
  return numbers.size - 1;
}
