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
 * missing. The lines have the shape of Jepsen's histories; of its other fields `time` and `index` must
 * be numbers, and the lines of the process `"nemesis"` become marks.
 *
 * Whatever could be misread is refused: fields of other names, a result that contradicts its call,
 * and what JSON loses in silence ({@link parseStrictJson}).
 */
import type { Mark } from "../explain/witness.ts";
import { isSame } from "../history/fingerprint.ts";
import type { Operation } from "../history/operation.ts";
import { outputOf, readEvent, shown, type Event } from "./event.ts";
import { HistoryFormatError } from "./history-format-error.ts";
import type { OperationForms } from "./operation-forms.ts";
import { parseStrictJson } from "./strict-json.ts";

export interface HistoryFileOptions {
  /** The name of the file in messages. */
  readonly file?: string;
  /**
   * The operations that the model knows, and how they are written; others are refused. If missing,
   * any are accepted.
   */
  readonly operations?: OperationForms | undefined;
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
interface Process {
  readonly open: Call | undefined;
  readonly isGone: boolean;
}

interface Call {
  readonly operation: Writable<Operation>;
  readonly line: number;
  /** What the line said of a call that is given nothing: the result, if anything. */
  readonly announced: unknown;
}

/** Reads a history line by line, for files too long to hold in memory as one string. */
export class HistoryReader {
  readonly #file: string;
  readonly #forms: OperationForms | undefined;
  readonly #processes = new Map<number, Process>();
  readonly #operations = new Set<Writable<Operation>>();
  readonly #marks: Mark[] = [];
  readonly #keyTypes = new Map<string, string>();
  #line = 0;
  /** The number of the latest event: its line, or more if the line has several. */
  #event = 0;
  #events = 0;

  constructor({ file = "history", operations }: HistoryFileOptions = {}) {
    this.#file = file;
    this.#forms = operations;
  }

  /** @throws {HistoryFormatError} */
  add(line: string): void {
    const number = this.#line + 1;
    const text = number === 1 ? line.replace(/^\u{feff}/u, "") : line;
    if (text.trim() === "") this.#line = number;
    else this.addRecord(number, () => parseStrictJson(text));
  }

  /**
   * Adds an event of another format.
   *
   * @param line of the file, from 1 on; several events may share one.
   * @param read returns the event, an object with the fields of a line of JSON, or throws a
   * SyntaxError that says what is wrong with it.
   * @throws {HistoryFormatError}
   */
  addRecord(line: number, read: () => unknown): void {
    this.#line = line;
    this.#event = Math.max(this.#event + 1, line);
    let event: Event | Mark;
    try {
      event = readEvent(read(), this.#forms, this.#event);
    } catch (error) {
      if (error instanceof SyntaxError) this.#refuse(error.message);
      throw error;
    }
    if ("label" in event) {
      this.#marks.push(event);
      return;
    }
    this.#events++;
    this.#assertOneType(event);
    const process = this.#processes.get(event.process);
    if (event.type === "invoke") this.#invoke(event, process);
    else this.#complete(event, process?.open);
  }

  /** How many events of clients there were. */
  get events(): number {
    return this.#events;
  }

  /** All that took effect or may have, in the order of their calls. */
  operations(): Operation[] {
    return [...this.#operations];
  }

  /** What happened to the system, in the order of time. */
  marks(): readonly Mark[] {
    return this.#marks;
  }

  /** Keys are compared as text, so that 1 and "1" would be one. */
  #assertOneType({ key, keyType }: Event): void {
    const known = this.#keyTypes.get(key);
    if (known === undefined) this.#keyTypes.set(key, keyType);
    else if (known !== keyType) {
      const here = keyType === "undefined" ? "missing" : `the ${keyType} ${shown(key)}`;
      this.#refuse(`"key" is ${here} here and a ${known} of the same text before: are they one?`);
    }
  }

  #invoke(event: Event, process: Process | undefined): void {
    const { f, key, form, value } = event;
    if (process?.isGone === true) {
      this.#refuse(
        `process ${event.process} continues, although the outcome of its last operation is unknown`,
      );
    }
    if (process?.open !== undefined) {
      this.#refuse(
        `process ${event.process} calls ${f} before its ${process.open.operation.name} of line ` +
          `${process.open.line} has returned`,
      );
    }
    const isGiven = form === undefined || form.input !== undefined;
    const operation: Writable<Operation> = {
      client: event.process,
      key,
      name: f,
      called: this.#event,
      ...(isGiven && value !== undefined && { input: value }),
    };
    this.#operations.add(operation);
    const open = { operation, line: this.#line, announced: isGiven ? undefined : value };
    this.#processes.set(event.process, { open, isGone: false });
  }

  #complete(event: Event, call: Call | undefined): void {
    const { process, type, f, key } = event;
    if (call === undefined) {
      this.#refuse(`process ${process} has no open operation that "${type}" could complete`);
    }
    const { operation } = call;
    if (operation.name !== f || operation.key !== key) {
      const open = `${operation.name}${operation.key === "" ? "" : ` of ${operation.key}`}`;
      this.#refuse(
        `process ${process} called ${open} in line ${call.line}, which is not what this line ` +
          "completes",
      );
    }
    this.#assertAgrees(event, call);
    this.#processes.set(process, { open: undefined, isGone: type === "info" });
    if (type === "fail") {
      this.#operations.delete(operation);
      return;
    }
    const output = outputOf(event);
    if (output !== undefined) operation.output = output;
    if (type === "ok") operation.returned = this.#event;
  }

  /** A line repeats what the call was given, or what its line announced, or says nothing of it. */
  #assertAgrees({ process, type, f, form, value }: Event, call: Call): void {
    if (form === undefined) return;
    const isAnswer = form.output !== undefined;
    if (isAnswer && type !== "ok") return;
    const said = isAnswer ? call.announced : call.operation.input;
    const isSilent = isAnswer ? said === undefined || said === null : (value ?? null) === null;
    if (isSilent || isSame(value, said)) return;
    this.#refuse(
      `process ${process} called ${f} with ${shown(said)} in line ${call.line}, and this line has ` +
        shown(value),
    );
  }

  #refuse(fault: string): never {
    throw new HistoryFormatError(this.#file, this.#line, fault);
  }
}
