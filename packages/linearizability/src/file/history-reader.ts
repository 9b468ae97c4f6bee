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
 * be numbers, and the lines of the process `"nemesis"` become marks. The history of a recorder that
 * was full ends with a line that says how many operations there were:
 *
 * ```json
 * {"process":"nemesis","type":"info","f":"recorder-full","value":{"totalOps":120000}}
 * ```
 *
 * Whatever could be misread is refused: fields of other names, a result that contradicts its call,
 * and what JSON loses in silence ({@link parseStrictJson}).
 */
import type { Mark } from "../explain/witness.ts";
import { ColumnsBuilder } from "../history/columns-builder.ts";
import { operationsOf, type HistoryColumns } from "../history/columns.ts";
import type { Operation } from "../history/operation.ts";
import type { MemberHistory } from "../recording/member-history.ts";
import { codeEvent } from "./coded-event.ts";
import { EdnReader } from "./edn.ts";
import { readEvent, withOwnKey } from "./event.ts";
import { EventTimes } from "./event-times.ts";
import { HistoryFormatError } from "./history-format-error.ts";
import { LineSplitter } from "./line-splitter.ts";
import type { OperationForms } from "./operation-forms.ts";
import { Pairing } from "./pairing.ts";
import { PlainLineReader } from "./plain-line.ts";
import { parseStrictJson } from "./strict-json.ts";
import { Words } from "./words.ts";

export interface HistoryFileOptions {
  /** The name of the file in messages. */
  readonly file?: string;
  /**
   * The operations that the model knows, and how they are written; others are refused. If missing,
   * any are accepted.
   */
  readonly operations?: OperationForms | undefined;
  /** JSON lines, or the EDN that Jepsen writes. */
  readonly format?: "json" | "edn";
  /**
   * Whether the values of events are `[key, value]`, as those of Jepsen's independent keys, rather
   * than having a field for the key.
   */
  readonly independent?: boolean;
  /** Whether each event needs a `time`, and that of a process must not run backwards. */
  readonly timed?: boolean;
}

/**
 * Reads a whole history.
 *
 * @throws {HistoryFormatError} for the first line that cannot belong to a history.
 */
export function parseHistory(text: string, options?: HistoryFileOptions): Operation[] {
  const reader = new HistoryReader(options);
  for (const line of text.split("\n")) reader.add(line);
  reader.end();
  return reader.operations();
}

/** What a file says of a recorder that was full, as `MemberHistory` has it. */
export type FullRecorder = Required<Pick<MemberHistory, "fullAt" | "totalOps">>;

/** Reads a history piece by piece, for files too long to hold in memory as one string. */
export class HistoryReader {
  readonly #file: string;
  readonly #forms: OperationForms | undefined;
  readonly #columns = new ColumnsBuilder();
  readonly #words = new Words(this.#columns);
  readonly #pairing = new Pairing(this.#columns, this.#words);
  /** Undefined where no line is plain. */
  readonly #plainLine: PlainLineReader | undefined;
  /** Undefined for lines of JSON. */
  readonly #edn: EdnReader | undefined;
  readonly #isIndependent: boolean;
  readonly #times: EventTimes | undefined;
  readonly #lines = new LineSplitter((bytes, start, end) => this.#addLine(bytes, start, end));
  readonly #marks: Mark[] = [];
  #full: FullRecorder | undefined;
  #line = 0;
  /** The number of the latest event: its line, or more if the line has several. */
  #event = 0;
  #events = 0;

  constructor({
    file = "history",
    operations,
    format = "json",
    independent = false,
    timed = false,
  }: HistoryFileOptions = {}) {
    this.#file = file;
    this.#forms = operations;
    this.#isIndependent = independent;
    if (timed) this.#times = new EventTimes();
    if (format === "edn") this.#edn = new EdnReader((event, line) => this.#addRecord(event, line));
    else if (!independent) {
      this.#plainLine = new PlainLineReader(this.#words, this.#columns.values);
    }
  }

