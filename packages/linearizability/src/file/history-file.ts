/**
 * Histories as text, one event per line, each a JSON object:
 *
 * ```json
 * {"process":3,"type":"invoke","f":"cas","key":"x","value":[1,2]}
 * {"process":3,"type":"ok","f":"cas","key":"x","value":[1,2],"applied":true}
 * ```
 *
 * A process does one operation at a time: `invoke`, then `ok` (it took effect, with this result),
 * `fail` (it certainly did not take effect, and is left out) or `info` (the outcome is unknown,
 * and the process ends). Operations that are still open at the end count as `info`. `key` may be
 * missing. The lines have the shape of Jepsen's histories; its fields `time`, `index` and `error` are
 * allowed and not used, and the lines of the process `"nemesis"` are skipped.
 *
 * Whatever could be misread is refused: fields of other names, a result that contradicts its call,
 * numbers that JavaScript cannot hold, text that is not Unicode.
 */
import { isSame } from "../history/fingerprint.ts";
import { rankColumns, rankEvents, type EventRanks } from "../history/event-ranks.ts";
import { returnOf, type Operation } from "../history/operation.ts";
import {
  operationAt,
  Kind,
  UNFINISHED,
  type RegisterHistory,
} from "../history/register-history.ts";

/** A line that cannot belong to a history. */
export class HistoryFormatError extends Error {
  readonly code = "HISTORY_FORMAT";
  readonly file: string;
  /** From 1 on. */
  readonly line: number;

  constructor(file: string, line: number, fault: string) {
    super(`${file}, line ${line}: ${fault}`);
    this.name = "HistoryFormatError";
    this.file = file;
    this.line = line;
  }
}

export interface HistoryFileOptions {
  /** The name of the file in messages. */
  readonly file?: string;
  /** The operations that the model knows; others are refused. If missing, any are accepted. */
  readonly operations?: readonly string[] | undefined;
}

/**
 * Reads a whole history.
 *
 * @throws {HistoryFormatError} for the first line that cannot belong to a history.
 */
export function parseHistory(text: string, options?: HistoryFileOptions): Operation[] {
  const reader = new HistoryReader(options);
  for (const line of text.split("\n")) reader.add(line);
  return reader.operations();
}

type Writable<T> = { -readonly [Field in keyof T]: T[Field] };

/** What a process is doing, or that it has ended. */
type Process = { readonly operation: Writable<Operation> | undefined; readonly isGone: boolean };

interface Event {
  readonly process: number;
  readonly type: "invoke" | "ok" | "fail" | "info";
  readonly f: string;
  readonly key: string;
  readonly value: unknown;
  readonly applied: unknown;
}

/** What an event may have. */
const FIELDS = new Set([
  "process",
  "type",
  "f",
  "key",
  "value",
  "applied",
  "time",
  "index",
  "error",
]);

/** Operations whose `value` is what was asked for, in the line that completes them as well. */
const KNOWN_INPUTS = new Set(["write", "cas", "add", "append"]);

/** Reads a history line by line, for files too long to hold in memory as one string. */
export class HistoryReader {
  readonly #file: string;
  readonly #names: readonly string[] | undefined;
  readonly #processes = new Map<number, Process>();
  readonly #operations = new Set<Writable<Operation>>();
  readonly #keyTypes = new Map<string, string>();
  #line = 0;
  #events = 0;

  constructor({ file = "history", operations }: HistoryFileOptions = {}) {
    this.#file = file;
    this.#names = operations;
  }

  /** @throws {HistoryFormatError} */
  add(line: string): void {
    this.#line++;
    const text = this.#line === 1 ? line.replace(/^\u{feff}/u, "") : line;
    if (text.trim() === "") return;
    const event = this.#parse(text);
    if (event === undefined) return;
    this.#events++;
    const process = this.#processes.get(event.process);
    if (event.type === "invoke") this.#invoke(event, process);
    else this.#complete(event, process?.operation);
  }

