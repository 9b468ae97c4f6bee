/**
 * Which operations found, left and replaced each value, where operations name the states that they
 * need and leave. Those of a value that was put there only once are adjacent in every order that
 * explains the history, so of two such values one is older than the other with all that is about it.
 */
import { fingerprint, isSame, type Fingerprint } from "../history/fingerprint.ts";
import type { Operation } from "../history/operation.ts";
import type { Model, Transition } from "../models/model.ts";
import type { Evidence } from "./claims.ts";
import type { TimeOrder } from "./orders-in-time.ts";

type State = {} | null;

export class ValueTraces {
  readonly operations: readonly Operation[];
  readonly #initial: State;
  readonly #model: Pick<Model, "transition" | "isRead">;
  readonly #certain: ReadonlySet<Operation>;

  constructor(
    operations: readonly Operation[],
    initial: State,
    model: Pick<Model, "transition" | "isRead">,
  ) {
    this.operations = operations;
    this.#initial = initial;
    this.#model = model;
    this.#certain = this.#findCertain();
  }

  /** All values that operations found or left. */
  values(): State[] {
    const byPrint = new Map<Fingerprint, State>();
    for (const operation of this.operations) {
      for (const value of this.valuesOf(operation)) byPrint.set(fingerprint(value), value);
    }
    return [...byPrint.values()];
  }

  /** What the operation is known to have found, and what it left. */
  valuesOf(operation: Operation): State[] {
    return [this.found(operation), this.left(operation)].filter((value) => value !== undefined);
  }

  /** `undefined` if that may have been any value, as for an unfinished read. */
  found(operation: Operation): State | undefined {
    const isUnseen = operation.returned === undefined && this.#isRead(operation);
    return isUnseen ? undefined : this.#transition(operation).from;
  }

  /** `undefined` for a read. */
  left(operation: Operation): State | undefined {
    return this.#isRead(operation) ? undefined : this.#transition(operation).to;
  }

  /** Whether the operation took effect in every order that explains the others. */
  isCertain(operation: Operation): boolean {
    return this.#certain.has(operation);
  }

  isInitial(value: State): boolean {
    return isSame(value, this.#initial);
  }

  /** The operations that put the value there, finished or not. */
  sourcesOf(value: State): Operation[] {
    return this.operations.filter((operation) => this.puts(operation, value));
  }

  puts(operation: Operation, value: State): boolean {
    const left = this.left(operation);
    return left !== undefined && isSame(left, value) && !this.#keeps(operation);
  }

  /** The operation that put the value there, if there is only one, and it was not there at first. */
  onlySourceOf(value: State | undefined): Operation | undefined {
    if (value === undefined || this.isInitial(value)) return undefined;
    const sources = this.sourcesOf(value);
    return sources.length === 1 ? sources[0] : undefined;
  }

  /** The operations that found the value and left another, and certainly took effect. */
  takersOf(value: State): Operation[] {
    return this.operations.filter((operation) => {
      if (!this.#certain.has(operation)) return false;
      const found = this.found(operation);
      const left = this.left(operation);
      if (found === undefined || left === undefined) return false;
      return isSame(found, value) && !this.#keeps(operation);
    });
  }

  /** Whether the operation, when it takes effect, leaves another value than this one. */
  hasAnother(operation: Operation, value: State): boolean {
    const now = this.left(operation) ?? this.found(operation);
    return now !== undefined && !isSame(now, value);
  }

  /** How it is known that one value was there before another; each of them only once. */
  evidenceOfAge(older: State, newer: State, facts: readonly TimeOrder[]): Evidence | undefined {
    if (!this.#isThereOnce(older) || !this.#isThereOnce(newer)) return undefined;
    const updates = this.#updatesBetween(older, newer);
    if (updates !== undefined) return { kind: "updates", updates };
    const isAbout = (operation: Operation, value: State): boolean =>
      this.valuesOf(operation).some((other) => isSame(other, value));
    const fact = facts.find(({ before, after }) => isAbout(before, older) && isAbout(after, newer));
    return fact && { kind: "time", fact };
  }

  /** The updates that led from one value to another, if they did. */
  #updatesBetween(older: State, newer: State): Operation[] | undefined {
    const updates: Operation[] = [];
    for (let value: State | undefined = newer; value !== undefined && !isSame(value, older);) {
      const source = this.onlySourceOf(value);
      if (source === undefined || updates.includes(source)) return undefined;
      updates.unshift(source);
      value = this.found(source);
      if (value === undefined) return undefined;
    }
    return updates;
  }

  #isThereOnce(value: State): boolean {
    return this.sourcesOf(value).length + Number(this.isInitial(value)) === 1;
  }

  /** Whether the operation leaves what it found. */
  #keeps(operation: Operation): boolean {
    const found = this.found(operation);
    return found !== undefined && isSame(found, this.left(operation));
  }

  #isRead(operation: Operation): boolean {
    return this.#model.isRead?.(operation) === true;
  }

  #transition(operation: Operation): Transition<State> {
    return this.#model.transition?.(operation) ?? {};
  }

  /** Finished operations, and the unfinished ones whose values these must have seen. */
  #findCertain(): ReadonlySet<Operation> {
    const certain = new Set(this.operations.filter(({ returned }) => returned !== undefined));
    // The set grows while it is walked through.
    for (const operation of certain) {
      const source = this.onlySourceOf(this.found(operation));
      if (source !== undefined) certain.add(source);
    }
    return certain;
  }
}
