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
import type { Operation } from "../history/operation.ts";
import { HistoryFormatError } from "./history-format-error.ts";
import { excerpt, faultInText } from "./strict-json.ts";

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

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
function isPair(value: unknown): value is [unknown, unknown] {
  return Array.isArray(value) && value.length === 2;
}

function shown(value: unknown): string {
  return value === undefined ? "missing" : excerpt(JSON.stringify(value));
}