  /** How many events of clients there were. */
  get events(): number {
    return this.#events;
  }

  /** All that took effect or may have, in the order of their calls. */
  operations(): Operation[] {
    return [...this.#operations];
  }

  /** Undefined for an event of no client. */
  #parse(line: string): Event | undefined {
    const fault = faultInText(line);
    if (fault !== undefined) this.#refuse(fault);
    const event = parseJson(line);
    if (event === undefined) this.#refuse(`this is not JSON: ${excerpt(line)}`);
    if (typeof event !== "object" || event === null || Array.isArray(event)) {
      this.#refuse(`an event is a JSON object, not ${excerpt(line)}`);
    }
    const { process, type, f, key, value, applied } = event as Record<string, unknown>;
    // What Jepsen's nemesis does to the system is no operation of a client.
    if (process === "nemesis") return undefined;
    for (const field of Object.keys(event)) {
      if (!FIELDS.has(field)) {
        this.#refuse(`there is no field ${shown(field)}: an event has ${[...FIELDS].join(", ")}`);
      }
    }
    if (!Number.isSafeInteger(process)) {
      this.#refuse(`"process" must be a whole number, not ${shown(process)}`);
    }
    if (type !== "invoke" && type !== "ok" && type !== "fail" && type !== "info") {
      this.#refuse(`"type" must be invoke, ok, fail or info, not ${shown(type)}`);
    }
    if (typeof f !== "string") {
      this.#refuse(`"f" must be the name of an operation, not ${shown(f)}`);
    }
    if (this.#names?.includes(f) === false) {
      this.#refuse(`the model knows ${this.#names.join(", ")}, but not ${shown(f)}`);
    }
    if (key !== undefined && typeof key !== "string" && typeof key !== "number") {
      this.#refuse(`"key" must be a string or a number, not ${shown(key)}`);
    }
    const name = key === undefined ? "" : String(key);
    this.#assertOneType(name, key);
    return { process: process as number, type, f, key: name, value, applied };
  }

