import type { Storable } from "@sync-strategies/state-store";

/**
 * A few clients, each with a short list of operations, and what must hold in the end. Scenarios
 * are plain data: the same one runs on any store.
 *
 * Clients are named by their place: A, B, C and so on. Every result is checked for
 * linearizability without further declaration.
 */
export interface Scenario<Value extends Storable = Storable> {
  /** Names the scenario on a command line: lower-case words joined by hyphens. */
  readonly id: string;
  readonly title: string;
  /** The single question that running it answers. */
  readonly question: string;
  /** Values that are written before the first step. Other keys start unwritten. */
  readonly initial?: Readonly<Record<string, Value>>;
  readonly clients: readonly (readonly PlannedOperation<Value>[])[];
  /** What must be true of the final state, beyond linearizability. */
  readonly invariant?: Invariant<Value>;
}

export interface Invariant<Value extends Storable> {
  /** The rule as a clause, for example "x is 4 in the end". */
  readonly rule: string;
  holds(state: ReadonlyMap<string, Value | undefined>): boolean;
}

/**
 * What a client does in a step. Made with {@link read}, {@link write}, {@link update},
 * {@link increment}, {@link abort} and {@link close}.
 */
export type PlannedOperation<Value extends Storable = Storable> =
  | ReadOperation
  | WriteOperation<Value>
  | UpdateOperation<Value>
  | AbortOperation
  | CloseOperation;

interface Following {
  /** Called as soon as the client's operation before has settled, without a separate step. */
  readonly followsAtOnce?: boolean;
}

export interface ReadOperation extends Following {
  readonly kind: "read";
  readonly key: string;
}

export interface WriteOperation<Value extends Storable> extends Following {
  readonly kind: "write";
  readonly key: string;
  readonly value: Value;
}

export interface UpdateOperation<Value extends Storable> extends Following {
  readonly kind: "update";
  readonly key: string;
  /** What it does, as a noun: "increment". */
  readonly name: string;
  /** How often the updater awaits before it returns. Each await ends by a separate step. */
  readonly awaits: number;
  /** Whether it awaits at all, by what it was given; it does if this is left out. */
  awaitsIf?(current: Value | undefined): boolean;
  /** What the updater finally returns or throws. */
  compute(current: Value | undefined): Value;
}

export interface AbortOperation {
  readonly kind: "abort";
  /** The letter of the client whose operation in flight is aborted. */
  readonly target: string;
}

export interface CloseOperation {
  readonly kind: "close";
}

export function read(key: string): ReadOperation {
  return { kind: "read", key };
}

export function write<Value extends Storable>(key: string, value: Value): WriteOperation<Value> {
  return { kind: "write", key, value };
}

/** An update whose updater awaits `awaits` times (once by default), then calls `compute`. */
export function update<Value extends Storable>(
  key: string,
  compute: (current: Value | undefined) => Value,
  options: {
    awaits?: number;
    name?: string;
    awaitsIf?: (current: Value | undefined) => boolean;
  } = {},
): UpdateOperation<Value> {
  const { awaits = 1, name = "update", awaitsIf } = options;
  if (!Number.isSafeInteger(awaits) || awaits < 0) {
    throw new RangeError(`awaits must be a whole number of at least 0, not ${awaits}`);
  }
  return { kind: "update", key, name, awaits, compute, ...(awaitsIf && { awaitsIf }) };
}

/** Adds one to a counter, with an await between reading and writing. */
export function increment(key: string, options: { awaits?: number } = {}): UpdateOperation<number> {
  return update<number>(key, (current) => (current ?? 0) + 1, { ...options, name: "increment" });
}

/** An update whose updater awaits, then throws: it may affect neither the value nor other clients. */
export function failingUpdate(
  key: string,
  options: { awaits?: number } = {},
): UpdateOperation<never> {
  const error = new Error("The updater gives up.");
  return update<never>(
    key,
    () => {
      throw error;
    },
    { ...options, name: "failing update" },
  );
}

/** The same operation several times, each called as soon as the one before has settled. */
export function repeat<
  Operation extends ReadOperation | WriteOperation<number> | UpdateOperation<number>,
>(operation: Operation, times: number): Operation[] {
  return Array.from({ length: times }, (_, index) => ({ ...operation, followsAtOnce: index > 0 }));
}

/** Aborts the operation that client `target` has in flight; without one it does nothing. */
export function abort(target: string): AbortOperation {
  return { kind: "abort", target };
}

export function close(): CloseOperation {
  return { kind: "close" };
}

/** Far more operations than can be explored. */
const maximumOperationsPerKey = 29;

const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

/** The name of the client at an index: A, B, C … */
export function clientLetter(index: number): string {
  return letters.charAt(index);
}

/** The clients' names, in order. */
export function clientLetters(scenario: Scenario): readonly string[] {
  return scenario.clients.map((_, index) => clientLetter(index));
}

/** The index of the client with a name, or -1. */
export function clientIndex(scenario: Scenario, letter: string): number {
  const index = letter.length === 1 ? letters.indexOf(letter) : -1;
  return index < scenario.clients.length ? index : -1;
}

/** The keys a scenario touches, in order of appearance. */
export function scenarioKeys(scenario: Scenario): readonly string[] {
  const keys = new Set(Object.keys(scenario.initial ?? {}));
  for (const operation of scenario.clients.flat()) {
    if ("key" in operation) keys.add(operation.key);
  }
  return [...keys];
}

/** @throws {RangeError} for a scenario that cannot be run. */
export function assertScenario(scenario: Scenario): void {
  const count = scenario.clients.length;
  if (count < 1 || count > letters.length) {
    throw new RangeError(`A scenario has 1 to ${letters.length} clients, not ${count}.`);
  }
  for (const operation of scenario.clients.flat()) {
    if (operation.kind === "abort" && clientIndex(scenario, operation.target) < 0) {
      throw new RangeError(`No client is named ${JSON.stringify(operation.target)}.`);
    }
  }
  for (const key of scenarioKeys(scenario)) {
    const operations = scenario.clients.flat().filter((each) => "key" in each && each.key === key);
    if (operations.length > maximumOperationsPerKey) {
      throw new RangeError(`More than ${maximumOperationsPerKey} operations on ${key}.`);
    }
  }
}

/** An operation in words: "increment x", "write x = 5". */
export function describeOperation(operation: PlannedOperation): string {
  switch (operation.kind) {
    case "read":
      return `read ${operation.key}`;
    case "write":
      return `write ${operation.key} = ${describeValue(operation.value)}`;
    case "update":
      return `${operation.name} ${operation.key}`;
    case "abort":
      return `abort ${operation.target}`;
    default:
      return operation.kind;
  }
}

/** A value in a few characters; "–" for never written. */
export function describeValue(value: unknown): string {
  if (value === undefined) return "–";
  let text: string | undefined;
  try {
    text = typeof value === "bigint" ? `${value}n` : JSON.stringify(value);
  } catch {
    // The value is cyclic, or cannot be converted to text.
  }
  text ??= typeof value;
  return text.length > 16 ? `${text.slice(0, 15)}…` : text;
}
