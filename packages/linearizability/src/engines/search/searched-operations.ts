/**
 * What a search knows of the operations before it begins, as columns: what they need and leave,
 * when they were called and returned, and which of them are alike.
 *
 * Operations of one **class** are alike: whichever of them is placed, the state that follows is the
 * same. Where a transition names the state that an operation leaves, the two states make the class;
 * otherwise everything that the model sees does: name, input, output, whether the operation
 * returned, and the client, unless the model ignores clients.
 */
import { fingerprint, type Fingerprint } from "../../history/fingerprint.ts";
import { returnOf, type Operation } from "../../history/operation.ts";
import type { Model } from "../../models/model.ts";
import type { Spending } from "../budget.ts";
import type { States } from "./states.ts";

/** No operation, no class, no state. */
export const NONE = -1;

/** After all events. */
export const NEVER = 2 ** 31 - 1;

/** About what the columns take per operation, and the path that leads to a position, in bytes. */
const BYTES_PER_OPERATION = 120;

/** Unfinished operations of one class, in the order of their calls. */
export interface UnfinishedClass {
  readonly operations: Operation[];
  readonly calls: number[];
  readonly from: number;
  readonly to: number;
  /** The same class among finished operations, or NONE. */
  readonly finishedTwins: number;
}

export class SearchedOperations {
  /** Those that have to get a place, in the order of their calls. An index is an operation's number. */
  readonly finished: readonly Operation[];
  readonly calls: Int32Array;
  readonly returns: Int32Array;
  /** Their numbers in the order of their returns. */
  readonly byReturn: Int32Array;
  readonly isRead: Uint8Array;
  /** The only state that each of them can follow, and the state that it leaves, or NONE. */
  readonly from: Int32Array;
  readonly to: Int32Array;
  readonly classes: Int32Array;
  classCount = 0;
  /** Those that may be left out, without the ones that change nothing or cannot be predicted. */
  readonly unfinished: UnfinishedClass[] = [];
  /** Whether each operation that is no read names the state that it leaves. */
  namesStates = true;
  /** Whether each state that an operation can follow is named. */
  namesNeeds = true;

  readonly #spending: Spending;
  #bytes: number;

  /** If the budget ends on the way, the columns are incomplete and must not be searched. */
  constructor(operations: readonly Operation[], model: Model, states: States, spending: Spending) {
    this.#spending = spending;
    this.#bytes = operations.length * BYTES_PER_OPERATION;
    spending.require(this.#bytes);
    this.finished = operations.filter(({ returned }) => returned !== undefined);
    const { length } = this.finished;
    this.calls = Int32Array.from(this.finished, ({ called }) => called);
    this.returns = Int32Array.from(this.finished, returnOf);
    this.byReturn = inOrder(this.returns);
    this.isRead = new Uint8Array(length);
    this.from = new Int32Array(length);
    this.to = new Int32Array(length);
    this.classes = new Int32Array(length);
    this.#describe(operations, model, states);
  }

  get count(): number {
    return this.finished.length;
  }

  /** Whether the operation leaves one state, whatever the state before. */
  overwrites(operation: number): boolean {
    return (
      this.to[operation] !== NONE && this.from[operation] === NONE && this.isRead[operation] === 0
    );
  }

  release(): void {
    this.#spending.giveBack(this.#bytes);
    this.#bytes = 0;
  }

  #describe(operations: readonly Operation[], model: Model, states: States): void {
    const classes = new Map<string, number>();
    const unfinished = new Map<string, Omit<UnfinishedClass, "finishedTwins">>();
    const kinds = new Kinds(model);
    const known = (state: {} | null | undefined): number =>
      state === undefined ? NONE : states.numberOf(state);
    let number = 0;
    for (const operation of operations) {
      this.#spending.countStep();
      if (this.#spending.isExhausted) return;
      const isRead = model.isRead?.(operation) ?? false;
      const isFinished = operation.returned !== undefined;
      if (!isFinished && (isRead || model.isUnpredictable?.(operation) === true)) continue;
      const transition = model.transition?.(operation) ?? {};
      const from = known(transition.from);
      const to = isRead ? from : known(transition.to);
      if (!isRead && to === NONE) this.namesStates = false;
      if (from === NONE && (isRead || to === NONE)) this.namesNeeds = false;
      if (isFinished) {
        this.isRead[number] = Number(isRead);
        this.from[number] = from;
        this.to[number] = to;
        // Reads are no choice, and their classes are not asked for.
        if (!isRead) {
          const kind = kinds.of(operation, from, to);
          const alike = classes.get(kind) ?? this.classCount++;
          classes.set(kind, alike);
          this.classes[number] = alike;
        }
        number++;
        continue;
      }
      const kind = kinds.of(operation, from, to);
      const alike = unfinished.get(kind);
      if (alike === undefined) {
        unfinished.set(kind, { operations: [operation], calls: [operation.called], from, to });
      } else {
        alike.operations.push(operation);
        alike.calls.push(operation.called);
      }
    }
    for (const [kind, alike] of unfinished) {
      this.unfinished.push({ ...alike, finishedTwins: classes.get(kind) ?? NONE });
    }
  }
}

/** Names that two operations share exactly if they are of one class. */
class Kinds {
  readonly #ignoresClient: boolean;
  readonly #numbers = new Map<Fingerprint, number>();

  constructor({ ignoresClient = false }: Model) {
    this.#ignoresClient = ignoresClient;
  }

  of({ name, input, output, client, returned }: Operation, from: number, to: number): string {
    if (to !== NONE) return `${from} ${to}`;
    const seen = `${this.#numberOf(name)},${this.#numberOf(input)},${this.#numberOf(output)}`;
    const isOpen = returned === undefined ? "open" : "";
    return `${seen},${isOpen}${this.#ignoresClient ? "" : client}`;
  }

  /** A number for each value. One string of them all would take several times as long to make. */
  #numberOf(value: unknown): number {
    const name = fingerprint(value);
    const number = this.#numbers.get(name) ?? this.#numbers.size;
    this.#numbers.set(name, number);
    return number;
  }
}

/** The places of the numbers, which are different, in their order. */
function inOrder(numbers: Int32Array): Int32Array {
  const { length } = numbers;
  // Without a function to compare them, numbers are sorted several times as fast.
  const sorted = Float64Array.from(numbers, (number, place) => number * length + place).toSorted();
  return Int32Array.from(sorted, (number) => number % length);
}