  /**
   * Adds the next piece of the file, which may end in the middle of a line. The piece is not kept.
   *
   * @throws {HistoryFormatError}
   */
  addBytes(piece: Uint8Array): void {
    this.#locate(() => this.#lines.add(piece));
    if (this.#lines.begun > LONGEST_LINE) {
      throw new HistoryFormatError(this.#file, this.#line + 1, "it is longer than 64 MiB");
    }
  }

  /**
   * The file ends: its last line may lack an end.
   *
   * @throws {HistoryFormatError} also if what a line began has not ended.
   */
  end(): void {
    this.#locate(() => {
      this.#lines.end();
      this.#edn?.end();
    });
  }

  /**
   * Adds a line, without its end, where there is no file.
   *
   * @throws {HistoryFormatError}
   */
  add(line: string): void {
    this.#line++;
    this.#locate(() => this.#addText(line));
  }

  /** How many events of clients there were. */
  get events(): number {
    return this.#events;
  }

  /** All that took effect or may have, in the order of their calls. Nothing can be added any more. */
  columns(): HistoryColumns {
    return this.#columns.columns();
  }

  /** The same as objects. */
  operations(): Operation[] {
    return operationsOf(this.columns());
  }

  /** The first thousand operations that failed, for `withFailed`. */
  failed(): readonly Operation[] {
    return this.#columns.dropped;
  }

  /** What happened to the system, in the order of time. */
  marks(): readonly Mark[] {
    return this.#marks;
  }

  /** Undefined if the file does not say that its recorder was full. */
  full(): FullRecorder | undefined {
    return this.#full;
  }

  /** The nanosecond of each event, by its number, if the events have times. */
  times(): Float64Array | undefined {
    return this.#times?.all();
  }

  #addLine(bytes: Uint8Array, start: number, end: number): void {
    this.#line++;
    const event = this.#plainLine?.read(bytes, start, end);
    if (event === undefined) {
      this.#addText(decoder.decode(bytes.subarray(start, end)));
      return;
    }
    this.#assertNotFull();
    this.#event = this.#line;
    this.#times?.add(this.#event, event.time, event.process);
    this.#events++;
    this.#pairing.add(event, this.#event, this.#line);
  }

  #addText(line: string): void {
    const text = this.#line === 1 ? line.replace(/^\u{feff}/u, "") : line;
    if (this.#edn !== undefined) this.#edn.add(text);
    else if (text.trim() !== "") this.#addRecord(parseStrictJson(text), this.#line);
  }

  /** Adds an event: the fields of a line of JSON. Events of EDN may share a line, or have several. */
  #addRecord(record: unknown, line: number): void {
    this.#event = Math.max(this.#event + 1, line);
    this.#locate(() => {
      const fields = this.#isIndependent ? withOwnKey(record) : record;
      const { event, time } = readEvent(fields, this.#forms, this.#event);
      this.#times?.add(this.#event, time, "process" in event ? event.process : undefined);
      if ("label" in event) {
        this.#marks.push(event);
        return;
      }
      this.#assertNotFull();
      if ("totalOps" in event) {
        this.#full = { fullAt: this.#event, totalOps: event.totalOps };
        return;
      }
      this.#events++;
      const coded = codeEvent({ event, time }, this.#words, this.#columns.values);
      this.#pairing.add(coded, this.#event, line);
    }, line);
  }

  /** @throws {SyntaxError} */
  #assertNotFull(): void {
    if (this.#full === undefined) return;
    throw new SyntaxError("the recorder was full before, so nothing was recorded any more");
  }

  /** What is wrong with a text is wrong with a line of the file: the latest, or that one. */
  #locate(read: () => void, line?: number): void {
    try {
      read();
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      throw new HistoryFormatError(this.#file, line ?? this.#line, error.message);
    }
  }
}

/** In bytes: a longer line is no event, but a file without lines. */
const LONGEST_LINE = 2 ** 26;

/** Puts U+FFFD in the place of what is not UTF-8. The mark of the byte order is left to the reader. */
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