  /** Keys are compared as text, so that 1 and "1" would be one. */
  #assertOneType(name: string, key: string | number | undefined): void {
    const type = typeof key;
    const known = this.#keyTypes.get(name);
    if (known === undefined) this.#keyTypes.set(name, type);
    else if (known !== type) {
      this.#refuse(
        `"key" is ${shown(key)} here and a ${known} of the same text before: are they one?`,
      );
    }
  }

  #invoke(event: Event, process: Process | undefined): void {
    const { f, key, value } = event;
    if (process?.isGone === true) {
      this.#refuse(
        `process ${event.process} continues, although the outcome of its last operation is unknown`,
      );
    }
    if (process?.operation !== undefined) {
      this.#refuse(
        `process ${event.process} calls ${f} before its ${process.operation.name} of line ` +
          `${process.operation.called} has returned`,
      );
    }
    const input = this.#inputOf(f, value);
    const operation: Writable<Operation> = {
      client: event.process,
      key,
      name: f,
      called: this.#line,
      ...(input !== undefined && { input }),
    };
    this.#operations.add(operation);
    this.#processes.set(event.process, { operation, isGone: false });
  }

  #complete(event: Event, operation: Writable<Operation> | undefined): void {
    const { process, type, f, key } = event;
    if (operation === undefined) {
      this.#refuse(`process ${process} has no open operation that "${type}" could complete`);
    }
    if (operation.name !== f || operation.key !== key) {
      const open = `${operation.name}${operation.key === "" ? "" : ` of ${operation.key}`}`;
      this.#refuse(
        `process ${process} called ${open} in line ${operation.called}, which is not what this ` +
          "line completes",
      );
    }
    const { value } = event;
    const isAnswer = f === "read" || f === "update" || !KNOWN_INPUTS.has(f);
    if (!isAnswer && value !== undefined && value !== null && !isSame(value, operation.input)) {
      this.#refuse(
        `process ${process} called ${f} with ${shown(operation.input)} in line ${operation.called}, ` +
          `and this line has ${shown(value)}`,
      );
    }
    this.#processes.set(process, { operation: undefined, isGone: type === "info" });
    if (type === "fail") {
      this.#operations.delete(operation);
      return;
    }
    const output = this.#outputOf(event);
    if (output !== undefined) operation.output = output;
    if (type === "ok") operation.returned = this.#line;
  }

  #inputOf(f: string, value: unknown): unknown {
    switch (f) {
      case "read":
      case "update":
        return undefined;
      case "write":
        if (value === undefined) this.#refuse("a write needs the value that it writes");
        return value;
      case "cas":
        if (!isPair(value)) this.#refuse('the "value" of a cas is [expected, next]');
        return value;
      case "add":
        if (typeof value !== "number" || !Number.isFinite(value)) {
          this.#refuse(`the "value" of an add is a number, not ${shown(value)}`);
        }
        return value;
      case "append":
        if (typeof value !== "string") {
          this.#refuse(`the "value" of an append is a string, not ${shown(value)}`);
        }
        return value;
      default:
        return value;
    }
  }

  #outputOf({ type, f, value, applied }: Event): unknown {
    const isKnown = type === "ok";
    switch (f) {
      case "read":
        if (!isKnown) return undefined;
        if (value === undefined) this.#refuse("a read that is ok needs the value that it read");
        return value;
      case "update":
        if (isPair(value)) return value;
        if (isKnown) this.#refuse('the "value" of an update that is ok is [before, after]');
        return undefined;
      case "cas":
        if (!isKnown) return undefined;
        if (applied !== undefined && typeof applied !== "boolean") {
          this.#refuse(`"applied" is true or false, not ${shown(applied)}`);
        }
        return applied ?? true;
      case "write":
      case "add":
      case "append":
        return undefined;
      default:
        return isKnown ? value : undefined;
    }
  }

  #refuse(fault: string): never {
    throw new HistoryFormatError(this.#file, this.#line, fault);
  }
}

/**
 * The lines of a history, without their ends; what {@link parseHistory} reads. A client that went
 * on although one of its operations was not seen to return is shown as two processes.
 */
export function* formatHistory(history: readonly Operation[] | RegisterHistory): Generator<string> {
  const sequence = "kinds" in history ? fromColumns(history) : fromList(history);
  const { length, operationOf } = sequence;
  const substitutes = substituteProcesses(sequence);
  const take = (place: number): Operation => {
    const operation = operationOf(place);
    return { ...operation, client: substitutes.get(place) ?? operation.client };
  };
  for (const place of placesOf(sequence)) {
    // The sign of a place separates calls from returns.
    yield place > 0 ? invocationOf(take(place - 1)) : completionOf(take(-place - 1), "ok");
  }
  for (let place = 0; place < length; place++) {
    const operation = take(place);
    const isOpen = operation.returned === undefined;
    if (isOpen && operation.output !== undefined) yield completionOf(operation, "info");
  }
}

/**
 * A new process for each operation that does not fit into its client's process: an unfinished one
 * that was not the client's last, and one that was called while another was open.
 */
function substituteProcesses({
  length,
  operationOf,
  calls,
  returns,
}: Sequence): Map<number, number> {
  const last = new Map<number, number>();
  for (let place = 0; place < length; place++) last.set(operationOf(place).client, place);
  let process = [...last.keys()].reduce((one, other) => Math.max(one, other), 0);
  const substitutes = new Map<number, number>();
  const busyUntil = new Map<number, number>();
  for (let place = 0; place < length; place++) {
    const { client } = operationOf(place);
    const returned = returns[place] ?? UNFINISHED;
    const isOvertaken = returned === UNFINISHED && last.get(client) !== place;
    if (isOvertaken || (calls[place] ?? 0) < (busyUntil.get(client) ?? 0)) {
      substitutes.set(place, ++process);
    } else {
      busyUntil.set(client, returned);
    }
  }
  return substitutes;
}

