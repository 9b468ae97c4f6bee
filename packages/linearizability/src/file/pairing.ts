/**
 * Pairs the events of a file: the line in which a process calls an operation, and the line that
 * completes it, become one row of columns.
 *
 * Invariant: a process has at most one open operation, and none after one of unknown outcome.
 */
import type { ColumnsBuilder } from "../history/columns-builder.ts";
import { Kind } from "../history/columns.ts";
import { UNWRITTEN, ABSENT } from "../history/values.ts";
import type { CodedEvent, Said } from "./coded-event.ts";
import { shown } from "./event.ts";
import type { Word, Words } from "./words.ts";

/** What a process does that has no open operation: rows are numbers from 0 on. */
const IDLE = -1;
const GONE = -2;

export class Pairing {
  readonly #columns: ColumnsBuilder;
  readonly #words: Words;
  /** For each process the row of its open operation, or that there is none. */
  readonly #processes = new Map<number, number>();
  /** By the rows of open operations: what calls that are given nothing said of their results. */
  readonly #announced = new Map<number, Said>();
  /** By the same rows: the lines of calls that are not their numbers. */
  readonly #lines = new Map<number, number>();

  constructor(columns: ColumnsBuilder, words: Words) {
    this.#columns = columns;
    this.#words = words;
  }

  /**
   * @param number of the event.
   * @param line for messages.
   * @throws {SyntaxError} if it contradicts an earlier event. Then nothing has changed.
   */
  add(event: CodedEvent, number: number, line: number): void {
    const open = this.#processes.get(event.process) ?? IDLE;
    if (event.type !== "invoke") {
      this.#complete(event, open, number);
      return;
    }
    const row = this.#invoke(event, open, number);
    if (line !== number) this.#lines.set(row, line);
  }

  #invoke(event: CodedEvent, open: number, number: number): number {
    const { process, key, name, size, first, second } = event;
    const word = this.#words.word(name);
    if (open !== IDLE) this.#refuseCall(process, word, open);
    const row = this.#columns.add(process, key, name, number);
    this.#processes.set(process, row);
    switch (word.layout) {
      case "read":
        this.#columns.put(row, Kind.read, UNWRITTEN, UNWRITTEN);
        break;
      case "write":
        this.#columns.put(row, Kind.write, UNWRITTEN, first);
        break;
      case "cas":
        this.#columns.put(row, Kind.update, first, second);
        break;
      case "update":
        this.#columns.put(row, Kind.unknown, UNWRITTEN, UNWRITTEN);
        break;
      case "other":
        this.#columns.put(row, Kind.other, ABSENT, word.isGiven && size > 0 ? first : ABSENT);
    }
    if (!word.isGiven && !isSilent(event)) this.#announced.set(row, { size, first, second });
    return row;
  }

  #refuseCall(process: number, { name }: Word, open: number): never {
    throw new SyntaxError(
      open === GONE
        ? `process ${process} continues, although the outcome of its last operation is unknown`
        : `process ${process} calls ${name} before its ${this.#nameIn(open)} of line ` +
            `${this.#lineOf(open)} has returned`,
    );
  }

  #complete(event: CodedEvent, row: number, number: number): void {
    const { process, type, name, key } = event;
    if (row < 0) {
      throw new SyntaxError(
        `process ${process} has no open operation that "${type}" could complete`,
      );
    }
    if (this.#columns.nameOf(row) !== name || this.#columns.keyOf(row) !== key) {
      const openKey = this.#columns.keyNames[this.#columns.keyOf(row)] ?? "";
      throw new SyntaxError(
        `process ${process} called ${this.#nameIn(row)}${openKey === "" ? "" : ` of ${openKey}`} ` +
          `in line ${this.#lineOf(row)}, which is not what this line completes`,
      );
    }
    const word = this.#words.word(name);
    this.#assertAgrees(event, row, word);
    if (!word.isGiven) this.#announced.delete(row);
    if (this.#lines.size > 0) this.#lines.delete(row);
    this.#processes.set(process, type === "info" ? GONE : IDLE);
    if (type === "fail") this.#columns.drop(row);
    else this.#putOutput(event, row, word);
    if (type === "ok") this.#columns.finish(row, number);
  }

  /** What came back, if it is known. It may be although the operation was not seen to return. */
  #putOutput(event: CodedEvent, row: number, { form, layout, isAnswered }: Word): void {
    const { type, size, first, second, isRefused, isTold } = event;
    const columns = this.#columns;
    const isKnown = type === "ok" || (form?.infoHasOutput === true && !isSilent(event));
    if (!isKnown) return;
    if (layout === "cas") {
      // One that was not applied is no update.
      if (isRefused) columns.put(row, Kind.other, columns.readBy(row), columns.writtenBy(row));
    } else if (form?.hasApplied === true || (form?.mayHaveApplied === true && isTold)) {
      columns.put(row, Kind.other, columns.values.numberOf(!isRefused), columns.writtenBy(row));
    } else if (!isAnswered || size === 0) {
      return;
    } else if (layout === "read") {
      columns.put(row, Kind.read, first, UNWRITTEN);
    } else if (layout === "update") {
      columns.put(row, Kind.update, first, second);
    } else {
      columns.put(row, Kind.other, first, columns.writtenBy(row));
    }
  }

  /** A line repeats what the call was given, or what its line announced, or says nothing of it. */
  #assertAgrees(event: CodedEvent, row: number, { name, form, isAnswered }: Word): void {
    if (form === undefined || (isAnswered && event.type !== "ok")) return;
    const said = isAnswered ? this.#announced.get(row) : this.#inputOf(row);
    if (said === undefined || (!isAnswered && isSilent(event)) || isSameSaid(event, said)) return;
    throw new SyntaxError(
      `process ${event.process} called ${name} with ${this.#shown(said)} in line ` +
        `${this.#lineOf(row)}, and this line has ${this.#shown(event)}`,
    );
  }

  #inputOf(row: number): Said {
    const { layout } = this.#words.word(this.#columns.nameOf(row));
    const written = this.#columns.writtenBy(row);
    if (layout === "cas") return { size: 2, first: this.#columns.readBy(row), second: written };
    return { size: written === ABSENT ? 0 : 1, first: written, second: 0 };
  }

  #lineOf(row: number): number {
    return this.#lines.get(row) ?? this.#columns.calledAt(row);
  }

  #nameIn(row: number): string {
    return this.#words.word(this.#columns.nameOf(row)).name;
  }

  #shown({ size, first, second }: Said): string {
    const { values } = this.#columns;
    if (size === 2) return shown([values.valueOf(first), values.valueOf(second)]);
    return shown(size === 0 ? undefined : values.valueOf(first));
  }
}

function isSilent({ size, first }: Said): boolean {
  return size === 0 || (size === 1 && first === UNWRITTEN);
}

function isSameSaid(one: Said, other: Said): boolean {
  if (one.size !== other.size || one.first !== other.first) return false;
  return one.size < 2 || one.second === other.second;
}