/** Operations by their places, in the order of their calls, and their events, ranked. */
interface Sequence extends EventRanks {
  readonly length: number;
  readonly operationOf: (place: number) => Operation;
  /** Whether the operation is a part of the history. */
  readonly isShown: (place: number) => boolean;
}

function fromList(history: readonly Operation[]): Sequence {
  const operations = history.toSorted((one, other) => one.called - other.called);
  const ranks = rankEvents(
    Float64Array.from(operations, ({ called }) => called),
    Float64Array.from(operations, returnOf),
  );
  const operationOf = (place: number): Operation => operations[place]!;
  return { ...ranks, length: operations.length, operationOf, isShown: () => true };
}

function fromColumns(history: RegisterHistory): Sequence {
  const { calls, returns, events, length } = rankColumns(history);
  return {
    calls,
    returns,
    events,
    length,
    operationOf: (row) => operationAt(history, row),
    // An operation that never takes effect does not belong to the history.
    isShown: (row) => history.kinds[row] !== Kind.noEffect,
  };
}

/** The places of events in order: 1 and -1 for the call and the return of the first operation. */
function placesOf({ length, calls, returns, events, isShown }: Sequence): Int32Array {
  const places = new Int32Array(events + 1);
  for (let place = 0; place < length; place++) {
    if (!isShown(place)) continue;
    places[calls[place] ?? 0] = place + 1;
    const returned = returns[place] ?? UNFINISHED;
    if (returned !== UNFINISHED) places[returned] = -(place + 1);
  }
  return places.filter((place) => place !== 0);
}

function invocationOf(operation: Operation): string {
  const { client, key, name, input } = operation;
  return JSON.stringify({
    process: client,
    type: "invoke",
    f: name,
    ...withKey(key),
    value: input,
  });
}

function completionOf(
  { client, key, name, input, output }: Operation,
  type: "ok" | "info",
): string {
  const event = { process: client, type, f: name, ...withKey(key) };
  return JSON.stringify(
    name === "cas"
      ? { ...event, value: input, applied: output }
      : { ...event, value: output === undefined ? input : output },
  );
}

function withKey(key: string): { key?: string } {
  return key === "" ? {} : { key };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Arrays and objects inside one another, up to this depth; deeper ones are a mistake. */
const DEEPEST = 1000;

/** Many digits, an exponent, or a character that is not plain: nearly all lines have none of them. */
const SUSPICIOUS = /\d{16}|\d[eE]|[^\t -~]/;

/** What a value would lose when it is read; undefined if nothing. */
function faultInText(line: string): string | undefined {
  if (line.length <= DEEPEST && !SUSPICIOUS.test(line)) return undefined;
  if (/\p{Surrogate}|\u{fffd}/u.test(line)) return "this is not Unicode text";
  const withoutStrings = line.replaceAll(/"(?:[^"\\]|\\.)*"/g, '""');
  let depth = 0;
  for (const [bracket] of withoutStrings.matchAll(/[[\]{}]/g)) {
    depth += bracket === "[" || bracket === "{" ? 1 : -1;
    if (depth > DEEPEST) return `it has more than ${DEEPEST} values inside one another`;
  }
  for (const [literal] of withoutStrings.matchAll(/-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g)) {
    if (!isKept(literal)) {
      return `the number ${excerpt(literal)} cannot be kept: it would be read as ${Number(literal)}; write it as a string`;
    }
  }
  return undefined;
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

function isPair(value: unknown): value is [unknown, unknown] {
  return Array.isArray(value) && value.length === 2;
}

function shown(value: unknown): string {
  return value === undefined ? "missing" : excerpt(JSON.stringify(value));
}

function excerpt(text: string): string {
  return text.length <= 40 ? text : `${text.slice(0, 39)}…`;
}
